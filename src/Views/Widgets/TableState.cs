using Probetop.Probes.Snapshots;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;

namespace Probetop.Views.Widgets;

/// <summary>What tells a row from the others in every interval: the values of its key columns.</summary>
public readonly record struct RowKey(Value First, Value Second);

/// <summary>What a table remembers between frames: order, scroll, search, and which row is selected, by its key.</summary>
/// <remarks>A row without one of its keys is a sum of others and always last. Moves refer to what was drawn last.</remarks>
public sealed class TableState
{
    private readonly string _keyColumn;
    private readonly string? _secondKeyColumn;
    private readonly Comparison<int> _compare;
    private readonly ColumnLayout _layout = new();
    private readonly ColumnOrder _columns = new();
    private int[] _order = [];
    private Table? _table;
    private TimeBase _time;
    private Rect _body;
    private string? _orderedBy;
    private bool _orderedDescending;
    private int _sortIndex = -1;
    private int _keyIndex = -1;
    private int _secondKeyIndex = -1;
    private int _position;
    private int _page = 1;
    private int _top;

    /// <summary>
    /// Makes the state of a table whose rows are told apart by one or two columns, such as <c>pid</c> and <c>start_ns</c>.
    /// </summary>
    public TableState(string keyColumn, string? secondKeyColumn = null)
    {
        _keyColumn = keyColumn;
        _secondKeyColumn = secondKeyColumn;
        _compare = Compare;
    }

    /// <summary>Name of the column sorted by; null or not in the table: as the rows are given.</summary>
    public string? SortColumn { get; private set; }

    /// <summary>Whether high values come first.</summary>
    public bool Descending { get; private set; }

    /// <summary>What is searched for and marked; empty: nothing.</summary>
    public string Search { get; set; } = "";

    /// <summary>Key of the selected row, which need not be in the present interval; null: none selected.</summary>
    public RowKey? Selected { get; private set; }

    /// <summary>Number of the selected row in the table drawn last; -1 when it is not in it.</summary>
    public int SelectedRow => PositionOfSelected() is var position and >= 0 ? _order[position] : -1;

    /// <summary>Columns after the first one that are scrolled away.</summary>
    public int ColumnScroll { get; set; }

    /// <summary>First row shown, in the sorted order.</summary>
    public int Top => _top;

    internal ColumnLayout Layout => _layout;

    /// <summary>Which columns are shown, in which order.</summary>
    internal ColumnOrder Columns => _columns;

    internal int SortIndex => _sortIndex;

    /// <summary>Sorts by a column.</summary>
    public void SortBy(string? column, bool descending)
    {
        SortColumn = column;
        Descending = descending;
    }

    /// <summary>Sorts by the next shown column to the right (or left, for -1), numbers from the highest, texts from the first.</summary>
    public void SortByNext(int direction)
    {
        if (_table is null) return;
        ReadOnlySpan<int> shown = _columns.Of(_table.Columns);
        if (shown.IsEmpty) return;
        int from = shown.IndexOf(_sortIndex);
        if (from < 0 && direction < 0) from = 0;
        Column column = _table.Columns[shown[(from + direction + shown.Length) % shown.Length]];
        SortBy(column.Name, column.Type is ColumnType.Int or ColumnType.Float);
    }

    /// <summary>Turns the order round.</summary>
    public void InvertSort() => Descending = !Descending;

    /// <summary>Moves the selection by rows; the first move selects the first row shown.</summary>
    public void Move(int rows)
    {
        int position = PositionOfSelected();
        SelectAt(Selected is null ? _top : (position >= 0 ? position : _position) + (long)rows);
    }

    /// <summary>Moves the selection by pages.</summary>
    public void MovePage(double pages) => Move((int)Math.Round(pages * _page));

    /// <summary>Selects the first row.</summary>
    public void MoveToFirst() => SelectAt(0);

    /// <summary>Selects the last row.</summary>
    public void MoveToLast() => SelectAt(int.MaxValue);

    /// <summary>Selects what is drawn in a row of the screen, if something is.</summary>
    public void SelectAtLine(int y)
    {
        int line = y - _body.Y;
        if (line >= 0 && line < _body.Height && _top + line < (_table?.RowCount ?? 0)) SelectAt(_top + line);
    }

