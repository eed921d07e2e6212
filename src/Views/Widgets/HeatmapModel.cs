using Probetop.Probes.Histograms;

namespace Probetop.Views.Widgets;

/// <summary>What there is to say about a column of a heatmap beside its counts.</summary>
[Flags]
public enum HeatColumn
{
    /// <summary>An ordinary interval.</summary>
    None = 0,

    /// <summary>No reading: not the same as nothing counted.</summary>
    Absent = 1,

    /// <summary>Time before this interval is missing.</summary>
    Gap = 2,

    /// <summary>Something was lost: the counts are too low.</summary>
    Untrusted = 4,
}

/// <summary>The columns of a heatmap, one per interval: dense bucket counts in a ring that only its creation allocates.</summary>
public sealed class HeatmapModel
{
    private const double StragglerShare = 0.02;
    private const ulong NsPerSecond = 1_000_000_000;

    private readonly Column[] _columns;
    private readonly ulong[] _counts;

    /// <summary>Makes room for <paramref name="capacity"/> intervals, at least as many as are shown at once.</summary>
    public HeatmapModel(int capacity)
    {
        _columns = new Column[Math.Max(1, capacity)];
        _counts = new ulong[_columns.Length * Buckets.LogLinearCount];
        Reset(BucketScale.LogLinearTime, "ns");
    }

    /// <summary>Most intervals kept.</summary>
    public int Capacity => _columns.Length;

    /// <summary>How bucket numbers map to values.</summary>
    public BucketScale Scale { get; private set; }

    /// <summary><c>ns</c>, <c>bytes</c> or <c>count</c>.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>Forgets every column, as when another distribution is to be shown.</summary>
    public void Reset(BucketScale scale, string unit)
    {
        Scale = scale;
        Unit = unit;
        Array.Fill(_columns, new Column { Index = -1 });
    }

    /// <summary>Whether the interval is kept.</summary>
    public bool Has(long index) => index >= 0 && _columns[index % _columns.Length].Index == index;

    /// <summary>Keeps an interval in place of the one <see cref="Capacity"/> before it; without a histogram it is absent.</summary>
    /// <param name="index">Number of the interval, from 0.</param>
    /// <param name="histogram">Its counts.</param>
    /// <param name="durationNs">Its real length in ns, by which colours are normalised to one second; 0: not known.</param>
    /// <param name="flags">What else is to be said.</param>
    /// <exception cref="ArgumentException">The histogram is of another scale.</exception>
    public void Set(long index, Histogram? histogram, ulong durationNs, HeatColumn flags)
    {
        if (histogram is not null && histogram.Scale != Scale)
            throw new ArgumentException($"a {histogram.Scale} histogram in a {Scale} heatmap", nameof(histogram));
        Span<ulong> counts = CountsOf(index);
        counts.Clear();
        histogram?.AddTo(counts);
        int last = (histogram?.Length ?? 0) - 1;
        _columns[index % _columns.Length] = new Column
        {
            Index = index,
            DurationNs = durationNs,
            Flags = histogram is null ? flags | HeatColumn.Absent : flags,
            Lowest = last < 0 ? int.MaxValue : histogram!.At(0).Bucket,
            Highest = last < 0 ? -1 : histogram!.At(last).Bucket,
        };
    }

    /// <summary>What is to be said about an interval; one that is not kept is absent.</summary>
    public HeatColumn FlagsOf(long index) => Has(index) ? _columns[index % _columns.Length].Flags : HeatColumn.Absent;

    /// <summary>What an interval counted in the buckets from <paramref name="low"/> to below <paramref name="high"/>.</summary>
    public ulong CountOf(long index, int low, int high)
    {
        if (!Has(index)) return 0;
        ref Column column = ref _columns[index % _columns.Length];
        ReadOnlySpan<ulong> counts = CountsOf(index);
        ulong sum = 0;
        for (int bucket = Math.Max(low, column.Lowest); bucket < high && bucket <= column.Highest; bucket++)
            sum = counts[bucket] > ulong.MaxValue - sum ? ulong.MaxValue : sum + counts[bucket];
        return sum;
    }

    /// <summary>The same per second; a count above 0 never becomes 0.</summary>
    public ulong PerSecond(long index, int low, int high)
    {
        ulong count = CountOf(index, low, high);
        if (count == 0) return 0;
        ulong durationNs = _columns[index % _columns.Length].DurationNs;
        if (durationNs is 0 or NsPerSecond) return count;
        double perSecond = Math.Round((double)count * NsPerSecond / durationNs);
        return perSecond >= ulong.MaxValue ? ulong.MaxValue : Math.Max(1, (ulong)perSecond);
    }

    /// <summary>
    /// Lowest and highest bucket worth a row in the intervals from <paramref name="first"/> to below <paramref name="end"/>: up to the
    /// highest non-empty one, but without the lowest 2 %, as stragglers at the fast end would cost the slow end its rows; highest is
    /// below lowest when all are empty.
    /// </summary>
    public (int Lowest, int Highest) RangeOf(long first, long end)
    {
        Span<double> sums = stackalloc double[Buckets.LogLinearCount];
        sums.Clear();
        double total = 0;
        int highest = -1;
        for (long index = first; index < end; index++)
        {
            if (!Has(index)) continue;
            Column column = _columns[index % _columns.Length];
            ReadOnlySpan<ulong> counts = CountsOf(index);
            highest = Math.Max(highest, column.Highest);
            for (int bucket = column.Lowest; bucket <= column.Highest; bucket++)
            {
                sums[bucket] += counts[bucket];
                total += counts[bucket];
            }
        }

        int lowest = 0;
        for (double below = sums[0]; lowest < highest && below <= total * StragglerShare; below += sums[lowest]) lowest++;
        return (lowest, highest);
    }

    private Span<ulong> CountsOf(long index) =>
        _counts.AsSpan((int)(index % _columns.Length) * Buckets.LogLinearCount, Buckets.Count(Scale));

    private struct Column
    {
        public long Index;
        public ulong DurationNs;
        public int Lowest;
        public int Highest;
        public HeatColumn Flags;
    }
}
