using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Cpu;

/// <summary>exitsnoop: each process that ended.</summary>
public sealed class Exitsnoop : Tool
{
    private const uint SignalBits = 0x7f;
    private const uint CoreBit = 0x80;

    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "exitsnoop",
        Pane = "cpu",
        Title = "Ended processes",
        Question = "Which processes end, how, and after how long?",
        Shape = ToolShape.Events,
        Requires = ["exit"],
        CostNote = "one program per exit",
        Blind = "Processes, not threads: one row when the last thread of a process is gone.",
        Columns = EventRow.Columns(
            new("exit_code", ColumnType.Int, null, "CODE", 4),
            new("signal", ColumnType.Int, null, "SIG", 3),
            new("lifetime_ns", ColumnType.Int, "ns", "LIVED", 7),
            new("core_dumped", ColumnType.Bool, null, "CORE", -1)),
    };

    /// <inheritdoc/>
    internal override bool Decode(ReadOnlySpan<byte> record, EventNames names, Span<Value> row)
    {
        if (record.Length < Unsafe.SizeOf<ExitsnoopEvent>()) return false;
        ref readonly ExitsnoopEvent exit = ref MemoryMarshal.AsRef<ExitsnoopEvent>(record);
        EventRow.Fill(exit.Event, names, row);
        Span<Value> own = row[EventRow.Before..];
        own[0] = Value.Of((long)((exit.ExitCode >> 8) & 0xff));
        own[1] = Value.Of((long)(exit.ExitCode & SignalBits));
        own[2] = Value.Of(exit.Event.TimeNs - exit.Event.StartNs);
        own[3] = Value.Of((exit.ExitCode & CoreBit) != 0);
        return true;
    }
}

/// <summary><c>struct exitsnoop_event</c>.</summary>
[WireStruct("process.bpf.o", "exitsnoop_event")]
[StructLayout(LayoutKind.Sequential)]
internal struct ExitsnoopEvent
{
    public EventHeader Event;
    public uint ExitCode;
    public uint Unused;
}
