using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;

namespace Probetop.Probes.Processes;

/// <summary>What runs on each CPU now, whose slice is not yet in any sum.</summary>
/// <param name="cpus">One <see cref="Running"/> per CPU; null until known.</param>
/// <param name="onSinceNs">Since when slices are counted.</param>
/// <param name="part">The part of the process table whose counter 0 is CPU time; -1 while that is not counted.</param>
internal readonly struct RunningSlices(MappedMap? cpus, ulong onSinceNs, int part)
{
    /// <summary>The part of the process table whose counter 0 is CPU time; -1 while that is not counted.</summary>
    public int Part { get; } = part;

    /// <summary>Sets <paramref name="runs"/> of every process slot to whether it is on a CPU.</summary>
    public void MarkSlots(Span<bool> runs)
    {
        runs.Clear();
        for (int cpu = 0; cpu < (cpus?.Count ?? 0); cpu++) runs[(int)cpus!.At<Running>(cpu).Process] = true;
    }

    /// <summary>How long the threads of a process have had their CPUs in ns.</summary>
    /// <param name="slot">The process.</param>
    /// <param name="nowNs">CLOCK_MONOTONIC.</param>
    /// <param name="stamp">Changes when one of them leaves or gets a CPU.</param>
    public ulong Of(int slot, ulong nowNs, out ulong stamp)
    {
        ulong ns = 0;
        stamp = 0;
        for (int cpu = 0; cpu < (cpus?.Count ?? 0); cpu++)
        {
            Running now = cpus!.At<Running>(cpu);
            if (now.Tid == 0 || now.Process != slot || (now.Match & Running.MatchAll) == 0) continue;
            stamp += now.SinceNs;
            ulong sinceNs = Math.Max(now.SinceNs, onSinceNs);
            if (sinceNs < nowNs) ns += nowNs - sinceNs;
        }

        return ns;
    }
}
