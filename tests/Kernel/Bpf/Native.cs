using System.Runtime.InteropServices;

namespace Probetop.Tests.Kernel.Bpf;

/// <summary>System calls that make exact workloads, and look-ups that share nothing with the code under test.</summary>
internal static partial class Native
{
    private const long GetFdById = 321; // bpf(2)

    /// <summary>What <c>bpf(2)</c> can look up by number.</summary>
    internal enum Kind
    {
        Program = 13,
        Map = 14,
        Link = 30,
    }

    [LibraryImport("libc")]
    internal static partial int gettid();

    [LibraryImport("libc")]
    internal static partial int getppid();

    internal static void CallGetppid(int times)
    {
        for (int i = 0; i < times; i++) _ = getppid();
    }

    /// <summary>Whether the kernel still has a program, map or link of that number.</summary>
    internal static unsafe bool Exists(Kind kind, uint id)
    {
        uint* attributes = stackalloc uint[4];
        new Span<uint>(attributes, 4).Clear();
        attributes[0] = id;
        long fd = syscall(GetFdById, (int)kind, attributes, 4 * sizeof(uint));
        if (fd < 0) return false;
        _ = close((int)fd);
        return true;
    }

    [LibraryImport("libc")]
    private static unsafe partial long syscall(long number, long command, void* attributes, long size);

    [LibraryImport("libc")]
    private static partial int close(int fd);
}
