using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Probetop.Probes.Bpf.Wire;

/// <summary>Sizes that <c>common.bpf.h</c> and <c>processes.bpf.h</c> set.</summary>
public static class WireLimits
{
    /// <summary><c>TOOLS_MAX</c>: numbers a tool can have.</summary>
    public const int Tools = 128;

    /// <summary><c>PROCESS_SLOTS</c>, the slot <see cref="OtherProcess"/> included.</summary>
    public const int ProcessSlots = 8192;

    /// <summary><c>PROCESS_OTHER</c>: the slot of all processes that found no free one.</summary>
    public const int OtherProcess = 0;

    /// <summary><c>PROCESS_CACHE_SLOTS</c>.</summary>
    public const int ProcessCacheSlots = 65536;
}

/// <summary>Which filter.</summary>
public enum FilterKind
{
    /// <summary>The command line's: what does not match is not counted at all.</summary>
    Restrict,

    /// <summary>The selection's: what matches is counted a second time.</summary>
    Select,
}

/// <summary>What a filter compares; all that are set must match.</summary>
[Flags]
public enum FilterFlags : uint
{
    /// <summary>Everything matches.</summary>
    None = 0,

    /// <summary>The process has the filter's generation.</summary>
    Process = 1,

    /// <summary>The cgroup id.</summary>
    Container = 2,

    /// <summary>The process's name.</summary>
    Comm = 4,
}

/// <summary>Why something was not counted, or not where it belongs.</summary>
public enum LossCause
{
    /// <summary>Event dropped, ring buffer full.</summary>
    Ring,

    /// <summary>Key table full, counted as other.</summary>
    Full,

    /// <summary>Stamp overwritten by a thread that shares its slot.</summary>
    Collision,

    /// <summary>A name that could not be read, or a beginning that was not seen.</summary>
    Unresolved,
}

/// <summary><c>struct control</c>: the switches of all tools, in the map <c>.data.control</c>.</summary>
[WireStruct("common.bpf.o", "control")]
[StructLayout(LayoutKind.Sequential)]
public struct Control
{
    /// <summary>Per tool: 0 is off, else when it was switched on (CLOCK_MONOTONIC).</summary>
    public ToolTimes OnSinceNs;

    /// <summary>By <see cref="FilterKind"/>.</summary>
    public Filters Filter;

    /// <summary>What the tools that show slow operations show.</summary>
    public ulong SlowerThanNs;

    /// <summary>Slots of the process table that were taken since the start; counted by the programs.</summary>
    public ulong ProcessesSeen;

    /// <summary>Not 0: containers are told by the v1 hierarchy of the cpu controller.</summary>
    public uint CgroupV1;

    /// <summary>Padding.</summary>
    public uint Unused;

    /// <summary>One time per tool.</summary>
    [InlineArray(WireLimits.Tools)]
    public struct ToolTimes
    {
        private ulong _first;
    }

    /// <summary>One filter of each kind.</summary>
    [InlineArray(2)]
    public struct Filters
    {
        private Filter _first;
    }
}

/// <summary><c>struct filter</c>.</summary>
[WireStruct("common.bpf.o", "filter")]
[StructLayout(LayoutKind.Sequential)]
public struct Filter
{
    /// <summary>What is compared.</summary>
    public FilterFlags Flags;

    /// <summary>Marks the processes that the process filter holds.</summary>
    public uint Generation;

    /// <summary>The container.</summary>
    public ulong CgroupId;

    /// <summary>The name.</summary>
    public Comm Comm;
}

/// <summary>A task's name, padded with NUL.</summary>
[InlineArray(16)]
public struct Comm
{
    private byte _first;
}

/// <summary><c>struct losses</c>: one per CPU.</summary>
[WireStruct("common.bpf.o", "losses")]
[StructLayout(LayoutKind.Sequential)]
public struct Losses
{
    /// <summary>The number of causes.</summary>
    public const int Causes = 4;

    /// <summary>By tool, then by <see cref="LossCause"/>.</summary>
    public Counts Count;

    /// <summary>What one tool lost for one cause.</summary>
    public readonly ulong Of(uint tool, LossCause cause) => Count[(int)tool][(int)cause];

    /// <summary>The counters of each tool.</summary>
    [InlineArray(WireLimits.Tools)]
    public struct Counts
    {
        private ToolCounts _first;
    }

    /// <summary>One counter per cause.</summary>
    [InlineArray(Causes)]
    public struct ToolCounts
    {
        private ulong _first;
    }
}

/// <summary><c>struct tool</c>: the constant <c>NAME_tool</c>.</summary>
[WireStruct("sched.bpf.o", "tool")]
[StructLayout(LayoutKind.Sequential)]
public struct ToolBits
{
    /// <summary>Position in the catalogue.</summary>
    public uint Id;

    /// <summary>Whether the object has the tool's handlers.</summary>
    public ToolPresence Present;
}

/// <summary><c>enum tool_presence</c>: what the verifier is shown of a tool's handlers.</summary>
public enum ToolPresence : uint
{
    /// <summary>Nothing: it removes them.</summary>
    Absent,

    /// <summary>Everything.</summary>
    Present,

    /// <summary>For tests: everything, with an instruction that no verifier accepts.</summary>
    Broken,
}
