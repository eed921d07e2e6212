using Probetop.Probes.Tools;

namespace Probetop.Probes.Snapshots;

/// <summary>What got lost in an interval, by cause; null: not known on this kernel.</summary>
/// <param name="Ring">Events that found the ring buffer full.</param>
/// <param name="Full">Keys that found their table full and were counted as <c>other</c>.</param>
/// <param name="Recursion">Program runs the kernel skipped because the program was already running on that CPU.</param>
/// <param name="Collision">Stamps overwritten by another thread that shares their slot.</param>
/// <param name="Unresolved">What could not be told because a name or stack could not be read, or a beginning was not seen.</param>
public sealed record Losses(ulong? Ring, ulong? Full, ulong? Recursion, ulong? Collision, ulong? Unresolved)
{
    /// <summary>Nothing lost.</summary>
    public static Losses None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>All known losses together.</summary>
    public ulong Total => (Ring ?? 0) + (Full ?? 0) + (Recursion ?? 0) + (Collision ?? 0) + (Unresolved ?? 0);
}

/// <summary>One tool in one interval.</summary>
/// <param name="Tool">Which tool.</param>
/// <param name="Status">Whether and how it runs.</param>
/// <param name="IntervalNs">The tool's own, real interval in ns; 0 when there is no data.</param>
/// <param name="Losses">What it lost.</param>
/// <param name="Data">What it found; null when it is off, unavailable, or this is its first reading.</param>
public sealed record ToolSnapshot(ToolDescriptor Tool, ToolStatus Status, ulong IntervalNs, Losses Losses, ToolData? Data);

/// <summary>Cost of one BPF program of ours in an interval.</summary>
/// <param name="Id">Kernel id.</param>
/// <param name="Name">Program name.</param>
/// <param name="Kind">Rung, such as <c>tp_btf</c>.</param>
/// <param name="Target">What it is attached to.</param>
/// <param name="Tools">Names of the tools that share it.</param>
/// <param name="RunCount">Runs in the interval; null while statistics are off.</param>
/// <param name="RunTimeNs">Time in it in the interval; null while statistics are off.</param>
public sealed record ProgramCost(
    uint Id, string Name, string Kind, string Target, IReadOnlyList<string> Tools, ulong? RunCount, ulong? RunTimeNs);

/// <summary>What probetop itself costs and what the machine is doing, in one interval.</summary>
/// <param name="CpuPercent">Own CPU time in percent of one core; null in the first interval.</param>
/// <param name="BpfPercent">Time in our BPF programs in percent of one core, an estimate from the last measured second; null: not measured.</param>
/// <param name="ResidentBytes">Own resident memory.</param>
/// <param name="KernelBytes">Memory of all our maps.</param>
/// <param name="HistoryBytes">Memory of the kept history.</param>
/// <param name="LoadAverage">The one-minute load average.</param>
/// <param name="UptimeSeconds">Seconds since boot.</param>
public sealed record SelfCost(
    double? CpuPercent, double? BpfPercent, long ResidentBytes, long KernelBytes, long HistoryBytes, double LoadAverage, double UptimeSeconds);

/// <summary>Everything one interval showed: immutable, shared by the screen, the history and the snapshot files.</summary>
public sealed class Snapshot
{
    /// <summary>Number of the interval since start, rising by one.</summary>
    public required long Index { get; init; }

    /// <summary>Start of the interval, CLOCK_MONOTONIC ns.</summary>
    public required ulong StartNs { get; init; }

    /// <summary>Start of the interval, CLOCK_REALTIME ns since 1970.</summary>
    public required long StartRealtimeNs { get; init; }

    /// <summary>Real length of the interval in ns.</summary>
    public required ulong DurationNs { get; init; }

    /// <summary>Whether time before this interval is missing, as after Ctrl-Z.</summary>
    public bool AfterGap { get; init; }

    /// <summary>One entry per tool of the catalogue, at the tool's position there.</summary>
    public required IReadOnlyList<ToolSnapshot> Tools { get; init; }

    /// <summary>One row per process that did something (at most 200, then <c>other</c>), columns of every tool that keys by process; null at first.</summary>
    public Table? Processes { get; init; }

    /// <summary>One row per CPU, columns of every tool that keys by CPU; null at first.</summary>
    public Table? Cpus { get; init; }

    /// <summary>Our programs.</summary>
    public required IReadOnlyList<ProgramCost> Programs { get; init; }

    /// <summary>Own cost and the machine's load.</summary>
    public required SelfCost Self { get; init; }

    /// <summary>Number of the selection's generation; the first interval of a generation has no selected data.</summary>
    public required uint SelectionGeneration { get; init; }

    /// <summary>Bytes this snapshot keeps alive, for the history's budget.</summary>
    public int RetainedBytes
    {
        get
        {
            int bytes = 256 + (Processes?.RetainedBytes ?? 0) + (Cpus?.RetainedBytes ?? 0) + (Programs.Count * 80);
            foreach (ToolSnapshot tool in Tools) bytes += 80 + (tool.Data?.RetainedBytes ?? 0);
            return bytes;
        }
    }

    /// <summary>This interval of <paramref name="tool"/>.</summary>
    public ToolSnapshot Of(ToolDescriptor tool) => Tools[tool.Id];
}
