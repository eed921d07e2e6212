using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;

namespace Probetop.Probes.Tools;

/// <summary>Another name of a tool, which shows a part of its data.</summary>
/// <param name="Name">The bcc name, such as <c>ext4dist</c>.</param>
/// <param name="Key">The part of a series' key, or the column, that tells what is shown.</param>
/// <param name="Values">What it must be: one of these.</param>
public sealed record ToolAlias(string Name, string Key, params IReadOnlyList<string> Values)
{
    // What the kernel calls the types that a bcc name stands for.
    private static readonly (string Name, string[] Types)[] FileSystems =
    [
        ("btrfs", ["btrfs"]),
        ("ext4", ["ext4"]),
        ("nfs", ["nfs", "nfs4"]),
        ("xfs", ["xfs"]),
        ("zfs", ["zfs"]),
    ];

    /// <summary>The names by type of file system, such as <c>ext4dist</c> for the suffix <c>dist</c>.</summary>
    public static IEnumerable<ToolAlias> ByFileSystem(string suffix) =>
        FileSystems.Select(fileSystem => new ToolAlias(fileSystem.Name + suffix, "fs", fileSystem.Types));

    /// <summary>The part of the tool's data that the name stands for.</summary>
    public ToolData Filter(ToolData data) => data switch
    {
        HistogramData histogram => Filter(histogram),
        TableData table => new TableData(Filter(table.Table)),
        EventData events => new EventData(Filter(events.Table)),
        _ => data,
    };

    private HistogramData Filter(HistogramData data)
    {
        Series[] series = [.. data.Series.Where(series => series.Key.Any(part => part.Key == Key && Values.Contains(part.Value)))];
        return new HistogramData(
            data.Unit,
            Sum(data.Total.Scale, series.Select(one => one.All)),
            data.Selected is null ? null : Sum(data.Total.Scale, series.Select(one => one.Selected).OfType<Histogram>()),
            series);
    }

    private Table Filter(Table table)
    {
        int column = table.IndexOf(Key);
        var values = new List<Value>();
        for (int row = 0; row < table.RowCount; row++)
            if (Values.Contains(table[row, column].Text)) values.AddRange(table.Row(row));
        return new Table(table.Columns, [.. values], table.Truncated);
    }

    private static Histogram Sum(BucketScale scale, IEnumerable<Histogram> histograms)
    {
        var dense = new ulong[Buckets.Count(scale)];
        ulong sum = 0;
        foreach (Histogram histogram in histograms)
        {
            histogram.AddTo(dense);
            sum += histogram.Sum;
        }

        return Histogram.FromDense(scale, dense, sum);
    }
}
