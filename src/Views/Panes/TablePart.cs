using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;
using Probetop.Views.Input;
using Probetop.Views.Widgets;

namespace Probetop.Views.Panes;

/// <summary>A table: rows that the user sorts, searches and, where they stand for processes, drills into.</summary>
internal sealed class TablePart : Part
{
    private const int MaxTitle = 128;

    private readonly Func<Moment, Table?> _tableOf;
    private readonly TableState _state;
    private readonly PartColumn[] _columns;
    private readonly string[] _orders;
    private uint _running = uint.MaxValue;
    private Table? _table;

    /// <summary>Makes a part of a table.</summary>
    /// <param name="name">Short name.</param>
    /// <param name="title">Title on the screen.</param>
    /// <param name="tools">The tools whose findings it shows.</param>
    /// <param name="state">Keys of the rows.</param>
    /// <param name="orders">Columns to sort by: the first one shown, unless the user chooses another.</param>
    /// <param name="tableOf">The table of a moment.</param>
    /// <param name="columns">The columns in their order; none: all, as the table has them.</param>
    public TablePart(
        string name,
        string title,
        IReadOnlyList<ToolDescriptor> tools,
        TableState state,
        string[] orders,
        Func<Moment, Table?> tableOf,
        params PartColumn[] columns)
        : base(name, title, tools)
    {
        _state = state;
        _orders = orders;
        SortByFirst(orders);
        _tableOf = tableOf;
        _columns = columns;
    }

    /// <inheritdoc/>
    public override bool HasRows => true;

    /// <inheritdoc/>
    public override bool IsSortable => true;

    /// <inheritdoc/>
    public override string Search
    {
        get => _state.Search;
        set => _state.Search = value;
    }

    /// <summary>Whether its rows stand for processes.</summary>
    public bool HasProcesses { get; init; }

    /// <inheritdoc/>
    public override void Draw(CellBuffer buffer, Rect area, in Moment moment, in PartFrame frame)
    {
        UpdateColumns(moment);
        _table = _tableOf(moment);
        var order = new CharWriter(stackalloc char[MaxTitle]);
        WriteOrder(ref order);
        Rect inside = frame.Draw(buffer, area, Title, order.Written, moment);
        if (PartNote.Draw(buffer, inside, this, moment)) return;
        TableView.Draw(buffer, inside, _table, _state, moment.Time, EmptyText(), frame.Focused, moment.LostBy(Tools) > 0);
    }

    /// <inheritdoc/>
    public override KeyScope ScopeAt(in Moment moment) => base.ScopeAt(moment) | (HasProcesses ? KeyScope.Processes : KeyScope.None);

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
    public override void MoveToLast() => _state.MoveToLast();

    /// <inheritdoc/>
    public override void SortByNext(int direction) => _state.SortByNext(direction);

    /// <inheritdoc/>
    public override void InvertSort() => _state.InvertSort();

    /// <inheritdoc/>
    public override bool FindNext(bool forward) => _state.FindNext(forward);

    /// <inheritdoc/>
    public override void SelectAtLine(int y) => _state.SelectAtLine(y);

    /// <inheritdoc/>
    public override Selection? Drill()
    {
        if (_state.Selected is null) _state.Move(0);
        else if (HasProcesses && _table is { } table && _state.SelectedRow is var row and >= 0) return RowText.ProcessOf(table, row);
        return null;
    }

    /// <inheritdoc/>
    public override string? Copy(in Moment moment) =>
        _table is { } table && _state.SelectedRow is var row and >= 0 ? RowText.Of(table, row, _state.Columns, moment.Time) : null;

    private string EmptyText() => _table is null ? PartNote.NoReading : "Nothing happened in this interval.";

    private void WriteOrder(ref CharWriter order)
    {
        int sorted = _state.SortColumn is { } name && _table is { } table ? table.IndexOf(name) : -1;
        if (sorted < 0 || !_state.Columns.Of(_table!.Columns).Contains(sorted)) return;
        order.Text("sorted by ");
        order.Text(_table.Columns[sorted].Title);
        order.Char(' ');
        order.Char(_state.Descending ? Glyphs.Falling : Glyphs.Rising);
    }

    // A tool that does not run has counted nothing, which is not the same as 0.
    private void UpdateColumns(in Moment moment)
    {
        if (_columns.Length == 0) return;
        uint running = 0;
        for (int i = 0; i < _columns.Length; i++)
            if (_columns[i].Tool is not { } tool || moment.Of(tool)?.Status.Runs == true) running |= 1u << i;
        if (running != _running) ShowColumns(running);
    }

    private void ShowColumns(uint running)
    {
        _running = running;
        string[] shown = [.. _columns.Where((_, i) => (running & (1u << i)) != 0).Select(column => column.Name)];
        _state.Columns.Names = shown;
        if (!shown.Contains(_state.SortColumn)) SortByFirst(_orders.Where(shown.Contains));
    }

    private void SortByFirst(IEnumerable<string> orders) => _state.SortBy(orders.FirstOrDefault(), descending: true);
}
