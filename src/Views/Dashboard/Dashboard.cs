using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Input;
using Probetop.Views.Panes;
using Probetop.Views.Widgets;

namespace Probetop.Views.Dashboard;

/// <summary>The whole screen as state and drawing: a key changes the state, and a frame is drawn from state and context.</summary>
/// <remarks>Knows no kernel, clock or file. Drawing the same context again gives the same cells and allocates nothing.</remarks>
public sealed class Dashboard
{
    private const int MinHeightWithHeader = 3;
    private const int MinHeightWithFooter = 5;
    private const int MinHeightWithTabs = 12;
    private const int WheelRows = 3;

    private static readonly ulong[] ThresholdsNs =
        [.. Enumerable.Range(0, 8).SelectMany(power => (ulong[])[1_000, 2_000, 5_000], (power, step) => step * (ulong)Math.Pow(10, power))];

    private readonly Pane[] _panes;
    private readonly Tab[] _tabs;
    private readonly TimeCursor _time;
    private readonly HeaderLine _header = new();
    private readonly FooterLine _footer = new();
    private readonly SearchInput _searchInput = new();
    private readonly Overlay _overlay = new();
    private Selection? _selection;
    private string _search = "";
    private string? _message;
    private Rect _tabArea;
    private int _open;
    private ulong _slowerThanNs;

    /// <summary>Opens the dashboard.</summary>
    /// <param name="pane">Name of the pane to open, one of <see cref="PaneNames"/>.</param>
    /// <param name="intervalNs">Time between two paintings in ns, brought into 100 ms to 60 s.</param>
    /// <param name="slowerThanNs">Threshold of the tools that show slow operations, in ns.</param>
    /// <exception cref="ArgumentException">There is no such pane.</exception>
    public Dashboard(string pane, ulong intervalNs, ulong slowerThanNs = 10_000_000)
    {
        _slowerThanNs = slowerThanNs;
        _panes = CreatePanes();
        _tabs = [.. _panes.Select(candidate => new Tab(candidate.Key, candidate.Title))];
        _open = IndexOf(pane);
        _time = new TimeCursor(intervalNs);
    }

    /// <summary>Names of the panes there are, in the order of their tabs.</summary>
    public static IReadOnlyList<string> PaneNames { get; } = [.. CreatePanes().Select(pane => pane.Name)];

    /// <summary>Name of the open pane.</summary>
    public string PaneName => Open.Name;

    /// <summary>Time between two paintings in ns.</summary>
    public ulong IntervalNs => _time.IntervalNs;

    private Pane Open => _panes[_open];

    /// <summary>Draws the screen into the whole buffer.</summary>
    public void Draw(CellBuffer buffer, in FrameContext context)
    {
        _time.Update(context.History);
        Moment moment = MomentOf(context);
        buffer.Clear();
        (Rect header, Rect area) = buffer.Bounds.SplitTop(buffer.Height >= MinHeightWithHeader ? 1 : 0);
        (area, Rect footer) = area.SplitBottom(buffer.Height >= MinHeightWithFooter ? 1 : 0);
        (_tabArea, area) = area.SplitTop(buffer.Height >= MinHeightWithTabs ? 1 : 0);
        if (!header.IsEmpty) _header.Draw(buffer, header, moment, context, _time.IntervalNs);
        if (!_tabArea.IsEmpty) TabBar.Draw(buffer, _tabArea, _tabs, _open);
        DrawPane(buffer, area, Open, moment, context);
        _overlay.Draw(buffer, area, Open.Focused, ScopeAt(moment), moment);
        if (!footer.IsEmpty) DrawFooter(buffer, footer, moment, context);
    }

    /// <summary>Draws one pane alone into the whole buffer, as for a file; what is open on the screen stays open.</summary>
    /// <exception cref="ArgumentException">There is no such pane.</exception>
    public void DrawPane(CellBuffer buffer, string pane, in FrameContext context)
    {
        buffer.Clear();
        DrawPane(buffer, buffer.Bounds, _panes[IndexOf(pane)], MomentOf(context), context);
    }

    /// <summary>Takes an input: changes what is shown, and returns what the world outside has to do.</summary>
    public DashboardEffect Handle(Key key, in FrameContext context)
    {
        _message = null;
        _time.Update(context.History);
        if (_searchInput.IsOpen) return HandleSearchInput(key);
        if (key.Code is KeyCode.MousePress or KeyCode.WheelUp or KeyCode.WheelDown) return HandleMouse(key);
        Moment moment = MomentOf(context);
        if (KeyMap.Find(key, ScopeAt(moment)) is not { } binding) return DashboardEffect.None;
        Command command = binding.Command;
        if (_overlay.IsOpen)
        {
            if (_overlay.Scroll(command)) return DashboardEffect.None;
            _overlay.Close();
            if (command is Command.Help or Command.Explain or Command.Back || key.Code == KeyCode.Enter) return DashboardEffect.None;
        }

        return Handle(command, key, moment);
    }

