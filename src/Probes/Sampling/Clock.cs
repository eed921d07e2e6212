using System.Diagnostics;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Sampling;

/// <summary>The kernel's clocks.</summary>
public static class Clock
{
    /// <summary>CLOCK_MONOTONIC in ns: what <c>bpf_ktime_get_ns</c> reads, and on Linux what a stopwatch counts.</summary>
    public static ulong MonotonicNs() => (ulong)Stopwatch.GetTimestamp();

    /// <summary>Time that the machine has been suspended since boot: CLOCK_BOOTTIME counts it, CLOCK_MONOTONIC does not.</summary>
    public static ulong SuspendedNs() => LibC.clock_gettime(LibC.CLOCK_BOOTTIME) - LibC.clock_gettime(LibC.CLOCK_MONOTONIC);

    /// <summary>CLOCK_REALTIME in ns since 1970.</summary>
    public static long RealtimeNs() => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100;
}
