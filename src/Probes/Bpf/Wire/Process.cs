using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Probetop.Probes.Bpf.Wire;

/// <summary><c>struct process</c>: a row of the process table, in the map <c>processes</c>.</summary>
[WireStruct("common.bpf.o", "process")]
[StructLayout(LayoutKind.Sequential)]
public struct Process
{
    /// <summary>Start of the thread group, CLOCK_MONOTONIC.</summary>
    public ulong StartNs;

    /// <summary>End, or 0 while alive.</summary>
    public ulong ExitNs;

    /// <summary>The container.</summary>
    public ulong CgroupId;

    /// <summary>Name of the main thread.</summary>
    public Comm Comm;

    /// <summary>Process id in the initial namespace.</summary>
    public uint Tgid;

    /// <summary>The parent's process id when the row was made.</summary>
    public uint Ppid;

    /// <summary>Process id in its own namespace.</summary>
    public uint NsTgid;

    /// <summary>User id.</summary>
    public uint Uid;

    /// <summary>By <see cref="FilterKind"/>: of the process filters it is in.</summary>
    public Generations Generation;

    /// <summary>Not 0 for a kernel thread.</summary>
    public uint KernelThread;

    /// <summary>Not 0 while the slot is taken; cleared by user space.</summary>
    public uint Live;

    /// <summary>One generation per filter.</summary>
    [InlineArray(2)]
    public struct Generations
    {
        private uint _first;
    }
}

/// <summary><c>struct process_key</c>: who a process is, since ids are reused; key of <c>process_slots</c>.</summary>
[WireStruct("common.bpf.o", "process_key")]
[StructLayout(LayoutKind.Sequential)]
public record struct ProcessKey
{
    /// <summary>Start of the thread group, CLOCK_MONOTONIC.</summary>
    public ulong StartNs;

    /// <summary>Process id in the initial namespace.</summary>
    public uint Tgid;

    /// <summary>Padding, 0.</summary>
    public uint Unused;
}

/// <summary><c>struct running</c>: what runs on a CPU, in the map <c>running</c>.</summary>
[WireStruct("sched.bpf.o", "running")]
[StructLayout(LayoutKind.Sequential)]
public struct Running
{
    /// <summary>Since when, CLOCK_MONOTONIC; 0 before the first switch seen.</summary>
    public ulong SinceNs;

    /// <summary>Thread id; 0 is the idle task.</summary>
    public uint Tid;

    /// <summary>Its process's slot.</summary>
    public uint Process;

    /// <summary>Filters that the thread's process passes.</summary>
    public uint Match;

    /// <summary>Filters that the process before it passed; the program's own.</summary>
    public uint PrevMatch;

    /// <summary>Bit of <see cref="Match"/>: it passes the command line's filter.</summary>
    public const uint MatchAll = 1;
}
