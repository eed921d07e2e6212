using Microsoft.Win32.SafeHandles;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>The kernel's counters of program runs and run time.</summary>
public static class BpfStats
{
    /// <summary>Counts for as long as the handle is open, for every program on the machine; costs 20–35 ns per run.</summary>
    public static SafeFileHandle Enable()
    {
        SafeFileHandle handle = LibBpf.bpf_enable_stats(LibBpf.BPF_STATS_RUN_TIME);
        return handle.IsInvalid ? throw BpfException.FromErrno("BPF statistics") : handle;
    }
}
