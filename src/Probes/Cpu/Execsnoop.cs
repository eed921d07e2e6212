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
        Blind = "Arguments beyond 2,048 bytes are cut; of a failed exec, beyond 15 arguments of 127 bytes.",
        Columns =
        [
            new("time_ns", ColumnType.Int, "time_ns", "TIME", 8),
            new("comm", ColumnType.String, null, "COMM", 15),
            new("pid", ColumnType.Int, null, "PID", 7),
            new("ppid", ColumnType.Int, null, "PPID", 7),
            new("ret", ColumnType.Int, null, "RET", 4),
            new("args", ColumnType.String, null, "ARGS", 0),
            new("truncated", ColumnType.Bool, null, "CUT", -1),
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
        if (record.Length < Unsafe.SizeOf<ExecsnoopEvent>()) return false;
        ref readonly ExecsnoopEvent exec = ref MemoryMarshal.AsRef<ExecsnoopEvent>(record);
        ReadOnlySpan<byte> args = record[Unsafe.SizeOf<ExecsnoopEvent>()..];
        if (exec.ArgsBytes > args.Length) return false;
        row[0] = Value.Of(exec.Header.TimeNs);
        row[1] = Value.Of(KernelText.Decode(exec.Comm));
        row[2] = Value.Of((long)exec.Pid);
        row[3] = Value.Of((long)exec.Ppid);
        row[4] = Value.Of((long)exec.Ret);
        row[5] = Value.Of(KernelText.JoinArguments(args[..(int)exec.ArgsBytes]));
        row[6] = Value.Of(exec.ArgsTotal > exec.ArgsBytes);
        row[7] = Value.Of((long)exec.Uid);
        row[8] = Value.Of((long)exec.NsPid);
        row[9] = Value.Of(exec.StartNs);
        row[10] = Value.Of(names.Container(exec.CgroupId));
        row[11] = Value.Of(exec.CgroupId);
        return true;
    }
}

/// <summary>Start of <c>struct execsnoop_event</c>; the kept arguments follow.</summary>
[WireStruct("process.bpf.o", "execsnoop_event", Trailing = "args")]
[StructLayout(LayoutKind.Sequential)]
internal struct ExecsnoopEvent
{
    public EventHeader Header;
    public ulong StartNs;
    public ulong CgroupId;
    public Comm Comm;
    public uint Pid;
    public uint Ppid;
    public uint NsPid;
    public uint Uid;
    public int Ret;
    public uint ArgsBytes;
    public uint ArgsTotal;
    public uint Unused;
}
