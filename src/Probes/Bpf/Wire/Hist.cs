using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Probetop.Probes.Bpf.Wire;

/// <summary><c>struct hist</c>: a log-linear distribution, cumulative.</summary>
[WireStruct("sched.bpf.o", "hist")]
[StructLayout(LayoutKind.Sequential)]
public struct Hist
{
    /// <summary>Sum of all values.</summary>
    public ulong Sum;

    /// <summary>Counts.</summary>
    public Cells Buckets;

    /// <summary><c>HIST_BUCKETS</c> counts.</summary>
    [InlineArray(160)]
    public struct Cells
    {
        private ulong _first;
    }
}

/// <summary><c>struct hist_pair</c>: the same distribution of everything and of the selection; one per CPU.</summary>
[WireStruct("sched.bpf.o", "hist_pair")]
[StructLayout(LayoutKind.Sequential)]
public struct HistPair
{
    /// <summary>Of everything.</summary>
    public Hist All;

    /// <summary>Of what the selection matches.</summary>
    public Hist Selected;
}

/// <summary><c>struct hist_log2</c>: a power-of-two distribution, one per process; its cells wrap.</summary>
[WireStruct("sched.bpf.o", "hist_log2")]
[StructLayout(LayoutKind.Sequential)]
public struct HistLog2
{
    /// <summary>Sum of all values.</summary>
    public ulong Sum;

    /// <summary>Counts modulo 2^32.</summary>
    public Cells Buckets;

    /// <summary><c>LOG2_BUCKETS</c> counts.</summary>
    [InlineArray(32)]
    public struct Cells
    {
        private uint _first;
    }
}

/// <summary><c>struct hist_linear</c>: one cell per value, the last for all above; one per CPU.</summary>
[WireStruct("sampling.bpf.o", "hist_linear")]
[StructLayout(LayoutKind.Sequential)]
public struct HistLinear
{
    /// <summary>Sum of all values.</summary>
    public ulong Sum;

    /// <summary>Counts.</summary>
    public Cells Buckets;

    /// <summary><c>LINEAR_BUCKETS</c> counts.</summary>
    [InlineArray(64)]
    public struct Cells
    {
        private ulong _first;
    }
}
