using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Text;
using Probetop.Probes.Tools;

namespace Probetop.Probes.FileSystems;

/// <summary>fsslower: each slow operation on a file.</summary>
public sealed class Fsslower : Tool
{
    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "fsslower",
        Aliases =
        [
            .. ToolAlias.ByFileSystem("slower").Append(new ToolAlias("fileslower", "operation", "read", "write"))
                .OrderBy(alias => alias.Name, StringComparer.Ordinal),
        ],
        Pane = "fs",
        Title = "Slow file operations",
        Question = "Which reads, writes, opens and fsyncs of which files take longer than a threshold, and who waits for them?",
        Shape = ToolShape.Events,
        Requires = ["syscall_enter", "syscall_exit"],
        Cost = CostClass.OnDemand,
        CostNote = "two programs on every system call of every process: about 180 ns each call, and some microseconds for a slow one",
        Blind = "Mapped files, io_uring, asynchronous I/O, splice and sendfile, 32-bit programs and the kernel's own I/O are not seen.",
        HasThreshold = true,
        Columns = EventRow.Columns(
            new("latency_ns", ColumnType.Int, "ns", "LATENCY", 7),
            new("operation", ColumnType.String, null, "OP", 5),
            new("bytes", ColumnType.Int, "bytes", "BYTES", 7),
            new("offset", ColumnType.Int, "bytes", "OFFSET", 8),
            new("error", ColumnType.String, null, "ERROR", 8),
            new("fs", ColumnType.String, null, "FS", 8),
            new("device", ColumnType.String, null, "DEVICE", -1),
            new("path", ColumnType.String, null, "PATH", 0),
            new("truncated", ColumnType.Bool, null, "CUT", -1)),
    };

    /// <inheritdoc/>
    internal override bool Decode(ReadOnlySpan<byte> record, EventNames names, Span<Value> row)
    {
        if (record.Length < Unsafe.SizeOf<FsslowerEvent>()) return false;
        ref readonly FsslowerEvent slow = ref MemoryMarshal.AsRef<FsslowerEvent>(record);
        ReadOnlySpan<byte> path = record[Unsafe.SizeOf<FsslowerEvent>()..];
        if (slow.PathBytes > path.Length || slow.Operation >= FileOperations.Names.Count) return false;
        EventRow.Fill(slow.Event, names, row);
        Span<Value> own = row[EventRow.Before..];
        own[0] = Value.Of(slow.Ns);
        own[1] = Value.Of(FileOperations.Names[(int)slow.Operation]);
        own[2] = slow.Ret >= 0 && slow.Offset != ulong.MaxValue ? Value.Of(slow.Ret) : Value.Absent;
        own[3] = slow.Offset == ulong.MaxValue ? Value.Absent : Value.Of(slow.Offset);
        own[4] = Value.Of(slow.Ret < 0 ? ErrorNames.Of((int)-slow.Ret) : null);
        own[5] = Value.Of(KernelText.Decode(slow.Type));
        own[6] = Value.Of(KernelText.Decode(slow.Device));
        own[7] = Value.Of(PathOf(path[..(int)slow.PathBytes], slow.IsCut != 0));
        own[8] = Value.Of(slow.IsCut != 0);
        return true;
    }

    // The names come from the file upwards, each ended by a NUL.
    private static string PathOf(ReadOnlySpan<byte> names, bool isCut)
    {
        var path = new byte[names.Length + 1];
        Span<byte> left = path;
        while (!names.IsEmpty)
        {
            names = names[..^1];
            int begin = names.LastIndexOf((byte)0) + 1;
            left[0] = (byte)'/';
            names[begin..].CopyTo(left[1..]);
            left = left[(1 + names.Length - begin)..];
            names = names[..begin];
        }

        string text = KernelText.Decode(path.AsSpan(0, path.Length - left.Length));
        return isCut ? "…" + text : text;
    }
}

/// <summary>Start of <c>struct fsslower_event</c>; the names follow.</summary>
[WireStruct("syscalls.bpf.o", "fsslower_event", Trailing = "path")]
[StructLayout(LayoutKind.Sequential)]
internal struct FsslowerEvent
{
    public EventHeader Event;
    public ulong Ns;
    public long Ret;
    public ulong Offset;
    public uint Operation;
    public uint PathBytes;
    public uint IsCut;
    public uint Unused;
    public SuperblockName.TypeText Type;
    public SuperblockName.DeviceText Device;
}