    private static Pane[] CreatePanes()
    {
        Pane cpu = CpuPane.Create();
        return [OverviewPane.Create((cpu, Catalogue.Find("runqlat")!.Descriptor)), cpu, FsPane.Create()];
    }

    private static void DrawPane(CellBuffer buffer, Rect area, Pane pane, in Moment moment, in FrameContext context)
    {
        if (context.Failure is { } failure)
        {
            Rect inside = Panel.Draw(buffer, area, pane.Title, "", focused: false);
            UnavailableNote.Draw(buffer, inside, failure, "", "");
        }
        else
        {
            pane.Draw(buffer, area, moment);
        }
    }

    private void DrawFooter(CellBuffer buffer, Rect area, in Moment moment, in FrameContext context)
    {
        if (_searchInput.IsOpen)
        {
            _searchInput.Draw(buffer, area);
            return;
        }

        string? message = _message ?? context.Message;
        MessageKind kind = _message is null ? context.MessageKind : MessageKind.Warning;
        _footer.Draw(buffer, area, ScopeAt(moment), context.Restriction, _selection, message, kind);
    }

    private Moment MomentOf(in FrameContext context) => new()
    {
        History = context.History,
        StatusNow = context.StatusOf,
        Current = _time.Current,
        IsProvisional = _time.IsProvisional,
        IsHeld = _time.IsHeld,
        IsPast = _time.IsPast,
        AgeSeconds = _time.AgeSeconds(context.History),
        Selection = _selection,
        SlowerThanNs = _slowerThanNs,
        UtcOffsetSeconds = context.UtcOffsetSeconds,
    };

    private KeyScope ScopeAt(in Moment moment)
    {
        KeyScope scope = Open.Focused.ScopeAt(moment) | (_time.IsHeld ? KeyScope.Held : KeyScope.Live);
        return _selection is null ? scope : scope | KeyScope.Selected;
    }

    private DashboardEffect Handle(Command command, Key key, in Moment moment)
    {
        Part part = Open.Focused;
        switch (command)
        {
            case Command.Quit:
                return new DashboardEffect.Quit();
            case Command.Suspend:
                return new DashboardEffect.Suspend();
            case Command.Redraw:
                return new DashboardEffect.Redraw();
            case Command.Help or Command.Explain:
                _overlay.Open(command);
                break;
            case Command.Back:
                return Back();
            case Command.OpenPane:
                OpenPane(key);
                break;
            case Command.OpenTile:
                _open = IndexOf(part.Opens!);
                break;
            case Command.NextPart:
                Open.FocusNext(1);
                break;
            case Command.PreviousPart:
                Open.FocusNext(-1);
                break;
            case Command.Zoom:
                Open.IsZoomed = !Open.IsZoomed;
                break;
            case Command.Drill:
                return part.Drill() is { } selection ? Select(selection) : DashboardEffect.None;
            case Command.StartTool:
                return new DashboardEffect.StartTool(part.OnDemand!);
            case Command.StopTool:
                return new DashboardEffect.StopTool(part.OnDemand!);
            case Command.Copy:
                if (part.Copy(moment) is { } text) return new DashboardEffect.Copy(text);
                _message = "nothing is selected that could be copied";
                break;
            case Command.SnapshotPane or Command.SnapshotAll:
                return Snapshot(command);
            case Command.Search or Command.NextMatch or Command.PreviousMatch:
                Search(command);
                break;
            case Command.SortLeft or Command.SortRight or Command.InvertSort:
                Sort(command);
                break;
            case Command.LowerThreshold or Command.RaiseThreshold:
                return SetThreshold(isHigher: command == Command.RaiseThreshold);
            case Command.LongerInterval or Command.ShorterInterval:
                return SetInterval(isLonger: command == Command.LongerInterval);
            case Command.Pause or Command.ShowLive or Command.ShowOldest or Command.StepBack or Command.StepForward:
                MoveInTime(command, moment.History);
                break;
            default:
                part.Move(command);
                break;
        }

        return DashboardEffect.None;
    }

    private void MoveInTime(Command command, History history)
    {
        switch (command)
        {
            case Command.Pause:
                if (!_time.TogglePause()) _message = "there is nothing to stand still at yet";
                break;
            case Command.ShowLive:
                _time.GoLive();
                break;
            case Command.ShowOldest:
                if (!_time.GoToOldest(history)) _message = "this is the oldest kept interval";
                break;
            case Command.StepBack:
                if (!_time.Step(history, -1)) _message = "this is the oldest kept interval";
                break;
            default:
                if (!_time.Step(history, 1)) _message = "this is the newest interval";
                break;
        }
    }

