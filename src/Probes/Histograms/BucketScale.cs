using System.Numerics;

namespace Probetop.Probes.Histograms;

/// <summary>How values map to buckets: the kernel side's <c>histogram.bpf.h</c> in C#.</summary>
public enum BucketScale
{
    /// <summary>160 buckets, each power of two split in 4; times, scaled by 1.024 so that octave edges are 1 µs × 2^k.</summary>
    LogLinearTime,

    /// <summary>160 buckets, each power of two split in 4; sizes and counts as they are.</summary>
    LogLinear,

    /// <summary>32 buckets of powers of two of times: below 1 µs, then [1 µs × 2^(k-1), 1 µs × 2^k).</summary>
    Log2Time,

    /// <summary>64 buckets, one for each value from 0; the last one holds everything above.</summary>
    Linear,
}

/// <summary>Bucket arithmetic: all ranges are half-open [low, high) in the unit of the tool (ns, bytes, count).</summary>
public static class Buckets
{
    /// <summary>Buckets of a log-linear histogram.</summary>
    public const int LogLinearCount = 160;

    /// <summary>Buckets of a log2 histogram of times.</summary>
    public const int Log2Count = 32;

    /// <summary>Buckets of a linear histogram.</summary>
    public const int LinearCount = 64;

    /// <summary>Number of buckets of a scale.</summary>
    public static int Count(BucketScale scale) => scale switch
    {
        BucketScale.Log2Time => Log2Count,
        BucketScale.Linear => LinearCount,
        _ => LogLinearCount,
    };

    /// <summary>The bucket that counts <paramref name="value"/>; the last bucket also holds what is above it.</summary>
    public static int IndexOf(BucketScale scale, ulong value) => scale switch
    {
        BucketScale.LogLinearTime => LogLinearIndex(Scaled(value)),
        BucketScale.LogLinear => LogLinearIndex(value),
        BucketScale.Log2Time => Math.Clamp(Log2(Scaled(value)) - 9, 0, Log2Count - 1),
        _ => (int)Math.Min(value, LinearCount - 1),
    };

    /// <summary>The lowest value that bucket <paramref name="index"/> counts.</summary>
    public static ulong Low(BucketScale scale, int index) => scale switch
    {
        BucketScale.LogLinearTime => Unscaled(LogLinearLow(index)),
        BucketScale.LogLinear => LogLinearLow(index),
        BucketScale.Log2Time => index == 0 ? 0 : 1000UL << (index - 1),
        _ => (ulong)index,
    };

    /// <summary>One above the highest value that bucket <paramref name="index"/> counts (nominal for the last bucket).</summary>
    public static ulong High(BucketScale scale, int index) => Low(scale, index + 1);

    /// <summary>The octave row (0: below 1 µs, k: [1 µs × 2^(k-1), 1 µs × 2^k)) that a log-linear time bucket folds into, as bcc prints.</summary>
    public static int OctaveOf(int logLinearTimeIndex) => Math.Max(0, (logLinearTimeIndex / 4) - 8);

    private static ulong Scaled(ulong ns) => ns > ulong.MaxValue / 128 ? ulong.MaxValue : ns * 128 / 125;

    // The smallest ns whose scaled value reaches the edge: scaling rounds down, so unscaling rounds up.
    private static ulong Unscaled(ulong scaled) => (ulong)((((UInt128)scaled * 125) + 127) / 128);

    private static int Log2(ulong value) => value == 0 ? 0 : BitOperations.Log2(value);

    private static int LogLinearIndex(ulong value)
    {
        if (value < 4) return (int)value;
        int octave = BitOperations.Log2(value);
        int index = ((octave - 1) * 4) + (int)((value >> (octave - 2)) & 3);
        return Math.Min(index, LogLinearCount - 1);
    }

    private static ulong LogLinearLow(int index) => index < 4 ? (ulong)index : (4UL + ((ulong)index & 3)) << ((index / 4) - 1);
}
