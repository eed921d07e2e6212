using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Kernel;

/// <summary>A row of a table, read by the names of its columns.</summary>
internal readonly record struct Row(Table Table, int Index)
{
    public Value this[string column]
    {
        get
        {
            int at = Table.IndexOf(column);
            Assert.True(at >= 0, $"no column {column}");
            return Table[Index, at];
        }
    }

    public long Int(string column)
    {
        Assert.False(this[column].IsAbsent, $"{column} is absent");
        return this[column].Int;
    }

    public string Text(string column) => this[column].Text;
}

/// <summary>Finds things in a snapshot.</summary>
internal static class SnapshotSearch
{
    public static IEnumerable<Row> Rows(this Table table) => Enumerable.Range(0, table.RowCount).Select(index => new Row(table, index));

    public static ToolSnapshot Of(this Snapshot snapshot, string tool) => snapshot.Of(Catalogue.Find(tool)!.Descriptor);

    public static HistogramData Histograms(this Snapshot snapshot, string tool) => Assert.IsType<HistogramData>(snapshot.Of(tool).Data);

    /// <summary>The distribution whose key has that value; an empty one when nothing was counted.</summary>
    public static Series? Series(this Snapshot snapshot, string tool, string keyValue) =>
        snapshot.Histograms(tool).Series.SingleOrDefault(series => series.Key[0].Value == keyValue);

    public static ulong Count(this Snapshot snapshot, string tool, string keyValue) => snapshot.Series(tool, keyValue)?.All.Total ?? 0;

    /// <summary>Values of the series with all those key values.</summary>
    public static ulong Count(this Snapshot snapshot, string tool, params string[] key) =>
        snapshot.Histograms(tool).Series.SingleOrDefault(series => series.Key.Select(part => part.Value).SequenceEqual(key))?.All.Total ?? 0;

    public static Row[] Events(this Snapshot snapshot, string tool) => [.. Assert.IsType<EventData>(snapshot.Of(tool).Data).Table.Rows()];

    /// <summary>The row of a process, or null when it did nothing.</summary>
    public static Row? Process(this Snapshot snapshot, long pid)
    {
        Row[] rows = [.. snapshot.Processes!.Rows().Where(row => row.Int("pid") == pid)];
        Assert.True(rows.Length <= 1, $"process {pid} has {rows.Length} rows");
        return rows.Length == 0 ? null : rows[0];
    }

    public static long SumOfCpus(this Snapshot snapshot, string column) => snapshot.Cpus!.Rows().Sum(row => row.Int(column));
}
