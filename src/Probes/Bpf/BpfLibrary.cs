using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>The library that loads BPF.</summary>
public static class BpfLibrary
{
    /// <summary>Its name and version, such as <c>libbpf 1.1</c>.</summary>
    public static unsafe string Version
    {
        get
        {
            // SAFETY: a constant text of the library.
            string version = Marshal.PtrToStringUTF8((nint)LibBpf.libbpf_version_string()) ?? "";
            return "libbpf " + version.TrimStart('v');
        }
    }

    /// <summary>Whether maps count against the limit of locked memory, which the library then raises if it may; needs CAP_BPF.</summary>
    /// <remarks>The counting ended in the same kernel in which this helper came, which is how the library itself tells.</remarks>
    public static unsafe bool CountsLockedMemory()
    {
        using var log = LibBpfLog.Capture();
        return LibBpf.libbpf_probe_bpf_helper(LibBpf.BPF_PROG_TYPE_SOCKET_FILTER, LibBpf.BPF_FUNC_ktime_get_coarse_ns, null) == 0;
    }

    /// <summary>Tries bpf(2) with the smallest of maps: 0, or the error number of its refusal.</summary>
    public static unsafe int TryCreateMap()
    {
        using var log = LibBpfLog.Capture();
        using SafeFileHandle map = LibBpf.bpf_map_create(LibBpf.BPF_MAP_TYPE_ARRAY, null, sizeof(uint), sizeof(uint), 1, null);
        return map.IsInvalid ? Marshal.GetLastPInvokeError() : 0;
    }
}
