using Probetop.Probes.Cpu;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.FileSystems;

/// <summary>statsnoop: each path that is asked about.</summary>
public sealed class Statsnoop : Tool
{
    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "statsnoop",
        Pane = "fs",
        Title = "Examined paths",
        Question = "Which paths are asked about with stat and its kin, by whom, and which do not exist?",
        Shape = ToolShape.Events,
        Requires = ["syscall_exit"],
        Cost = CostClass.OnDemand,
        CostNote = "one program on every system call of every process: about 150 ns each call, and 0.6 µs for one that asks",
        Blind = "Calls of 32-bit programs, those of io_uring and those on open descriptors alone (fstat, fstatfs) are not seen.",
        Columns = PathRow.Columns(new Column("syscall", ColumnType.String, null, "SYSCALL", 10)),
    };

    /// <inheritdoc/>
    internal override bool Decode(ReadOnlySpan<byte> record, EventNames names, Span<Value> row)
    {
        if (!PathRow.Fill(record, names, row, 1, out PathEvent call, out Span<Value> own)) return false;
        own[0] = Value.Of(SyscallNames.Of((int)call.Syscall));
        return true;
    }
}
