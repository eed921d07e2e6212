using Probetop.Probes.Histograms;

namespace Probetop.Views.Widgets;

/// <summary>The rows that bcc prints for a distribution: 0–1, 2–3, 4–7… (µs for times), or one for each value of a linear one.</summary>
public static class OctaveRows
{
    /// <summary>Most rows of any scale.</summary>
    public const int MostRows = Buckets.LinearCount;

    /// <summary>Number of rows of a scale.</summary>
    public static int Count(BucketScale scale) => RowOf(scale, Buckets.Count(scale) - 1) + 1;

    /// <summary>The row that a bucket belongs to.</summary>
    public static int RowOf(BucketScale scale, int bucket) => scale switch
    {
        BucketScale.LogLinearTime => Math.Max(0, Buckets.OctaveOf(bucket) - 1),
        BucketScale.LogLinear => bucket < 4 ? bucket / 2 : (bucket / 4) + 1,
        BucketScale.Log2Time => Math.Max(0, bucket - 1),
        _ => bucket,
    };

    /// <summary>The lowest value of a row, in the tool's unit.</summary>
    public static ulong Low(BucketScale scale, int row) => scale switch
    {
        BucketScale.Linear => (ulong)row,
        BucketScale.LogLinear => row == 0 ? 0 : 1UL << row,
        _ => row == 0 ? 0 : 1000UL << row,
    };
}
