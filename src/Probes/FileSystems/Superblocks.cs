using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Text;

namespace Probetop.Probes.FileSystems;

/// <summary>The file systems that tools of this pane count by: each has a slot once it was used.</summary>
internal static class Superblocks
{
    /// <summary>Number of slots; slot 0 is for all beyond them.</summary>
    public const int Slots = 64;

    /// <summary>Map of their names.</summary>
    public const string NamesMap = "superblocks_names";

    /// <summary>What it is called by the kernel, such as <c>vda1</c>, and its type.</summary>
    public static IReadOnlyList<Column> Columns { get; } =
    [
        new("device", ColumnType.String, null, "DEVICE", 12),
        new("fs", ColumnType.String, null, "FS", 8),
    ];

    /// <summary>Type and device in an element of <see cref="NamesMap"/>; null when the slot is free.</summary>
    public static string? NameOf(ReadOnlySpan<byte> element)
    {
        ref readonly SuperblockName entry = ref MemoryMarshal.AsRef<SuperblockName>(element);
        return entry.Used == 0 ? null : $"{KernelText.Decode(entry.Type)}\0{KernelText.Decode(entry.Device)}";
    }

    /// <summary>The cells of <see cref="Columns"/>.</summary>
    public static void Fill(Span<Value> cells, string? name)
    {
        int end = name?.IndexOf('\0', StringComparison.Ordinal) ?? -1;
        cells[0] = Value.Of(end < 0 ? "other" : name![(end + 1)..]);
        cells[1] = Value.Of(end < 0 ? null : name![..end]);
    }
}

/// <summary><c>struct superblock_name</c>.</summary>
[WireStruct("filemap.bpf.o", "superblock_name")]
[StructLayout(LayoutKind.Sequential)]
internal struct SuperblockName
{
    public uint Dev;
    public uint Used;
    public TypeText Type;
    public DeviceText Device;

    /// <summary>Name of the type.</summary>
    [InlineArray(16)]
    internal struct TypeText
    {
        private byte _first;
    }

    /// <summary>Name of the device.</summary>
    [InlineArray(32)]
    internal struct DeviceText
    {
        private byte _first;
    }
}
