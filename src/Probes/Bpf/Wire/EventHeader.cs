using System.Runtime.InteropServices;

namespace Probetop.Probes.Bpf.Wire;

/// <summary>What every record in the ring buffer starts with: when, which tool, and who.</summary>
[WireStruct("process.bpf.o", "event")]
[StructLayout(LayoutKind.Sequential)]
public struct EventHeader
{
    /// <summary>CLOCK_MONOTONIC.</summary>
    public ulong TimeNs;

    /// <summary>The tool's number in the catalogue.</summary>
    public uint Tool;

    /// <summary>Bytes of the whole record.</summary>
    public uint Size;

    /// <summary>Start of the thread group, CLOCK_MONOTONIC.</summary>
    public ulong StartNs;

    /// <summary>Its cgroup.</summary>
    public ulong CgroupId;

    /// <summary>Its name.</summary>
    public Comm Comm;

    /// <summary>Thread group id.</summary>
    public uint Pid;

    /// <summary>Thread group id of its parent.</summary>
    public uint Ppid;

    /// <summary>Thread group id in its own pid namespace.</summary>
    public uint NsPid;

    /// <summary>Its user.</summary>
    public uint Uid;
}
