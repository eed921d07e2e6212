namespace Probetop.Probes.Processes;

/// <summary>Which process: a row's identity, because pids are reused.</summary>
/// <param name="Tgid">Thread group id in the initial pid namespace.</param>
/// <param name="StartNs">Start of the thread group, CLOCK_MONOTONIC ns.</param>
public readonly record struct ProcessIdentity(uint Tgid, ulong StartNs);
