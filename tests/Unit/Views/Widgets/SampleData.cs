using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;
using Probetop.Views.Widgets;

namespace Probetop.Tests.Unit;

/// <summary>Data that several widget tests draw.</summary>
internal static class SampleData
{
    public static readonly Column[] ProcessColumns =
    [
        new("pid", ColumnType.Int, null, "PID", 7),
        new("start_ns", ColumnType.Int, "time_ns", "STARTED", -1),
        new("comm", ColumnType.String, null, "COMM", 12),
        new("waits", ColumnType.Int, "count", "WAITS", 8),
        new("wait_p99_ns", ColumnType.Float, "ns", "P99", 7),
        new("cpu_percent", ColumnType.Float, "percent", "CPU%", 6),
    ];

    public static readonly Column[] EventColumns =
    [
        new("time_ns", ColumnType.Int, "time_ns", "TIME", 8),
        new("comm", ColumnType.String, null, "COMM", 6),
        new("pid", ColumnType.Int, null, "PID", 5),
        new("args", ColumnType.String, null, "ARGS", 0),
    ];

    /// <summary>A row of the process table.</summary>
    public static Value[] Process(long pid, string comm, long waits, double? p99Ns, double cpu) =>
        [Value.Of(pid), Value.Of(pid * 10), Value.Of(comm), Value.Of(waits), Value.Of(p99Ns), Value.Of(cpu)];

    /// <summary>The row that sums what the table has no room for.</summary>
    public static Value[] Other(long waits) =>
        [Value.Of(0L), Value.Absent, Value.Of("other"), Value.Of(waits), Value.Absent, Value.Absent];

    /// <summary>A process table.</summary>
    public static Table Processes(params Value[][] rows) => new(ProcessColumns, [.. rows.SelectMany(row => row)]);

    /// <summary>Numbered events, one table for each interval of <paramref name="perTable"/> of them.</summary>
    public static EventRows Events(int count, int perTable = 3)
    {
        var rows = new EventRows();
        for (int first = 0; first < count; first += perTable)
        {
            var values = new List<Value>();
            for (int i = first; i < Math.Min(count, first + perTable); i++)
                values.AddRange([Value.Of(i * 1_000_000_000L), Value.Of("ls"), Value.Of(100L + i), Value.Of($"/usr/bin/ls /dir{i}")]);
            rows.Add(new Table(EventColumns, [.. values]));
        }

        return rows;
    }

    /// <summary>A histogram of the given counts by value.</summary>
    public static Histogram Of(BucketScale scale, params (ulong Value, ulong Count)[] counts)
    {
        var dense = new ulong[Buckets.Count(scale)];
        foreach ((ulong value, ulong count) in counts) dense[Buckets.IndexOf(scale, value)] += count;
        return Histogram.FromDense(scale, dense, 0);
    }

    /// <summary>Log-normal latencies around <paramref name="medianNs"/>, always the same for a seed.</summary>
    public static Histogram Latencies(int seed, int count, double medianNs = 4_000)
    {
        var random = new Random(seed);
        var dense = new ulong[Buckets.LogLinearCount];
        for (int i = 0; i < count; i++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            dense[Buckets.IndexOf(BucketScale.LogLinearTime, (ulong)(medianNs * Math.Exp(normal * 0.8)))]++;
        }

        return Histogram.FromDense(BucketScale.LogLinearTime, dense, 0);
    }

    /// <summary>Counts as high as they can be, over the whole scale.</summary>
    public static Histogram Extreme(BucketScale scale)
    {
        var dense = new ulong[Buckets.Count(scale)];
        Array.Fill(dense, ulong.MaxValue);
        return Histogram.FromDense(scale, dense, ulong.MaxValue);
    }
}
