using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;

namespace Probetop.Probes.Processes;

/// <summary>What a tool keeps for each process, as it grew in one interval.</summary>
/// <param name="sum">First word: the sum of a distribution, or a counter.</param>
/// <param name="counters">All words of a part made of counters.</param>
/// <param name="buckets">Power-of-two buckets of times; empty for counters.</param>
public readonly ref struct ProcessDelta(ulong sum, ReadOnlySpan<ulong> counters, ReadOnlySpan<ulong> buckets)
{
    /// <summary>The sum of the distribution.</summary>
    public ulong Sum { get; } = sum;

    /// <summary>The counters.</summary>
    public ReadOnlySpan<ulong> Counters { get; } = counters;

    /// <summary>The buckets.</summary>
    public ReadOnlySpan<ulong> Buckets { get; } = buckets;

    /// <summary>Number of values in the distribution.</summary>
    public long Count
    {
        get
        {
            ulong count = 0;
            foreach (ulong bucket in Buckets) count += bucket;
            return (long)count;
        }
    }

    /// <summary>Percentile of the distribution in ns; null when empty.</summary>
    public double? Percentile(double percent) => Histogram.FromDense(BucketScale.Log2Time, Buckets, Sum).Percentile(percent);
}

/// <summary>Computes one cell of the process table.</summary>
public delegate Value ProcessValue(ProcessDelta delta, ulong durationNs);

/// <summary>A column of the process table that belongs to a tool.</summary>
/// <param name="Column">Name, unit and width.</param>
/// <param name="Of">Its value.</param>
public sealed record ProcessColumn(Column Column, ProcessValue Of);

/// <summary>What a tool adds to the process table: a kernel array with one element per process slot, and columns made of it.</summary>
/// <param name="Map">The kernel array.</param>
/// <param name="Counters">Number of 64-bit counters in an element; 0: the element is <c>struct hist_log2</c>.</param>
/// <param name="Columns">The columns.</param>
/// <param name="Ranks">Whether its first word says how active a process is; time asleep does not.</param>
public sealed record ProcessPart(string Map, int Counters, IReadOnlyList<ProcessColumn> Columns, bool Ranks = true)
{
    /// <summary>Bytes of an element.</summary>
    public int Stride => Counters > 0 ? Counters * 8 : 8 + (Buckets.Log2Count * 4);

    /// <summary>64-bit words that an element becomes in a reading: counters, or the sum and 32 buckets.</summary>
    public int Words => Counters > 0 ? Counters : 1 + Buckets.Log2Count;
}
