using Probetop.Probes.Snapshots;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;

namespace Probetop.Views.Widgets;

/// <summary>Draws the rows that tables and event logs have in common.</summary>
internal static class RowPainter
{
    /// <summary>Longest figure: 20 digits with separators.</summary>
    private const int FigureWidth = 27;

    /// <summary>Draws the headings, with a marker behind the column sorted by (-1: none).</summary>
    public static void DrawHeadings(
        CellBuffer buffer, Rect line, IReadOnlyList<Column> columns, ColumnLayout layout, int sorted, bool descending)
    {
        for (int i = 0; i < layout.Count; i++)
        {
            ColumnLayout.Placed place = layout[i];
            Column column = columns[place.Column];
            ushort style = place.Column == sorted ? (ushort)(Style.Title | Style.Bold) : Style.Title;
            int markerX = place.X + place.Width;
            if (ValueFormat.IsRightAligned(column)) buffer.WriteRight(place.X, line.Y, place.Width, column.Title, style);
            else markerX = place.X + buffer.WriteFitted(place.X, line.Y, place.Width, column.Title, style);
            char marker = descending ? Glyphs.Falling : Glyphs.Rising;
            if (place.Column == sorted && markerX < line.Right) _ = buffer.Write(markerX, line.Y, marker, style);
        }
    }

    /// <summary>Draws a row's values and marks what was searched for.</summary>
    public static void DrawRow(
        CellBuffer buffer, Rect line, Table table, int row, ColumnLayout layout, TimeBase time, ushort style, string search)
    {
        Span<char> figure = stackalloc char[FigureWidth];
        for (int i = 0; i < layout.Count; i++)
        {
            ColumnLayout.Placed place = layout[i];
            Column column = table.Columns[place.Column];
            Value value = table[row, place.Column];
            if (value.IsAbsent) continue;
            if (column.Type == ColumnType.String)
            {
                _ = buffer.WriteFitted(place.X, line.Y, place.Width, value.Text, style);
                MarkMatches(buffer, new Rect(place.X, line.Y, place.Width, 1), place.X, value.Text, search);
                continue;
            }

            ReadOnlySpan<char> text = figure[..ValueFormat.Write(figure[..Math.Min(place.Width, FigureWidth)], value, column, time)];
            int x = ValueFormat.IsRightAligned(column) ? place.X + place.Width - text.Length : place.X;
            _ = buffer.Write(x, line.Y, text, style);
            MarkMatches(buffer, new Rect(place.X, line.Y, place.Width, 1), x, text, search);
        }
    }

    /// <summary>Whether a shown value of the row contains a text, whatever its case.</summary>
    public static bool Matches(Table table, int row, TimeBase time, string search)
    {
        Span<char> figure = stackalloc char[FigureWidth];
        for (int i = 0; i < table.Columns.Count; i++)
        {
            Column column = table.Columns[i];
            if (column.Width < 0) continue;
            Value value = table[row, i];
            ReadOnlySpan<char> text = figure[..ValueFormat.Write(figure, value, column, time)];
            if (column.Type == ColumnType.String) text = value.Text;
            if (text.Contains(search, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>Draws what part of <paramref name="total"/> rows is shown, when it is not all of them.</summary>
    public static void DrawScrollBar(CellBuffer buffer, Rect track, int top, int total)
    {
        if (track.IsEmpty || total <= track.Height) return;
        buffer.Fill(track, Glyphs.Vertical, Style.Muted);
        int size = (int)Math.Max(1, (long)track.Height * track.Height / total);
        int start = (int)((long)top * (track.Height - size) / (total - track.Height));
        buffer.Fill(new Rect(track.X, track.Y + start, 1, size), Glyphs.Full, Style.Muted);
    }

    private static void MarkMatches(CellBuffer buffer, Rect field, int x, ReadOnlySpan<char> text, string search)
    {
        if (search.Length == 0) return;
        while (x < field.Right)
        {
            int at = text.IndexOf(search, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return;
            x += Printable.WidthOf(text[..at]);
            int width = Printable.WidthOf(text.Slice(at, search.Length));
            buffer.Restyle(new Rect(x, field.Y, width, 1).Intersect(field), Style.Accent | Style.Bold | Style.Reverse);
            x += width;
            text = text[(at + search.Length)..];
        }
    }
}
