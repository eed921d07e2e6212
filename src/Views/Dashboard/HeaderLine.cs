using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;
using Probetop.Views.Panes;
using Probetop.Views.Widgets;

namespace Probetop.Views.Dashboard;

/// <summary>The first line: which machine, which moment, and what probetop itself does and costs.</summary>
internal sealed class HeaderLine
{
    // Widths that the usual figures have, so that nothing jumps.
    private const int PercentWidth = 4;
    private const int BytesWidth = 4;
    private const int ByteRateWidth = 6;

    private readonly PieceLine _pieces = new();
    private Snapshot? _counted;
    private long _bytesPerSecond;
    private ulong _lost;
    private bool _isLossKnown;

    /// <summary>Draws into the first row of the area.</summary>
    public void Draw(CellBuffer buffer, Rect area, in Moment moment, in FrameContext context, ulong intervalNs)
    {
        Count(moment, context);
        _pieces.Clear();
        AddHost(context.Host, moment.Current?.Self);
        AddMoment(moment, intervalNs);
        AddTools(context);
        if (moment.Current is { } shown)
        {
            AddLosses();
            AddCost(shown.Self);
        }

        _pieces.Draw(buffer, area, Style.Chrome);
    }

    // What is not in a snapshot is taken over with it, else a screen that stands still would be written again.
    private void Count(in Moment moment, in FrameContext context)
    {
        if (ReferenceEquals(moment.Current, _counted)) return;
        _counted = moment.Current;
        _bytesPerSecond = (long)context.BytesWrittenPerSecond;
        _lost = 0;
        _isLossKnown = true;
        for (long index = moment.History.Start; index < moment.End - 1; index++)
            if (moment.History[index] is { } snapshot) Count(snapshot);
        if (moment.Current is { } shown) Count(shown);
    }

    private void Count(Snapshot snapshot)
    {
        for (int i = 0; i < snapshot.Tools.Count; i++)
        {
            ToolSnapshot tool = snapshot.Tools[i];
            if (tool.IntervalNs == 0) continue;
            Losses losses = tool.Losses;
            _lost += losses.Total;
            _isLossKnown &= losses is { Ring: not null, Full: not null, Recursion: not null, Collision: not null, Unresolved: not null };
        }
    }

    private void AddHost(HostFacts host, SelfCost? self)
    {
        Span<char> figure = stackalloc char[24];
        _pieces.Left(keep: 45);
        _pieces.Text("probetop", Style.Title | Style.Bold);
        _pieces.Left(keep: 80);
        _pieces.Text(host.Name, Style.Title);
        _pieces.Left(keep: 30);
        _pieces.Text(host.KernelRelease, Style.Chrome);
        _pieces.Left(keep: 35);
        var cpus = new CharWriter(figure);
        cpus.Whole(host.Cpus);
        cpus.Text(" cpu");
        _pieces.Text(cpus.Written, Style.Chrome);
        if (self is null) return;
        AddFigure("load ", figure[..Format.Number(figure, self.LoadAverage)], PercentWidth, keep: 50);
        AddFigure("up ", figure[..Format.Duration(figure, self.UptimeSeconds * 1e9)], 0, keep: 20);
    }

    private void AddFigure(ReadOnlySpan<char> name, ReadOnlySpan<char> figure, int width, int keep)
    {
        _pieces.Left(keep);
        AddPadded(name, figure, width);
    }

    private void AddPadded(ReadOnlySpan<char> name, ReadOnlySpan<char> figure, int width)
    {
        _pieces.Text(name, Style.Chrome);
        for (int i = figure.Length; i < width; i++) _pieces.Text(" ", Style.Chrome);
        _pieces.Text(figure, Style.Chrome);
    }

    private void AddMoment(in Moment moment, ulong intervalNs)
    {
        var text = new CharWriter(stackalloc char[48]);
        ushort style = Style.Live;
        _pieces.Right(keep: 100);
        if (moment.IsPast)
        {
            style = Style.Warning | Style.Bold;
            text.Char(Glyphs.Past);
            text.Text(" -");
            text.Whole(moment.AgeSeconds);
            text.Text(" s ");
            moment.WriteName(ref text);
        }
        else if (moment.IsHeld)
        {
            style = Style.Warning | Style.Bold;
            text.Char(Glyphs.Paused);
            text.Char(Glyphs.Paused);
            text.Text(" paused ");
            moment.WriteName(ref text);
        }
        else
        {
            text.Char(Glyphs.Live);
            text.Text(" live ");
            text.Duration(intervalNs);
        }

        _pieces.Text(text.Written, style);
    }

    private void AddTools(in FrameContext context)
    {
        int running = 0, loading = 0, unavailable = 0;
        for (int i = 0; i < Catalogue.Tools.Count; i++)
        {
            ToolStatus status = context.StatusOf(Catalogue.Tools[i].Descriptor);
            if (status.Runs) running++;
            else if (status.State == ToolState.Loading) loading++;
            else if (status.State == ToolState.Unavailable) unavailable++;
        }

        AddCount(running, " tools", Style.Chrome, keep: 60);
        if (loading > 0) AddCount(loading, " loading", Style.Accent, keep: 62);
        if (unavailable > 0) AddCount(unavailable, " unavailable", Style.Warning, keep: 61);
    }

    private void AddCount(int count, ReadOnlySpan<char> what, ushort style, int keep)
    {
        var text = new CharWriter(stackalloc char[32]);
        text.Whole(count);
        text.Text(what);
        _pieces.Right(keep);
        _pieces.Text(text.Written, style);
    }

    private void AddLosses()
    {
        var text = new CharWriter(stackalloc char[48]);
        text.Text("lost ");
        text.Grouped(_lost);
        if (!_isLossKnown) text.Char('?');
        _pieces.Right(_lost > 0 ? 90 : 40);
        _pieces.Text(text.Written, _lost > 0 ? Style.Warning : Style.Chrome);
    }

    private void AddCost(SelfCost self)
    {
        Span<char> figure = stackalloc char[24];
        _pieces.Right(keep: 70);
        AddPadded("self ", Percent(figure, self.CpuPercent), PercentWidth);
        _pieces.Right(keep: 55);
        AddPadded("bpf ", Percent(figure, self.BpfPercent), PercentWidth);
        _pieces.Right(keep: 25);
        AddPadded("", figure[..Format.Bytes(figure, self.ResidentBytes)], BytesWidth);
        _pieces.Right(keep: 24);
        AddPadded("", figure[..Format.ByteRate(figure, _bytesPerSecond)], ByteRateWidth);
    }

    private static ReadOnlySpan<char> Percent(Span<char> target, double? percent)
    {
        if (percent is { } figure) return target[..Format.Percent(target, figure)];
        return "?";
    }
}
