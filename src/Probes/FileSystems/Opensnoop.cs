using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.FileSystems;

/// <summary>opensnoop: each file that is opened.</summary>
public sealed class Opensnoop : Tool
{
    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "opensnoop",
        Pane = "fs",
        Title = "Opened files",
        Question = "Which files are opened, by whom and how, and which could not be?",
        Shape = ToolShape.Events,
        Requires = ["syscall_exit"],
        Cost = CostClass.OnDemand,
        CostNote = "one program on every system call of every process: about 150 ns each call, and 0.9 µs for one that opens",
        Blind = "Files that 32-bit programs, io_uring and the kernel itself open are not seen.",
        Columns = PathRow.Columns(new Column("open_flags", ColumnType.String, null, "FLAGS", 14)),
    };

    /// <inheritdoc/>
    internal override bool Decode(ReadOnlySpan<byte> record, EventNames names, Span<Value> row)
    {
        if (!PathRow.Fill(record, names, row, 1, out PathEvent call, out Span<Value> own)) return false;
        own[0] = Value.Of(OpenFlags.Of(call.Flags));
        return true;
    }
}
