using Probetop.Probes.Snapshots;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;

namespace Probetop.Views.Widgets;

/// <summary>A table with headings, sorted, scrolled and with a bar on the selected row.</summary>
public static class TableView
{
    /// <summary>
    /// Draws the rows that fit; without a table or rows the text that says why. What is <paramref name="untrusted"/> is dimmed.
    /// </summary>
    public static void Draw(
        CellBuffer buffer, Rect area, Table? table, TableState state, TimeBase time, ReadOnlySpan<char> emptyText, bool focused,
        bool untrusted = false)
    {
        area = area.Intersect(buffer.Bounds);
        buffer.Clear(area);
        if (area.IsEmpty) return;
        if (table is null || table.RowCount == 0)
        {
            _ = TextWrap.Draw(buffer, area, emptyText, Style.Muted);
            return;
        }

        (Rect headings, Rect body) = area.SplitTop(area.Height > 1 ? 1 : 0);
        int selected = state.Fit(table, time, body);
        state.ColumnScroll = state.Layout.Update(state.Columns, table.Columns, area.X, area.Width, state.ColumnScroll, state.SortIndex);
        if (!headings.IsEmpty) RowPainter.DrawHeadings(buffer, headings, table.Columns, state.Layout, state.SortIndex, state.Descending);
        for (int line = 0; line < body.Height && state.Top + line < table.RowCount; line++)
        {
            int position = state.Top + line, row = state.RowAt(position);
            Rect place = body.Line(line);
            ushort style = state.IsRest(row) ? Style.Muted : Style.Text;
            if (untrusted) style |= Style.Faint;
            RowPainter.DrawRow(buffer, place, table, row, state.Layout, time, style, state.Search);
            if (position == selected) buffer.AddFlags(place, focused ? Style.Reverse : Style.Bold);
        }

        RowPainter.DrawScrollBar(buffer, body.SplitRight(1).Right, state.Top, table.RowCount);
    }
}
