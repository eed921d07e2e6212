using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf;

[assembly: DisableRuntimeMarshalling]

namespace Probetop.Probes.Interop;

/// <summary>
/// <c>bpf/libbpf.h</c>, libbpf 1.x. Functions that return a pointer set errno; functions that return an int return -errno.
/// The library name is the soname: the runtime opens it as it is, the native build links the same name statically.
/// </summary>
internal static unsafe partial class LibBpf
{
    internal const string Library = "libbpf.so.1";

    internal const int LIBBPF_INFO = 1;

    internal const int LIBBPF_ERRNO__START = 4000;

    [LibraryImport(Library)]
    internal static partial void* libbpf_set_print(delegate* unmanaged[Cdecl]<int, byte*, void*, int> print);

    [LibraryImport(Library)]
    internal static partial byte* libbpf_version_string();

    [LibraryImport(Library)]
    internal static partial int libbpf_strerror(int error, byte* buffer, nuint size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial BpfObjectHandle bpf_object__open_mem(void* bytes, nuint size, bpf_object_open_opts* options);

    [LibraryImport(Library)]
    internal static partial int bpf_object__load(BpfObjectHandle bpfObject);

    [LibraryImport(Library)]
    internal static partial void bpf_object__close(nint bpfObject);

    [LibraryImport(Library)]
    internal static partial nint bpf_object__btf(BpfObjectHandle bpfObject);

    [LibraryImport(Library)]
    internal static partial nint bpf_object__next_program(BpfObjectHandle bpfObject, nint program);

    [LibraryImport(Library)]
    internal static partial nint bpf_object__next_map(BpfObjectHandle bpfObject, nint map);

    [LibraryImport(Library)]
    internal static partial byte* bpf_program__name(nint program);

    [LibraryImport(Library)]
    internal static partial byte* bpf_program__section_name(nint program);

    [LibraryImport(Library)]
    internal static partial byte bpf_program__autoload(nint program);

    [LibraryImport(Library)]
    internal static partial int bpf_program__set_autoload(nint program, byte autoload);

    [LibraryImport(Library)]
    internal static partial int bpf_program__fd(nint program);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial BpfLink bpf_program__attach(nint program);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial BpfLink bpf_program__attach_kprobe_opts(nint program, string function, void* options);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial BpfLink bpf_program__attach_perf_event(nint program, int perfEventFd);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial BpfLink bpf_program__attach_iter(nint program, void* options);

    [LibraryImport(Library)]
    internal static partial int bpf_link__fd(BpfLink link);

    [LibraryImport(Library)]
    internal static partial int bpf_link__destroy(nint link);

    [LibraryImport(Library)]
    internal static partial byte* bpf_map__name(nint map);

    [LibraryImport(Library)]
    internal static partial int bpf_map__type(nint map);

    [LibraryImport(Library)]
    internal static partial uint bpf_map__key_size(nint map);

    [LibraryImport(Library)]
    internal static partial uint bpf_map__value_size(nint map);

    [LibraryImport(Library)]
    internal static partial uint bpf_map__max_entries(nint map);

    [LibraryImport(Library)]
    internal static partial uint bpf_map__map_flags(nint map);

    [LibraryImport(Library)]
    internal static partial int bpf_map__set_max_entries(nint map, uint maxEntries);

    [LibraryImport(Library)]
    internal static partial int bpf_map__reuse_fd(nint map, int fd);

    [LibraryImport(Library)]
    internal static partial int bpf_map__fd(nint map);

    [LibraryImport(Library)]
    internal static partial void* bpf_map__initial_value(nint map, nuint* size);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial RingBufferHandle ring_buffer__new(
        int mapFd, delegate* unmanaged[Cdecl]<void*, void*, nuint, int> onRecord, void* context, void* options);

    [LibraryImport(Library)]
    internal static partial int ring_buffer__consume(RingBufferHandle ring);

    [LibraryImport(Library)]
    internal static partial int ring_buffer__poll(RingBufferHandle ring, int timeoutMs);

    [LibraryImport(Library)]
    internal static partial int ring_buffer__epoll_fd(RingBufferHandle ring);

    [LibraryImport(Library)]
    internal static partial void ring_buffer__free(nint ring);

    /// <summary>As of libbpf 1.1; later versions read only <see cref="sz"/> bytes of it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct bpf_object_open_opts
    {
        public nuint sz;
        public byte* object_name;
        public byte relaxed_maps;
        public byte* pin_root_path;
        public uint unused;
        public byte* kconfig;
        public byte* btf_custom_path;
        public byte* kernel_log_buf;
        public nuint kernel_log_size;
        public uint kernel_log_level;
    }
}