    /// <summary>Selects nothing.</summary>
    public void ClearSelection() => Selected = null;

    /// <summary>Selects a row by its key.</summary>
    public void Select(RowKey key) => Selected = key;

    /// <summary>Selects the next row (or the one before) in which <see cref="Search"/> occurs; false when it occurs in none.</summary>
    public bool FindNext(bool forward)
    {
        if (_table is null || Search.Length == 0) return false;
        int count = _table.RowCount, from = PositionOfSelected();
        if (from < 0) from = forward ? _top - 1 : _top;
        for (int step = 1; step <= count; step++)
        {
            int position = (int)((((from + (forward ? (long)step : -step)) % count) + count) % count);
            if (!RowPainter.Matches(_table, _order[position], _time, Search)) continue;
            SelectAt(position);
            return true;
        }

        return false;
    }

    /// <summary>
    /// Sorts the rows and brings scroll and selection into range of the rows of <paramref name="body"/>; returns the selection's position,
    /// or -1.
    /// </summary>
    internal int Fit(Table table, TimeBase time, Rect body)
    {
        int visible = body.Height;
        _body = body;
        _time = time;
        Order(table);
        _page = Math.Max(1, visible);
        int selected = PositionOfSelected();
        if (selected >= 0)
        {
            _position = selected;
            _top = Math.Clamp(_top, selected - _page + 1, selected);
        }

        _top = Math.Clamp(_top, 0, Math.Max(0, table.RowCount - visible));
        return selected;
    }

    /// <summary>The row at a position of the sorted order.</summary>
    internal int RowAt(int position) => _order[position];

    /// <summary>Whether a row is the sum of others.</summary>
    internal bool IsRest(int row) =>
        (_keyIndex >= 0 && _table![row, _keyIndex].IsAbsent) || (_secondKeyIndex >= 0 && _table![row, _secondKeyIndex].IsAbsent);

    private void Order(Table table)
    {
        bool sameOrder = string.Equals(SortColumn, _orderedBy, StringComparison.Ordinal) && Descending == _orderedDescending;
        if (sameOrder && ReferenceEquals(table, _table)) return;
        _table = table;
        _orderedBy = SortColumn;
        _orderedDescending = Descending;
        _keyIndex = table.IndexOf(_keyColumn);
        _secondKeyIndex = _secondKeyColumn is null ? -1 : table.IndexOf(_secondKeyColumn);
        _sortIndex = SortColumn is null ? -1 : table.IndexOf(SortColumn);
        if (_order.Length < table.RowCount) _order = new int[Math.Max(table.RowCount, _order.Length * 2)];
        Span<int> order = _order.AsSpan(0, table.RowCount);
        for (int i = 0; i < order.Length; i++) order[i] = i;
        order.Sort(_compare);
    }

    private int Compare(int left, int right)
    {
        bool leftRest = IsRest(left), rightRest = IsRest(right);
        if (leftRest != rightRest) return leftRest ? 1 : -1;
        int order = _sortIndex < 0 ? 0 : CompareValues(_table![left, _sortIndex], _table[right, _sortIndex]);
        return order != 0 ? order : left - right;
    }

    private int CompareValues(Value left, Value right)
    {
        if (left.IsAbsent || right.IsAbsent) return left.IsAbsent.CompareTo(right.IsAbsent);
        int order = _table!.Columns[_sortIndex].Type switch
        {
            ColumnType.String => string.CompareOrdinal(left.Text, right.Text),
            ColumnType.Float => left.Float.CompareTo(right.Float),
            _ => left.Int.CompareTo(right.Int),
        };
        return Descending ? -order : order;
    }

    private RowKey KeyOf(int row) => new(
        _keyIndex < 0 ? Value.Absent : _table![row, _keyIndex], _secondKeyIndex < 0 ? Value.Absent : _table![row, _secondKeyIndex]);

    private int PositionOfSelected()
    {
        if (_table is null || Selected is not { } key) return -1;
        for (int position = 0; position < _table.RowCount; position++)
            if (KeyOf(_order[position]) == key) return position;
        return -1;
    }

    private void SelectAt(long position)
    {
        if (_table is null || _table.RowCount == 0) return;
        _position = (int)Math.Clamp(position, 0, _table.RowCount - 1);
        Selected = KeyOf(_order[_position]);
    }
}
