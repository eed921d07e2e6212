using System.Globalization;
using Probetop.Probes.Histograms;
using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Cpu;

/// <summary>syscount: system calls by number, with latency and failures.</summary>
public sealed class Syscount : HistogramTool
{
    private const int Numbers = 512;
    private const int Compat = 510;
    private const int Other = 511;

    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "syscount",
        Pane = "cpu",
        Title = "System calls",
        Question = "Which system calls are made, how long do they take, and which fail?",
        Shape = ToolShape.Histogram,
        Unit = "ns",
        Requires = ["syscall_enter", "syscall_exit"],
        Cost = CostClass.OnDemand,
        CostNote = "two programs on every system call of every process: about 150 ns each call",
        Blind = "Counted when they return: exit, exit_group, calls that still wait and those that seccomp refuses are not; "
            + "32-bit programs' calls are one row.",
        Groupings = Grouping.Process,
    };

    /// <inheritdoc/>
    public override SlabLayout Layout { get; } = new(BucketScale.Log2Time, Keys: Numbers, HasErrors: true, HasSelected: true);

    /// <inheritdoc/>
    public override ProcessPart PerProcess { get; } = new("syscount_process", 0,
    [
        new(new Column("syscalls", ColumnType.Int, "count", "CALLS", 8), (delta, _) => Value.Of(delta.Count)),
        new(new Column("syscall_ns", ColumnType.Int, "ns", "IN CALLS", 8), (delta, _) => Value.Of(delta.Sum)),
        new(new Column("syscall_p99_ns", ColumnType.Float, "ns", "CALL P99", 8), (delta, _) => Value.Of(delta.Percentile(99))),
    ], Ranks: false);

    /// <inheritdoc/>
    internal override IReadOnlyList<KeyValuePair<string, string>> KeyOf(int key, IReadOnlyList<string?> names) => key switch
    {
        Compat => [new("syscall", "32-bit"), new("number", "-1")],
        Other => [new("syscall", "other"), new("number", "-1")],
        _ => [new("syscall", SyscallNames.Of(key)), new("number", key.ToString(CultureInfo.InvariantCulture))],
    };
}
