using System.Runtime.InteropServices;

namespace Probetop.Probes.Interop;

/// <summary><c>bpf/btf.h</c>, and the type records of <c>linux/btf.h</c>.</summary>
internal static unsafe partial class LibBpf
{
    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint btf__load_vmlinux_btf();

    [LibraryImport(Library)]
    internal static partial void btf__free(nint btf);

    [LibraryImport(Library)]
    internal static partial uint btf__type_cnt(nint btf);

    [LibraryImport(Library)]
    internal static partial btf_type* btf__type_by_id(nint btf, uint id);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int btf__find_by_name_kind(nint btf, string name, btf_kind kind);

    [LibraryImport(Library)]
    internal static partial long btf__resolve_size(nint btf, uint id);

    [LibraryImport(Library)]
    internal static partial byte* btf__name_by_offset(nint btf, uint offset);

    /// <summary><c>BTF_KIND_*</c>: those that are read.</summary>
    internal enum btf_kind : uint
    {
        PTR = 2,
        ARRAY = 3,
        STRUCT = 4,
        ENUM = 6,
        TYPEDEF = 8,
        VOLATILE = 9,
        CONST = 10,
        RESTRICT = 11,
        FUNC = 12,
        FUNC_PROTO = 13,
        DATASEC = 15,
        TYPE_TAG = 18,
        ENUM64 = 19,
    }

    /// <summary>Followed in memory by <see cref="Length"/> records of what the kind has.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct btf_type
    {
        public uint name_off;
        public uint info;
        public uint size_or_type;

        public readonly int Length => (int)(info & 0xFFFF);

        public readonly btf_kind Kind => (btf_kind)((info >> 24) & 0x1F);

        /// <summary>Struct: member offsets carry bit field sizes. Enum: signed.</summary>
        public readonly bool KindFlag => info >> 31 != 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct btf_member
    {
        public uint name_off;
        public uint type;
        public uint offset;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct btf_param
    {
        public uint name_off;
        public uint type;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct btf_array
    {
        public uint type;
        public uint index_type;
        public uint nelems;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct btf_enum
    {
        public uint name_off;
        public int val;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct btf_enum64
    {
        public uint name_off;
        public uint val_lo32;
        public uint val_hi32;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct btf_var_secinfo
    {
        public uint type;
        public uint offset;
        public uint size;
    }
}
