using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Text;
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
        Columns =
        [
            new("time_ns", ColumnType.Int, "time_ns", "TIME", 8),
            new("comm", ColumnType.String, null, "COMM", 15),
            new("pid", ColumnType.Int, null, "PID", 7),
            new("ppid", ColumnType.Int, null, "PPID", 7),
            new("exit_code", ColumnType.Int, null, "CODE", 4),
            new("signal", ColumnType.Int, null, "SIG", 3),
            new("lifetime_ns", ColumnType.Int, "ns", "LIVED", 7),
            new("core_dumped", ColumnType.Bool, null, "CORE", -1),
            new("uid", ColumnType.Int, null, "UID", -1),
            new("ns_pid", ColumnType.Int, null, "NSPID", -1),
            new("start_ns", ColumnType.Int, "time_ns", "STARTED", -1),
            new("container", ColumnType.String, null, "CONTAINER", -1),
            new("cgroup_id", ColumnType.Int, null, "CGROUP", -1),
        ],
    };

    /// <inheritdoc/>
    internal override bool Decode(ReadOnlySpan<byte> record, EventNames names, Span<Value> row)
    {
        if (record.Length < Unsafe.SizeOf<ExitsnoopEvent>()) return false;
        ref readonly ExitsnoopEvent exit = ref MemoryMarshal.AsRef<ExitsnoopEvent>(record);
        row[0] = Value.Of(exit.Header.TimeNs);
        row[1] = Value.Of(KernelText.Decode(exit.Comm));
        row[2] = Value.Of((long)exit.Pid);
        row[3] = Value.Of((long)exit.Ppid);
        row[4] = Value.Of((long)((exit.ExitCode >> 8) & 0xff));
        row[5] = Value.Of((long)(exit.ExitCode & SignalBits));
        row[6] = Value.Of(exit.Header.TimeNs - exit.StartNs);
        row[7] = Value.Of((exit.ExitCode & CoreBit) != 0);
        row[8] = Value.Of((long)exit.Uid);
        row[9] = Value.Of((long)exit.NsPid);
        row[10] = Value.Of(exit.StartNs);
        row[11] = Value.Of(names.Container(exit.CgroupId));
        row[12] = Value.Of(exit.CgroupId);
        return true;
    }
}

/// <summary><c>struct exitsnoop_event</c>.</summary>
[WireStruct("process.bpf.o", "exitsnoop_event")]
[StructLayout(LayoutKind.Sequential)]
internal struct ExitsnoopEvent
{
    public EventHeader Header;
    public ulong StartNs;
    public ulong CgroupId;
    public Comm Comm;
    public uint Pid;
    public uint Ppid;
    public uint NsPid;
    public uint Uid;
    public uint ExitCode;
    public uint Unused;
}
