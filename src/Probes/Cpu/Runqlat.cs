using Probetop.Probes.Histograms;
using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Cpu;

/// <summary>runqlat: how long threads wait for a CPU.</summary>
public sealed class Runqlat : HistogramTool
{
    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "runqlat",
        Pane = "cpu",
        Title = "Run-queue latency",
        Question = "How long do threads that could run wait for a CPU?",
        Shape = ToolShape.Histogram,
        Unit = "ns",
        Requires = ["wakeup", "wakeup_new", "switch"],
        CostNote = "two programs per context switch, shared with cpudist and cputime",
        Blind = "A thread that was already waiting when the tool started is counted from its next wait on.",
        Groupings = Grouping.Process | Grouping.Cpu,
    };

    /// <inheritdoc/>
    public override SlabLayout Layout { get; } = new(BucketScale.LogLinearTime, HasSelected: true);

    /// <inheritdoc/>
    public override ProcessPart PerProcess { get; } = new("runqlat_process", 0,
    [
        new(new Column("waits", ColumnType.Int, "count", "WAITS", 8), (delta, _) => Value.Of(delta.Count)),
        new(new Column("wait_ns", ColumnType.Int, "ns", "WAITED", 7), (delta, _) => Value.Of(delta.Sum)),
        new(new Column("wait_p50_ns", ColumnType.Float, "ns", "P50", 7), (delta, _) => Value.Of(delta.Percentile(50))),
        new(new Column("wait_p99_ns", ColumnType.Float, "ns", "P99", 7), (delta, _) => Value.Of(delta.Percentile(99))),
    ]);

    /// <inheritdoc/>
    public override IReadOnlyList<Column> CpuColumns { get; } =
    [
        new("waits", ColumnType.Int, "count", "WAITS", 8),
        new("wait_p50_ns", ColumnType.Float, "ns", "P50", 7),
        new("wait_p99_ns", ColumnType.Float, "ns", "P99", 7),
    ];

    /// <inheritdoc/>
    internal override void DeriveCpu(in Interval interval, int cpu, Span<Value> values)
    {
        Histogram waits = Read(interval, 0, cpu, false);
        values[0] = Value.Of(waits.Total);
        values[1] = Value.Of(waits.Percentile(50));
        values[2] = Value.Of(waits.Percentile(99));
    }
}
