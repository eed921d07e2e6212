using Probetop.Probes.Histograms;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Cpu;

/// <summary>softirqs: time in soft interrupt handlers.</summary>
public sealed class Softirqs : HistogramTool
{
    // Order of the kernel's enum in include/linux/interrupt.h, unchanged since 2.6.37.
    private static readonly string[] Vectors =
        ["hi", "timer", "net_tx", "net_rx", "block", "irq_poll", "tasklet", "sched", "hrtimer", "rcu"];

    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "softirqs",
        Pane = "cpu",
        Title = "Soft interrupts",
        Question = "How much time goes into soft interrupts, and into which?",
        Shape = ToolShape.Histogram,
        Unit = "ns",
        Requires = ["softirq_entry", "softirq_exit"],
        CostNote = "two programs per soft interrupt",
        Blind = "Hard interrupts that fall into a soft one are counted in both.",
        Filterable = false,
    };

    /// <inheritdoc/>
    public override SlabLayout Layout { get; } = new(BucketScale.LogLinearTime, Keys: Vectors.Length, Prefix: 1);

    /// <inheritdoc/>
    internal override IReadOnlyList<KeyValuePair<string, string>> KeyOf(int key, IReadOnlyList<string?> names) =>
        [new("vec", Vectors[key])];
}
