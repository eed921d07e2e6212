using Probetop.Probes.Snapshots;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;

namespace Probetop.App.Output;

/// <summary>A table as aligned columns of text.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>Writes a table's shown columns (those of no width are not), each as wide as its widest value.</summary>
    public static void Write(LineWriter lines, Table table, TimeBase time, string indent)
    {
        int[] shown = [.. Enumerable.Range(0, table.Columns.Count).Where(column => table.Columns[column].Width >= 0)];
        Write(
            lines,
            [.. shown.Select(column => (table.Columns[column].Title, ValueFormat.IsRightAligned(table.Columns[column])))],
            table.RowCount,
            (row, column) => Figures.Of(table[row, shown[column]], table.Columns[shown[column]], time),
            indent);
    }

    /// <summary>Writes headings and cells; <paramref name="cell"/> is asked twice for each.</summary>
    public static void Write(
        LineWriter lines, IReadOnlyList<(string Title, bool IsRight)> columns, int rows, Func<int, int, string> cell, string indent)
    {
        int[] widths = [.. columns.Select(column => Printable.WidthOf(column.Title))];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < widths.Length; column++)
                widths[column] = Math.Max(widths[column], Printable.WidthOf(cell(row, column)));
        lines.Line(Join(column => columns[column].Title));
        for (int row = 0; row < rows; row++)
        {
            int at = row;
            lines.Line(Join(column => cell(at, column)));
        }

        string Join(Func<int, string> text) => indent + string.Join(
            Gap, widths.Select((width, column) => Pad(text(column), width, columns[column].IsRight)));
    }

    private static string Pad(string text, int width, bool right)
    {
        string blanks = new(' ', Math.Max(0, width - Printable.WidthOf(text)));
        return right ? blanks + text : text + blanks;
    }
}
