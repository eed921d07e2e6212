namespace Probetop.Views.Widgets;

/// <summary>
/// Which buckets share a row of the screen: 1, 2, 3, 4, 6, 8, 12… of them, aligned, so that a row's edges mean the same wherever the
/// picture starts. The lowest row also holds everything below it. The fold widens at once but narrows only after a while: the picture
/// stands still.
/// </summary>
public struct RowFold
{
    /// <summary>Intervals for which a better fold must hold before it is taken.</summary>
    public const int CalmIntervals = 10;

    private bool _fitted;
    private long _busySince;
    private int _buckets;
    private int _zoom;
    private int _first;

    /// <summary>Rows.</summary>
    public int Rows { get; private set; }

    /// <summary>Buckets that share a row.</summary>
    public readonly int BucketsPerRow => PerRow(_zoom);

    /// <summary>Rows that show the same bucket; more than 1 where there are far more rows than buckets.</summary>
    public readonly int RowsPerBucket => PerBucket(_zoom);

    /// <summary>Number of the lowest row, counted from the one of bucket 0.</summary>
    public readonly int First => _first;

    /// <summary>Rows that show a bucket: fewer than <see cref="Rows"/> where there are not buckets enough.</summary>
    public readonly int UsedRows => Math.Min(Rows, LastRowAt(_buckets - 1, _zoom) + 1 - _first);

    /// <summary>Lowest bucket of a row, counted from the lowest row shown.</summary>
    public readonly int LowOf(int row) => row <= 0 ? 0 : Math.Min(_buckets, BucketAt(_first + row));

    /// <summary>One past the highest bucket of a row.</summary>
    public readonly int HighOf(int row) => Math.Min(_buckets, BucketAt(_first + row) + BucketsPerRow);

    /// <summary>The lowest row that shows a bucket; at least <see cref="Rows"/> when none does.</summary>
    public readonly int RowOf(int bucket) => Math.Max(0, RowAt(bucket, _zoom) - _first);

    /// <summary>
    /// Fits the fold to the buckets from <paramref name="lowest"/> to <paramref name="highest"/> (below lowest: none) of
    /// <paramref name="buckets"/> in all, in <paramref name="rows"/> rows; a bucket may take up to 2^<paramref name="magnify"/> rows.
    /// </summary>
    public void Update(int lowest, int highest, int buckets, int rows, int magnify, long interval)
    {
        if (rows <= 0) return;
        if (rows != Rows || buckets != _buckets) _fitted = false;
        if (highest < lowest)
        {
            // Not fitted yet: the first data takes its fold at once.
            if (!_fitted) Take(Best(0, buckets - 1, buckets, rows, 0), buckets, rows, interval);
            return;
        }

        (int Zoom, int First) best = Best(lowest, highest, buckets, rows, magnify);
        bool shown = RowAt(lowest, _zoom) >= _first && LastRowAt(highest, _zoom) - _first < Rows;
        if (!_fitted || !shown)
        {
            Take(best, buckets, rows, interval);
            _fitted = true;
        }
        else if (best.Zoom >= _zoom && Math.Abs(best.First - _first) <= rows / 2)
        {
            _busySince = interval;
        }
        else if (Math.Abs(interval - _busySince) >= CalmIntervals)
        {
            Take(best, buckets, rows, interval);
        }
    }

    // Up to an octave of log-linear buckets, one and a half, then whole octaves: edges fall on octaves at least every fourth row, and
    // no step wastes half of the rows.
    private static int PerRow(int zoom) => zoom switch { <= 0 => 1, < 4 => zoom + 1, 4 => 6, _ => 4 * (zoom - 3) };

    private static int PerBucket(int zoom) => zoom < 0 ? 1 << -zoom : 1;

    private static int RowAt(int bucket, int zoom) => bucket * PerBucket(zoom) / PerRow(zoom);

    private static int LastRowAt(int bucket, int zoom) => (((bucket + 1) * PerBucket(zoom)) - 1) / PerRow(zoom);

    private static int RowsOf(int lowest, int highest, int zoom) => LastRowAt(highest, zoom) - RowAt(lowest, zoom) + 1;

    // One empty row below the data where there is one to spare; the rest is headroom, since it is the slow end that moves.
    private static (int Zoom, int First) Best(int lowest, int highest, int buckets, int rows, int magnify)
    {
        int zoom = -magnify;
        while (RowsOf(lowest, highest, zoom) > rows) zoom++;
        int spare = Math.Min(1, rows - RowsOf(lowest, highest, zoom));
        int last = Math.Max(0, LastRowAt(buckets - 1, zoom) + 1 - rows);
        return (zoom, Math.Clamp(RowAt(lowest, zoom) - spare, 0, last));
    }

    private readonly int BucketAt(int row) => row * BucketsPerRow / RowsPerBucket;

    private void Take((int Zoom, int First) fold, int buckets, int rows, long interval)
    {
        (_zoom, _first) = fold;
        _buckets = buckets;
        Rows = rows;
        _busySince = interval;
    }
}
