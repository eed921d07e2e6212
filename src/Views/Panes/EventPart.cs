using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;
using Probetop.Views.Input;
using Probetop.Views.Widgets;

namespace Probetop.Views.Panes;

/// <summary>An event tool: the log of the kept intervals up to the one shown.</summary>
internal sealed class EventPart(ToolDescriptor tool) : Part(tool.Name, tool.Title, [tool])
{
    private const int MostEvents = 10_000;
    private const int MaxTitle = 128;

    private readonly EventRows _rows = new();
    private readonly EventLogState _state = new();
    private Snapshot? _newest;

    /// <inheritdoc/>
    public override bool HasRows => true;

    /// <inheritdoc/>
    public override string Search
    {
        get => _state.Search;
        set => _state.Search = value;
    }

    /// <summary>Whether its events are about processes that may still live.</summary>
    public bool HasProcesses { get; init; }

    /// <summary>Width up to which a place is a narrow one.</summary>
    public int MaxNarrowWidth { get; init; } = 72;

    /// <summary>Names of the columns shown in a narrow place, so that the last one has room; null: all.</summary>
    public IReadOnlyList<string>? NarrowColumns { get; init; }

    /// <inheritdoc/>
    public override void Draw(CellBuffer buffer, Rect area, in Moment moment, in PartFrame frame)
    {
        Update(moment);
        var title = new CharWriter(stackalloc char[MaxTitle]);
        title.Text(Title);
        title.Text(" ─ ");
        title.Text(Name);
        if (tool.HasThreshold)
        {
            title.Text(" ─ over ");
            title.Duration(moment.SlowerThanNs);
        }

        Span<char> rate = stackalloc char[16];
        int length = 0;
        if (moment.Of(tool) is { Data: EventData { Table: var events }, IntervalNs: > 0 and var ns })
            length = Format.Rate(rate, events.RowCount * 1e9 / ns);
        Rect inside = frame.Draw(buffer, area, title.Written, rate[..length], moment);
        IReadOnlyList<string>? columns = area.Width <= MaxNarrowWidth ? NarrowColumns : null;
        if (!ReferenceEquals(columns, _state.Columns.Names)) _state.Columns.Names = columns;
        if (PartNote.Draw(buffer, inside, this, moment)) return;
        EventLog.Draw(buffer, inside, _rows, _state, moment.Time, "Nothing has happened yet.", frame.Focused);
    }

    /// <inheritdoc/>
    public override KeyScope ScopeAt(in Moment moment) =>
        base.ScopeAt(moment)
        | (HasProcesses ? KeyScope.Processes : KeyScope.None)
        | (tool.HasThreshold ? KeyScope.Threshold : KeyScope.None);

    /// <inheritdoc/>
    public override void Move(int columns, int rows)
    {
        _state.ColumnScroll += columns;
        if (rows != 0) _state.Move(rows);
    }

    /// <inheritdoc/>
    public override void MovePage(double pages) => _state.MovePage(pages);

    /// <inheritdoc/>
    public override void MoveToFirst() => _state.MoveToFirst();

    /// <inheritdoc/>
    public override void MoveToLast() => _state.Follow();

    /// <inheritdoc/>
    public override bool Back()
    {
        bool had = _state.Selected is not null;
        _state.Follow();
        return had;
    }

    /// <inheritdoc/>
    public override bool FindNext(bool forward) => _state.FindNext(forward);

    /// <inheritdoc/>
    public override void SelectAtLine(int y) => _state.SelectAtLine(y);

    /// <inheritdoc/>
    public override Selection? Drill()
    {
        if (_state.Selected is { } selected) return HasProcesses ? RowText.ProcessOf(selected.Table, selected.Row) : null;
        _state.Move(-1);
        return null;
    }

    /// <inheritdoc/>
    public override string? Copy(in Moment moment) =>
        _state.Selected is { } selected ? RowText.Of(selected.Table, selected.Row, _state.Columns, moment.Time) : null;

    private void Update(in Moment moment)
    {
        if (ReferenceEquals(moment.Current, _newest)) return;
        _newest = moment.Current;
        _rows.Clear();
        long first = moment.End;
        for (int count = 0; first > 0 && count < MostEvents && SnapshotAt(first - 1, moment) is { } snapshot; first--)
            count += EventsOf(snapshot)?.RowCount ?? 0;
        for (long index = first; index < moment.End; index++)
            if (SnapshotAt(index, moment) is { } snapshot && EventsOf(snapshot) is { } events) _rows.Add(events);
    }

    private static Snapshot? SnapshotAt(long index, in Moment moment) => index == moment.End - 1 ? moment.Current : moment.History[index];

    private Table? EventsOf(Snapshot snapshot) => (snapshot.Of(tool).Data as EventData)?.Table;
}
