using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Probetop.Probes.Interop;

/// <summary><c>bpf/bpf.h</c>: thin wrappers of bpf(2). Those that return an int return -errno.</summary>
internal static unsafe partial class LibBpf
{
    internal const ulong BPF_ANY = 0;

    internal const int BPF_STATS_RUN_TIME = 0;

    internal const int BPF_MAP_TYPE_ARRAY = 2;
    internal const int BPF_PROG_TYPE_SOCKET_FILTER = 1;
    internal const int BPF_FUNC_ktime_get_coarse_ns = 160;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial SafeFileHandle bpf_map_create(
        int type, byte* name, uint keySize, uint valueSize, uint maxEntries, void* options);

    [LibraryImport(Library)]
    internal static partial int libbpf_probe_bpf_helper(int programType, int helper, void* options);

    [LibraryImport(Library)]
    internal static partial int bpf_map_update_elem(int fd, void* key, void* value, ulong flags);

    [LibraryImport(Library)]
    internal static partial int bpf_map_lookup_elem(int fd, void* key, void* value);

    [LibraryImport(Library)]
    internal static partial int bpf_map_delete_elem(int fd, void* key);

    [LibraryImport(Library)]
    internal static partial int bpf_map_lookup_batch(
        int fd, void* inBatch, void* outBatch, void* keys, void* values, uint* count, void* options);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial SafeFileHandle bpf_iter_create(int linkFd);

    [LibraryImport(Library)]
    internal static partial int bpf_obj_get_info_by_fd(int fd, void* info, uint* infoLength);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial SafeFileHandle bpf_enable_stats(int type);

    /// <summary><c>struct bpf_prog_info</c> of <c>linux/bpf.h</c>, up to <c>recursion_misses</c> (5.12).</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct bpf_prog_info
    {
        public uint type;
        public uint id;
        public ulong tag;
        public uint jited_prog_len;
        public uint xlated_prog_len;
        public ulong jited_prog_insns;
        public ulong xlated_prog_insns;
        public ulong load_time;
        public uint created_by_uid;
        public uint nr_map_ids;
        public ulong map_ids;
        public fixed byte name[16];
        public uint ifindex;
        public uint gpl_compatible;
        public ulong netns_dev;
        public ulong netns_ino;
        public uint nr_jited_ksyms;
        public uint nr_jited_func_lens;
        public ulong jited_ksyms;
        public ulong jited_func_lens;
        public uint btf_id;
        public uint func_info_rec_size;
        public ulong func_info;
        public uint nr_func_info;
        public uint nr_line_info;
        public ulong line_info;
        public ulong jited_line_info;
        public uint nr_jited_line_info;
        public uint line_info_rec_size;
        public uint jited_line_info_rec_size;
        public uint nr_prog_tags;
        public ulong prog_tags;
        public ulong run_time_ns;
        public ulong run_cnt;
        public ulong recursion_misses;
    }

    /// <summary>The start of <c>struct bpf_map_info</c> of <c>linux/bpf.h</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct bpf_map_info
    {
        public uint type;
        public uint id;
        public uint key_size;
        public uint value_size;
        public uint max_entries;
        public uint map_flags;
    }

    /// <summary>The start of <c>struct bpf_link_info</c> of <c>linux/bpf.h</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct bpf_link_info
    {
        public uint type;
        public uint id;
        public uint prog_id;
    }
}
