using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Processes;

/// <summary>What one tool alone knows by process, taken from the table that all tools share.</summary>
public static class ProcessProjection
{
    /// <summary>
    /// The data of <paramref name="tool"/> in an interval: its own, or for a tool whose data are columns of the process table
    /// those; null when it has none.
    /// </summary>
    public static ToolData? DataOf(Tool tool, Snapshot snapshot)
    {
        ToolSnapshot own = snapshot.Of(tool.Descriptor);
        if (own.Data is not null || tool.Descriptor.Shape != ToolShape.Table || own.IntervalNs == 0) return own.Data;
        return tool.PerProcess is { } part && snapshot.Processes is { } processes ? new TableData(Of(part, processes)) : null;
    }

    /// <summary>The columns that name a process and those of <paramref name="part"/>, without rows where these are 0 or absent.</summary>
    public static Table Of(ProcessPart part, Table processes)
    {
        int identity = ProcessRows.IdentityColumns.Count;
        int first = processes.IndexOf(part.Columns[0].Column.Name);
        Column[] columns = [.. ProcessRows.IdentityColumns, .. part.Columns.Select(column => column.Column)];
        var values = new List<Value>();
        for (int row = 0; first >= 0 && row < processes.RowCount; row++)
        {
            ReadOnlySpan<Value> all = processes.Row(row), mine = all.Slice(first, part.Columns.Count);
            if (!HasAny(mine)) continue;
            values.AddRange(all[..identity]);
            values.AddRange(mine);
        }

        return new Table(columns, [.. values], processes.Truncated);
    }

    // The bits of a fraction of zero are zero too.
    private static bool HasAny(ReadOnlySpan<Value> values)
    {
        foreach (Value value in values)
            if (value.Int != 0) return true;
        return false;
    }
}
