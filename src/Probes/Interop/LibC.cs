using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Probetop.Probes.Interop;

/// <summary>The few calls of libc and Linux that the framework does not have. x86-64: variadic functions take plain arguments.</summary>
internal static unsafe partial class LibC
{
    private const string Library = "libc";

    internal const int EPERM = 1;
    internal const int ENOENT = 2;
    internal const int EINTR = 4;
    internal const int EAGAIN = 11;
    internal const int EEXIST = 17;
    internal const int ENOSPC = 28;
    internal const int ECANCELED = 125;

    internal const int PROT_READ = 1;
    internal const int PROT_WRITE = 2;
    internal const int MAP_SHARED = 1;

    internal const int CLOCK_MONOTONIC = 1;
    internal const int CLOCK_BOOTTIME = 7;

    internal const int PERF_TYPE_SOFTWARE = 1;
    internal const int PERF_COUNT_SW_CPU_CLOCK = 0;
    internal const ulong PERF_ATTR_FREQ = 1 << 10;
    internal const ulong PERF_FLAG_FD_CLOEXEC = 8;

    private const int F_DUPFD_CLOEXEC = 1030;

    private const long SYS_perf_event_open = 298;

    [LibraryImport(Library, SetLastError = true)]
    internal static partial void* mmap(void* address, nuint length, int protection, int flags, int fd, nint offset);

    [LibraryImport(Library)]
    internal static partial int munmap(void* address, nuint length);

    [LibraryImport(Library, SetLastError = true)]
    internal static partial nint read(SafeFileHandle file, void* buffer, nuint count);

    /// <summary>A second descriptor of an open file, not inherited by programs that are started.</summary>
    internal static SafeFileHandle dup(SafeFileHandle file) => fcntl(file, F_DUPFD_CLOEXEC, 0);

    [LibraryImport(Library, SetLastError = true)]
    private static partial SafeFileHandle fcntl(SafeFileHandle file, int command, int argument);

    [LibraryImport(Library)]
    internal static partial int vasprintf(byte** text, byte* format, void* arguments);

    [LibraryImport(Library)]
    internal static partial void free(void* memory);

    /// <summary>A clock's time in ns.</summary>
    internal static ulong clock_gettime(int clock)
    {
        long* time = stackalloc long[2];
        // SAFETY: struct timespec is two longs, seconds and nanoseconds.
        _ = clock_gettime(clock, time);
        return ((ulong)time[0] * 1_000_000_000) + (ulong)time[1];
    }

    [LibraryImport(Library)]
    private static partial int clock_gettime(int clock, long* time);

    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint perf_event_open(long number, perf_event_attr* attributes, int pid, int cpu, int groupFd, ulong flags);

    /// <summary>perf_event_open(2), which libc does not wrap: a counter of all processes on one CPU.</summary>
    internal static SafeFileHandle perf_event_open(in perf_event_attr attributes, int cpu)
    {
        // SAFETY: the kernel reads size bytes of attributes during the call only.
        fixed (perf_event_attr* pointer = &attributes)
            return new SafeFileHandle(perf_event_open(SYS_perf_event_open, pointer, -1, cpu, -1, PERF_FLAG_FD_CLOEXEC), true);
    }

    /// <summary>Inode number of a path; null when it does not exist or may not be looked at.</summary>
    internal static ulong? InodeOf(string path)
    {
        const int AtFdcwd = -100;
        const uint StatxIno = 0x100;
        const int InodeOffset = 32;
        byte* result = stackalloc byte[256];
        // SAFETY: struct statx has 256 bytes, stx_ino 8 of them at offset 32.
        return statx(AtFdcwd, path, 0, StatxIno, result) == 0 ? *(ulong*)(result + InodeOffset) : null;
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int directory, string path, int flags, uint mask, byte* result);

    /// <summary><c>PERF_ATTR_SIZE_VER0</c>, which every kernel takes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct perf_event_attr
    {
        public uint type;
        public uint size;
        public ulong config;
        public ulong sample_freq;
        public ulong sample_type;
        public ulong read_format;
        public ulong flags;
        public uint wakeup_events;
        public uint bp_type;
        public ulong config1;
    }
}
