using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Cpu;

/// <summary>runqlen: how many threads wait for each CPU.</summary>
public sealed class Runqlen : HistogramTool
{
    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "runqlen",
        Pane = "cpu",
        Title = "Run-queue length",
        Question = "How many threads wait for a CPU while another one runs?",
        Shape = ToolShape.Histogram,
        Unit = "count",
        Requires = ["sample"],
        CostNote = "99 samples a second on each CPU",
        Blind = "Sampled: queues that build up and drain between two samples are not seen.",
        Groupings = Grouping.Cpu,
        Filterable = false,
    };

    /// <inheritdoc/>
    public override SlabLayout Layout { get; } = new(BucketScale.Linear);

    /// <inheritdoc/>
    public override IReadOnlyList<Column> CpuColumns { get; } = [new("runqlen_mean", ColumnType.Float, "count", "QUEUE", 6)];

    /// <inheritdoc/>
    internal override void DeriveCpu(in Interval interval, int cpu, Span<Value> values)
    {
        Histogram length = Read(interval, 0, cpu, false);
        values[0] = length.Total == 0 ? Value.Absent : Value.Of((double)length.Sum / length.Total);
    }
}
