using System.Collections.Concurrent;
using Probetop.App.CommandLine;
using Probetop.App.Terminal;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Dashboard;
using Probetop.Views.Input;
using Probetop.Views.Widgets;

namespace Probetop.App.Dashboard;

/// <summary>The UI thread: keys to effects, snapshots to frames, until somebody quits.</summary>
internal sealed class DashboardLoop : IDisposable
{
    // A lone ESC is the Escape key when nothing has followed for that long.
    private const int EscapeMs = 50;

    private const int MessageMs = 6000;

    private const string FirstPane = "cpu";

    private readonly DashboardOptions _options;
    private readonly Tty _tty;
    private readonly TerminalSupport _support;
    private readonly Screen _screen;
    private readonly KeyParser _parser = new();
    private readonly CellBuffer _cells;
    private readonly Views.Dashboard.Dashboard _dashboard;
    private readonly ProbeSession _session;
    private readonly Output.HostFacts _host = Output.HostFacts.Read();
    private readonly Views.Dashboard.HostFacts _shownHost;
    private readonly Func<ToolDescriptor, ToolStatus> _statusOf;
    private readonly ConcurrentQueue<Notice> _notices = new();
    private readonly int _utcOffsetSeconds = (int)TimeZoneInfo.Local.GetUtcOffset(DateTime.UtcNow).TotalSeconds;
    private readonly OutputRate _rate;
    private Notice? _notice;
    private long _noticeEndMs;
    private bool _quit;

    private DashboardLoop(DashboardOptions options, Tty tty, TerminalSupport support)
    {
        _options = options;
        _tty = tty;
        _support = support;
        _screen = new Screen(tty, support);
        _rate = new OutputRate(tty);
        _shownHost = new Views.Dashboard.HostFacts(_host.Name, _host.Kernel, _host.Cpus);
        _cells = new CellBuffer(tty.Size.Width, tty.Size.Height);
        _dashboard = new Views.Dashboard.Dashboard(options.Pane ?? FirstPane, options.IntervalNs, options.SlowerThanNs);
        _session = new ProbeSession(new SessionOptions
        {
            Restriction = options.Restriction?.Selection,
            SlowerThanNs = options.SlowerThanNs,
            HighestRung = options.HighestRung,
        });
        _statusOf = _session.StatusOf;
    }

