using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Cpu;

/// <summary>migrations: threads moved between the CPUs' run queues.</summary>
public sealed class Migrations : Tool
{
    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "migrations",
        Pane = "cpu",
        Title = "Migrations",
        Question = "Which threads does the scheduler move between CPUs?",
        Shape = ToolShape.Table,
        Requires = ["migrate"],
        CostNote = "one program per migration",
        Blind = "A new thread is placed, not moved: its first CPU is no migration, even where it is not its parent's.",
    };

    /// <inheritdoc/>
    public override string Slab => "migrations_slab";

    /// <inheritdoc/>
    public override int Words => 2;

    /// <inheritdoc/>
    public override ProcessPart PerProcess { get; } = new("migrations_process", 1,
    [
        new(new Column("migrations", ColumnType.Int, "count", "MIGR", 6), (delta, _) => Value.Of(delta.Counters[0])),
    ]);

    /// <inheritdoc/>
    public override IReadOnlyList<Column> CpuColumns { get; } =
    [
        new("migrations_in", ColumnType.Int, "count", "IN", 6),
        new("migrations_out", ColumnType.Int, "count", "OUT", 6),
    ];

    /// <inheritdoc/>
    internal override void DeriveCpu(in Interval interval, int cpu, Span<Value> values)
    {
        values[0] = Value.Of(interval.Delta(cpu, 0));
        values[1] = Value.Of(interval.Delta(cpu, 1));
    }
}
