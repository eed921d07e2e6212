using Probetop.Probes.Histograms;
using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Cpu;

/// <summary>cpudist: how long threads keep a CPU.</summary>
public sealed class Cpudist : HistogramTool
{
    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "cpudist",
        Pane = "cpu",
        Title = "On-CPU slices",
        Question = "How long does a thread keep its CPU each time it gets one?",
        Shape = ToolShape.Histogram,
        Unit = "ns",
        Requires = ["switch"],
        CostNote = "one program per context switch, shared with runqlat and cputime",
        Blind = "A slice is counted when it ends; one that is still running is not in the distribution yet.",
        Groupings = Grouping.Process | Grouping.Cpu,
    };

    /// <inheritdoc/>
    public override SlabLayout Layout { get; } = new(BucketScale.LogLinearTime, HasSelected: true);

    /// <inheritdoc/>
    public override ProcessPart PerProcess { get; } = new("cpudist_process", 0,
    [
        new(new Column("slice_p50_ns", ColumnType.Float, "ns", "ON-CPU", 7), (delta, _) => Value.Of(delta.Percentile(50))),
        new(new Column("slice_p99_ns", ColumnType.Float, "ns", "ON P99", 7), (delta, _) => Value.Of(delta.Percentile(99))),
    ]);

    /// <inheritdoc/>
    public override IReadOnlyList<Column> CpuColumns { get; } = [new("slice_p50_ns", ColumnType.Float, "ns", "ON-CPU", 7)];

    /// <inheritdoc/>
    internal override void DeriveCpu(in Interval interval, int cpu, Span<Value> values) =>
        values[0] = Value.Of(Read(interval, 0, cpu, false).Percentile(50));
}