    /// <summary>Shows the dashboard until it is left, and returns the exit status.</summary>
    /// <exception cref="CommandException">There is no terminal that it could be shown on.</exception>
    public static int Run(DashboardOptions options)
    {
        TerminalSupport support = TerminalSupport.Detect(Environment.GetEnvironmentVariable, out string? refusal) ?? throw new CommandException(refusal!);
        using Tty tty = Tty.Open(out refusal) ?? throw new CommandException(refusal!);
        using var loop = new DashboardLoop(options, tty, support);
        tty.Enter();
        loop.Run();
        return tty.QuitSignal == 0 ? ExitStatus.Done : ExitStatus.OfSignal(tty.QuitSignal);
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private void Run()
    {
        // The empty screen first: loading takes longer than anybody should look at nothing.
        Show();
        _session.Changed += (_, _) => _tty.Wake();
        _session.Start(Catalogue.Tools.Where(tool => tool.Descriptor.Cost == CostClass.Default));
        _session.PublishEvery(_options.IntervalNs);
        while (!_quit)
        {
            TtyEvents events = _tty.Wait(TimeoutMs());
            if ((events & (TtyEvents.Quit | TtyEvents.HungUp)) != 0) return;
            if ((events & TtyEvents.Resumed) != 0) Resume();
            if ((events & TtyEvents.Input) != 0) ReadKeys();
            else if (_parser.IsAmbiguous) FlushKeys();
            TakeNotices();
            Show();
        }
    }

    private int TimeoutMs()
    {
        if (_parser.IsAmbiguous) return EscapeMs;
        return _notice is null ? -1 : (int)Math.Clamp(_noticeEndMs - Environment.TickCount64, 0, MessageMs);
    }

    private void ReadKeys()
    {
        ReadOnlySpan<byte> input = _tty.Input;
        while (!_quit && _parser.TryRead(ref input, out Key key)) Press(key);
    }

    private void FlushKeys()
    {
        while (!_quit && _parser.Flush(out Key key)) Press(key);
    }

    private void Press(Key key)
    {
        // Whatever is said was read by the time the next key is pressed.
        _notice = null;
        Do(_dashboard.Handle(key, Context()));
    }

    private void Show()
    {
        (int width, int height) = _tty.Size;
        if (width != _cells.Width || height != _cells.Height) _cells.Resize(width, height);
        _dashboard.Draw(_cells, Context());
        _ = _screen.TryShow(_cells.Cells, width, height);
    }

    private FrameContext Context() => new(
        _session.History,
        _statusOf,
        _shownHost,
        _utcOffsetSeconds,
        _rate.PerSecond(_session.History.Newest),
        _options.Restriction?.Selection.Label,
        _session.Failure,
        _notice?.Text,
        _notice?.Kind ?? MessageKind.Info);

    private void Do(DashboardEffect effect)
    {
        switch (effect)
        {
            case DashboardEffect.Quit:
                _quit = true;
                break;
            case DashboardEffect.Suspend:
                _tty.Suspend();
                break;
            case DashboardEffect.Redraw:
                _screen.Invalidate();
                break;
            case DashboardEffect.Select select:
                _session.Select(select.Selection);
                break;
            case DashboardEffect.SetInterval interval:
                _session.PublishEvery(interval.IntervalNs);
                break;
            case DashboardEffect.SetThreshold threshold:
                _session.SetThreshold(threshold.SlowerThanNs);
                break;
            case DashboardEffect.StartTool start:
                _session.Start([Catalogue.Tools[start.Tool.Id]]);
                break;
            case DashboardEffect.StopTool stop:
                _session.Stop(Catalogue.Tools[stop.Tool.Id]);
                break;
            case DashboardEffect.Copy copy:
                bool copied = Clipboard.TryCopy(_tty, _support, copy.Text);
                Say(copied ? new Notice("copied", MessageKind.Info) : new Notice("this terminal has no clipboard", MessageKind.Error));
                break;
            case DashboardEffect.SnapshotPane pane:
                Save(pane.Pane, pane.Shown, _cells);
                break;
            case DashboardEffect.SnapshotAll all:
                var whole = new CellBuffer(_cells.Width, _cells.Height);
                foreach (string pane in Views.Dashboard.Dashboard.PaneNames)
                {
                    _dashboard.DrawPane(whole, pane, Context());
                    Save(pane, all.Shown, whole);
                }

                break;
        }
    }

    // Away from the UI thread: the directory may be on a file system that hangs.
    private void Save(string pane, Snapshot shown, CellBuffer drawn)
    {
        string screen = ScreenText.Of(drawn);
        _ = Task.Run(() =>
        {
            _notices.Enqueue(PaneSnapshot.Save(_options, _host, pane, shown, screen));
            _tty.Wake();
        });
    }

    private void TakeNotices()
    {
        while (_notices.TryDequeue(out Notice? notice)) Say(notice);
        if (_notice is not null && Environment.TickCount64 >= _noticeEndMs) _notice = null;
    }

    private void Say(Notice notice)
    {
        _notice = notice;
        _noticeEndMs = Environment.TickCount64 + MessageMs;
    }

    // The time in which the program was stopped belongs to no interval.
    private void Resume()
    {
        _screen.Invalidate();
        _ = _session.CutAsync(isGap: true);
    }
}

/// <summary>Something to tell the user for some seconds.</summary>
/// <param name="Text">What; not yet sanitised.</param>
/// <param name="Kind">What kind of message.</param>
internal sealed record Notice(string Text, MessageKind Kind);
