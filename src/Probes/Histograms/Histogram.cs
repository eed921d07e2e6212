namespace Probetop.Probes.Histograms;

/// <summary>An immutable distribution of one interval, kept sparse: only buckets that counted something.</summary>
public sealed class Histogram
{
    private readonly byte[] _index;
    private readonly ulong[] _count;

    private Histogram(BucketScale scale, byte[] index, ulong[] count, ulong total, ulong sum)
    {
        Scale = scale;
        _index = index;
        _count = count;
        Total = total;
        Sum = sum;
    }

    /// <summary>How the bucket indexes map to values.</summary>
    public BucketScale Scale { get; }

    /// <summary>Number of values counted: the sum of the buckets.</summary>
    public ulong Total { get; }

    /// <summary>Sum of all values, in the tool's unit.</summary>
    public ulong Sum { get; }

    /// <summary>Number of non-empty buckets.</summary>
    public int Length => _index.Length;

    /// <summary>Upper edge of the highest non-empty bucket in the tool's unit; 0 when empty.</summary>
    public ulong Max => _index.Length == 0 ? 0 : Buckets.High(Scale, _index[^1]);

    /// <summary>Bytes this histogram keeps alive, for the history's budget.</summary>
    public int RetainedBytes => 96 + (_index.Length * 9);

    /// <summary>An empty distribution of <paramref name="scale"/>.</summary>
    public static Histogram Empty(BucketScale scale) => new(scale, [], [], 0, 0);

    /// <summary>Makes a histogram from dense bucket counts of one interval (length: <see cref="Buckets.Count"/>).</summary>
    public static Histogram FromDense(BucketScale scale, ReadOnlySpan<ulong> counts, ulong sum)
    {
        int used = 0;
        foreach (ulong count in counts)
            if (count != 0) used++;
        var index = new byte[used];
        var kept = new ulong[used];
        ulong total = 0;
        for (int bucket = 0, at = 0; bucket < counts.Length; bucket++)
        {
            if (counts[bucket] == 0) continue;
            index[at] = (byte)bucket;
            kept[at++] = counts[bucket];
            total += counts[bucket];
        }

        return new Histogram(scale, index, kept, total, sum);
    }

    /// <summary>The n-th non-empty bucket, in rising order: its index in the scale and its count.</summary>
    public (int Bucket, ulong Count) At(int position) => (_index[position], _count[position]);

    /// <summary>Adds the buckets to <paramref name="dense"/> (length: <see cref="Buckets.Count"/>).</summary>
    public void AddTo(Span<ulong> dense)
    {
        for (int i = 0; i < _index.Length; i++) dense[_index[i]] += _count[i];
    }

    /// <summary>The value below which <paramref name="percent"/> of the values lie; null when empty.</summary>
    /// <remarks>
    /// The middle of its bucket, which is within 12.5 % of every value in a log-linear one. Power-of-two buckets are too wide
    /// for that: there it is interpolated.
    /// </remarks>
    public double? Percentile(double percent)
    {
        if (Total == 0) return null;
        double rank = Total * percent / 100.0;
        ulong below = 0;
        for (int i = 0; i < _index.Length; i++)
        {
            ulong count = _count[i];
            if (below + count >= rank)
            {
                double low = Buckets.Low(Scale, _index[i]), width = Buckets.High(Scale, _index[i]) - low;
                return Scale switch
                {
                    BucketScale.Linear => low,
                    BucketScale.Log2Time => low + (width * Math.Max(0, rank - below) / count),
                    _ => low + (width / 2),
                };
            }

            below += count;
        }

        return Max;
    }
}
