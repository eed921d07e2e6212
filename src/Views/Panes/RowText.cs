using System.Text;
using Probetop.Probes.Processes;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;
using Probetop.Views.Widgets;

namespace Probetop.Views.Panes;

/// <summary>What can be done with a row of a table or event log beside showing it.</summary>
internal static class RowText
{
    private const int LongestFigure = 32;

    /// <summary>The row's shown values, separated by tabs and sanitised.</summary>
    public static string Of(Table table, int row, ColumnOrder columns, TimeBase time)
    {
        var text = new StringBuilder();
        Span<char> figure = stackalloc char[LongestFigure];
        foreach (int column in columns.Of(table.Columns))
        {
            if (text.Length > 0) text.Append('\t');
            Value value = table[row, column];
            text.Append(table.Columns[column].Type == ColumnType.String
                ? Printable.Sanitise(value.Text)
                : figure[..ValueFormat.Write(figure, value, table.Columns[column], time)]);
        }

        return text.ToString();
    }

    /// <summary>The process that the row stands for; null for a sum of others or a table without processes.</summary>
    public static Selection? ProcessOf(Table table, int row)
    {
        int pid = table.IndexOf("pid"), start = table.IndexOf("start_ns"), comm = table.IndexOf("comm");
        if (pid < 0 || start < 0 || comm < 0 || table[row, start].IsAbsent) return null;
        return new Selection
        {
            Process = new ProcessIdentity((uint)table[row, pid].Int, (ulong)table[row, start].Int),
            Label = $"pid={table[row, pid].Int} {table[row, comm].Text}",
        };
    }
}
