using System.Runtime.InteropServices;
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
}
