using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Text;
using Probetop.Probes.Tools;

namespace Probetop.Probes.FileSystems;

/// <summary>Start of <c>struct path_event</c>; the path follows.</summary>
[WireStruct("syscalls.bpf.o", "path_event", Trailing = "path")]
[StructLayout(LayoutKind.Sequential)]
internal struct PathEvent
{
    public EventHeader Event;
    public int Ret;
    public uint PathBytes;
    public ulong Flags;
    public int Directory;
    public uint Syscall;
}

/// <summary>Rows of the tools that show system calls with a path.</summary>
internal static class PathRow
{
    private const int CurrentDirectory = -100;

    /// <summary>All columns; <paramref name="own"/> stand before the path.</summary>
    public static IReadOnlyList<Column> Columns(params Column[] own) => EventRow.Columns(
    [
        new("ret", ColumnType.Int, null, "RET", 4),
        new("error", ColumnType.String, null, "ERROR", 8),
        .. own,
        new("path", ColumnType.String, null, "PATH", 0),
        new("dirfd", ColumnType.Int, null, "DIRFD", -1),
    ]);

    /// <summary>Fills all columns but the tool's own, which are <paramref name="own"/>; false when the record is malformed.</summary>
    public static bool Fill(ReadOnlySpan<byte> record, EventNames names, Span<Value> row, int ownColumns, out PathEvent call, out Span<Value> own)
    {
        call = default;
        own = default;
        if (record.Length < Unsafe.SizeOf<PathEvent>()) return false;
        call = MemoryMarshal.Read<PathEvent>(record);
        ReadOnlySpan<byte> path = record[Unsafe.SizeOf<PathEvent>()..];
        if (call.PathBytes > path.Length) return false;
        EventRow.Fill(call.Event, names, row);
        Span<Value> cells = row[EventRow.Before..];
        own = cells.Slice(2, ownColumns);
        cells[0] = Value.Of((long)call.Ret);
        cells[1] = Value.Of(call.Ret < 0 ? ErrorNames.Of(-call.Ret) : null);
        // Not even the NUL: it is no memory of the caller's.
        cells[2 + ownColumns] = Value.Of(call.PathBytes == 0 ? null : KernelText.Decode(path[..(int)call.PathBytes]));
        cells[3 + ownColumns] = call.Directory == CurrentDirectory ? Value.Absent : Value.Of((long)call.Directory);
        return true;
    }
}