    private DashboardEffect Back()
    {
        if (Open.Focused.Back()) return DashboardEffect.None;
        if (_search.Length > 0)
        {
            SearchFor("");
            return DashboardEffect.None;
        }

        if (Open.IsZoomed)
        {
            Open.IsZoomed = false;
            return DashboardEffect.None;
        }

        return _selection is null ? DashboardEffect.None : Select(null);
    }

    private DashboardEffect.Select Select(Selection? selection)
    {
        _selection = selection;
        return new DashboardEffect.Select(selection);
    }

    private DashboardEffect Snapshot(Command command)
    {
        if (_time.Current is { } shown && command == Command.SnapshotPane) return new DashboardEffect.SnapshotPane(Open.Name, shown);
        if (_time.Current is { } all) return new DashboardEffect.SnapshotAll(all);
        _message = "there is nothing to write yet";
        return DashboardEffect.None;
    }

    // 1, 2, 5, 10 and so on: three steps for each power of ten, from 1 µs to 50 s.
    private DashboardEffect SetThreshold(bool isHigher)
    {
        int at = Array.BinarySearch(ThresholdsNs, _slowerThanNs);
        int next = at < 0 ? ~at - (isHigher ? 0 : 1) : at + (isHigher ? 1 : -1);
        if (next < 0 || next >= ThresholdsNs.Length)
        {
            _message = isHigher ? "this is the highest threshold" : "this is the lowest threshold";
            return DashboardEffect.None;
        }

        _slowerThanNs = ThresholdsNs[next];
        return new DashboardEffect.SetThreshold(_slowerThanNs);
    }

    private DashboardEffect SetInterval(bool isLonger)
    {
        if (_time.StepInterval(isLonger ? 1 : -1)) return new DashboardEffect.SetInterval(_time.IntervalNs);
        _message = isLonger ? "60 s is the longest interval" : "100 ms is the shortest interval";
        return DashboardEffect.None;
    }

    private void OpenPane(Key key)
    {
        for (int i = 0; i < _panes.Length; i++)
            if (_panes[i].Key == key.Scalar) _open = i;
    }

    private int IndexOf(string pane)
    {
        int index = Array.FindIndex(_panes, candidate => candidate.Name == pane);
        return index >= 0 ? index : throw new ArgumentException($"there is no pane {pane}", nameof(pane));
    }

    // Sorting and searching mean the focused part, or else the first one on the screen that can.
    private void Sort(Command command)
    {
        if (Open.FindShown(part => part.IsSortable) is not { } table)
        {
            _message = "nothing here can be sorted";
            return;
        }

        if (command == Command.InvertSort) table.InvertSort();
        else table.SortByNext(command == Command.SortLeft ? -1 : 1);
    }

    private void Search(Command command)
    {
        if (Open.FindShown(part => part.HasRows) is not { } rows)
        {
            _message = "nothing here can be searched";
            return;
        }

        Open.Focus(rows);
        if (command == Command.Search) _searchInput.Open();
        else if (_search.Length == 0) _message = "nothing was searched for yet";
        else FindNext(command == Command.NextMatch);
    }

    private void FindNext(bool forward)
    {
        if (!Open.Focused.FindNext(forward)) _message = $"no row has {_search}";
    }

    private void SearchFor(string text)
    {
        _search = text;
        foreach (Pane pane in _panes)
            foreach (Part part in pane.Parts) part.Search = text;
    }

    private DashboardEffect HandleSearchInput(Key key)
    {
        switch (key.Code)
        {
            case KeyCode.Enter:
                _searchInput.Close();
                SearchFor(_searchInput.Text);
                if (_search.Length > 0) FindNext(forward: true);
                break;
            case KeyCode.Escape:
                _searchInput.Close();
                break;
            default:
                if (key == Key.Control('c')) return new DashboardEffect.Quit();
                if (key == Key.Control('z')) return new DashboardEffect.Suspend();
                _searchInput.Edit(key);
                break;
        }

        return DashboardEffect.None;
    }

    private DashboardEffect HandleMouse(Key key)
    {
        if (_overlay.IsOpen)
        {
            if (key.Code == KeyCode.MousePress) _overlay.Close();
            else _ = _overlay.Scroll(key.Code == KeyCode.WheelUp ? Command.MoveUp : Command.MoveDown);
            return DashboardEffect.None;
        }

        int tab = _tabArea.Contains(key.Column, key.Row) ? TabBar.TabAt(_tabArea, _tabs, _open, key.Column) : -1;
        Part? part = Open.PartAt(key.Column, key.Row);
        if (key.Code != KeyCode.MousePress)
        {
            part?.Move(0, key.Code == KeyCode.WheelUp ? -WheelRows : WheelRows);
        }
        else if (tab >= 0)
        {
            _open = tab;
        }
        else if (part is not null && key.Button == MouseButton.Left)
        {
            Open.Focus(part);
            part.SelectAtLine(key.Row);
        }

        return DashboardEffect.None;
    }
}
