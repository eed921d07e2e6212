using Probetop.Probes.Snapshots;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;

namespace Probetop.Views.Widgets;

/// <summary>What an event log remembers between frames: the selected event and where on the screen it stands.</summary>
/// <remarks>
/// Without a selection the log follows the newest event; with one it stands still while events come. Moves refer to what was drawn last.
/// </remarks>
public sealed class EventLogState
{
    private readonly ColumnLayout _layout = new();
    private readonly ColumnOrder _columns = new();
    private EventRows? _rows;
    private Rect _body;
    private int _top;
    private TimeBase _time;
    private int _line;
    private int _page = 1;

    /// <summary>What is searched for and marked; empty: nothing.</summary>
    public string Search { get; set; } = "";

    /// <summary>The selected event; null: the log follows the newest.</summary>
    public EventRow? Selected { get; private set; }

    /// <summary>Columns after the first one that are scrolled away.</summary>
    public int ColumnScroll { get; set; }

    internal ColumnLayout Layout => _layout;

    internal ColumnOrder Columns => _columns;

    /// <summary>Moves the selection by events; moving on from the newest one follows again.</summary>
    public void Move(int rows)
    {
        if (_rows is null || _rows.Count == 0) return;
        int at = Selected is { } selected ? Math.Max(0, _rows.IndexOf(selected)) : _rows.Count;
        long target = Math.Max(0L, (long)at + rows);
        if (target >= _rows.Count)
        {
            Follow();
            return;
        }

        if (Selected is null) _line = _page;
        _line = (int)Math.Clamp(_line + (target - at), 0, _page - 1);
        Selected = _rows[(int)target];
    }

    /// <summary>Moves the selection by pages.</summary>
    public void MovePage(double pages) => Move((int)Math.Round(pages * _page));

    /// <summary>Selects the oldest event.</summary>
    public void MoveToFirst() => Move(int.MinValue);

    /// <summary>Selects nothing and follows the newest event.</summary>
    public void Follow() => Selected = null;

    /// <summary>Selects the event drawn in a row of the screen, if there is one.</summary>
    public void SelectAtLine(int y)
    {
        int line = y - _body.Y;
        if (_rows is null || line < 0 || line >= _body.Height || _top + line >= _rows.Count) return;
        _line = line;
        Selected = _rows[_top + line];
    }

    /// <summary>Selects the next newer (or older) event in which <see cref="Search"/> occurs; false when it occurs in none.</summary>
    public bool FindNext(bool forward)
    {
        if (_rows is null || _rows.Count == 0 || Search.Length == 0) return false;
        int count = _rows.Count;
        int from = Selected is { } selected ? Math.Max(0, _rows.IndexOf(selected)) : forward ? -1 : count;
        for (int step = 1; step <= count; step++)
        {
            int index = (int)((((from + (forward ? (long)step : -step)) % count) + count) % count);
            if (!RowPainter.Matches(_rows[index].Table, _rows[index].Row, _time, Search)) continue;
            Move(index - (Selected is null ? count : from));
            return true;
        }

        return false;
    }

    /// <summary>
    /// Takes the events to show in the rows of <paramref name="body"/>; returns the first one shown and the selected one, or -1.
    /// </summary>
    internal (int Top, int Selected) Fit(EventRows rows, TimeBase time, Rect body)
    {
        (_top, int selected) = Fit(rows, time, body.Height);
        _body = body;
        return (_top, selected);
    }

    private (int Top, int Selected) Fit(EventRows rows, TimeBase time, int visible)
    {
        _rows = rows;
        _time = time;
        _page = Math.Max(1, visible);
        int last = Math.Max(0, rows.Count - visible);
        if (Selected is not { } wanted) return (last, -1);
        int selected = rows.IndexOf(wanted);
        if (selected < 0)
        {
            // Its interval is no longer kept: the oldest event takes its place.
            selected = 0;
            Selected = rows[0];
        }

        _line = Math.Clamp(_line, 0, _page - 1);
        int top = Math.Clamp(selected - _line, 0, last);
        _line = selected - top;
        return (top, selected);
    }
}

/// <summary>Events, the newest at the bottom.</summary>
public static class EventLog
{
    private const int MinHeightWithHeadings = 5;

    /// <summary>Draws the events that fit; without any the text that says why. All tables must have the same columns.</summary>
    public static void Draw(
        CellBuffer buffer, Rect area, EventRows rows, EventLogState state, TimeBase time, ReadOnlySpan<char> emptyText, bool focused)
    {
        area = area.Intersect(buffer.Bounds);
        buffer.Clear(area);
        if (area.IsEmpty) return;
        if (rows.Count == 0)
        {
            _ = TextWrap.Draw(buffer, area, emptyText, Style.Muted);
            return;
        }

        (Rect headings, Rect body) = area.SplitTop(area.Height >= MinHeightWithHeadings ? 1 : 0);
        (int top, int selected) = state.Fit(rows, time, body);
        IReadOnlyList<Column> columns = rows[rows.Count - 1].Table.Columns;
        state.ColumnScroll = state.Layout.Update(state.Columns, columns, area.X, area.Width, state.ColumnScroll, sorted: -1);
        if (!headings.IsEmpty) RowPainter.DrawHeadings(buffer, headings, columns, state.Layout, sorted: -1, descending: false);
        for (int line = 0; line < body.Height && top + line < rows.Count; line++)
        {
            EventRow row = rows[top + line];
            Rect place = body.Line(line);
            RowPainter.DrawRow(buffer, place, row.Table, row.Row, state.Layout, time, Style.Text, state.Search);
            if (top + line == selected) buffer.AddFlags(place, focused ? Style.Reverse : Style.Bold);
        }

        RowPainter.DrawScrollBar(buffer, body.SplitRight(1).Right, top, rows.Count);
    }
}
