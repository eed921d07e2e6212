using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Text;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Cpu;

/// <summary>execsnoop: each program started.</summary>
public sealed class Execsnoop : Tool
{
    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "execsnoop",
        Pane = "cpu",
        Title = "New processes",
        Question = "Which programs are started, by whom, with which arguments, and which fail to start?",
        Shape = ToolShape.Events,
        Requires = ["exec"],
        Uses = ["syscall_exit"],
        CostNote = "one program per exec; failed ones need a program on every system call and are seen while syscount runs",
        Blind = "Arguments beyond 2,048 bytes are cut; of a failed exec, beyond 15 arguments of 126 bytes.",
        Columns = EventRow.Columns(
            new("ret", ColumnType.Int, null, "RET", 4),
            new("args", ColumnType.String, null, "ARGS", 0),
            new("truncated", ColumnType.Bool, null, "CUT", -1)),
    };

    /// <inheritdoc/>
    internal override bool Decode(ReadOnlySpan<byte> record, EventNames names, Span<Value> row)
    {
        if (record.Length < Unsafe.SizeOf<ExecsnoopEvent>()) return false;
        ref readonly ExecsnoopEvent exec = ref MemoryMarshal.AsRef<ExecsnoopEvent>(record);
        ReadOnlySpan<byte> args = record[Unsafe.SizeOf<ExecsnoopEvent>()..];
        if (exec.ArgsBytes > args.Length) return false;
        EventRow.Fill(exec.Event, names, row);
        Span<Value> own = row[EventRow.Before..];
        own[0] = Value.Of((long)exec.Ret);
        own[1] = Value.Of(KernelText.JoinArguments(args[..(int)exec.ArgsBytes]));
        own[2] = Value.Of(exec.ArgsTotal > exec.ArgsBytes);
        return true;
    }
}

/// <summary>Start of <c>struct execsnoop_event</c>; the kept arguments follow.</summary>
[WireStruct("process.bpf.o", "execsnoop_event", Trailing = "args")]
[StructLayout(LayoutKind.Sequential)]
internal struct ExecsnoopEvent
{
    public EventHeader Event;
    public int Ret;
    public uint ArgsBytes;
    public uint ArgsTotal;
    public uint Unused;
}
