using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Cpu;

/// <summary>cputime: CPU time and context switches by process and by CPU, without reading /proc.</summary>
public sealed class Cputime : Tool
{
    private const int Busy = 0;
    private const int Idle = 1;
    private const int Switches = 2;

    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "cputime",
        Pane = "cpu",
        Title = "CPU time",
        Question = "Which processes use the CPUs, even those that live only for milliseconds?",
        Shape = ToolShape.Table,
        Requires = ["switch"],
        CostNote = "one program per context switch, shared with runqlat and cpudist",
        Blind = "Time in interrupts counts for the process they interrupt, as in top without IRQ accounting.",
    };

    /// <inheritdoc/>
    public override string Slab => "cputime_slab";

    /// <inheritdoc/>
    public override int Words => 3;

    /// <inheritdoc/>
    public override bool CountsRunningSlice => true;

    /// <inheritdoc/>
    public override ProcessPart PerProcess { get; } = new("cputime_process", 3,
    [
        new(new Column("cpu_percent", ColumnType.Float, "percent", "CPU%", 6), (delta, durationNs) => Percent(delta.Counters[0], durationNs)),
        new(new Column("cpu_ns", ColumnType.Int, "ns", "CPU", -1), (delta, _) => Value.Of(delta.Counters[0])),
        new(new Column("switches", ColumnType.Int, "count", "SWITCH", 8), (delta, _) => Value.Of(delta.Counters[1])),
        new(new Column("preemptions", ColumnType.Int, "count", "PREEMPT", 8), (delta, _) => Value.Of(delta.Counters[2])),
    ]);

    /// <inheritdoc/>
    public override IReadOnlyList<Column> CpuColumns { get; } =
    [
        new("busy_percent", ColumnType.Float, "percent", "BUSY%", 6),
        new("switches", ColumnType.Int, "count", "SWITCH", 8),
    ];

    /// <inheritdoc/>
    internal override void DeriveCpu(in Interval interval, int cpu, Span<Value> values)
    {
        ulong busy = interval.Delta(cpu, Busy), idle = interval.Delta(cpu, Idle);
        values[0] = Percent(busy, busy + idle);
        values[1] = Value.Of(interval.Delta(cpu, Switches));
    }

    private static Value Percent(ulong part, ulong whole) => whole == 0 ? Value.Absent : Value.Of(100.0 * part / whole);
}
