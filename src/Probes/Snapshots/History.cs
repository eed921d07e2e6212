namespace Probetop.Probes.Snapshots;

/// <summary>The kept intervals: one writer (the sampler), any number of readers, no lock.</summary>
/// <remarks>A reader holds references to immutable snapshots; the writer only replaces slots and then publishes the new end.</remarks>
public sealed class History
{
    private readonly Snapshot?[] _ring;
    private readonly long _byteBudget;
    private long _start;
    private long _end;
    private long _bytes;
    private Snapshot? _provisional;

    /// <summary>Keeps at most <paramref name="capacity"/> intervals and <paramref name="byteBudget"/> bytes.</summary>
    public History(int capacity, long byteBudget)
    {
        _ring = new Snapshot?[capacity];
        _byteBudget = byteBudget;
    }

    /// <summary>Most intervals that can be kept.</summary>
    public int Capacity => _ring.Length;

    /// <summary>Index of the oldest kept interval.</summary>
    public long Start => Volatile.Read(ref _start);

    /// <summary>One above the index of the newest kept interval; equal to <see cref="Start"/> when empty.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Bytes kept.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The running, not yet complete interval when the refresh is shorter than one second; else null.</summary>
    public Snapshot? Provisional => Volatile.Read(ref _provisional);

    /// <summary>The newest complete interval; null at first.</summary>
    public Snapshot? Newest => this[End - 1];

    /// <summary>The interval with that index, or null when it is not (or no longer) kept.</summary>
    public Snapshot? this[long index]
    {
        get
        {
            if (index < Start || index >= End) return null;
            Snapshot? snapshot = Volatile.Read(ref _ring[index % _ring.Length]);
            return snapshot?.Index == index ? snapshot : null;
        }
    }

    /// <summary>Appends an interval, dropping the oldest ones over the capacity or byte budget. Sampler only.</summary>
    /// <exception cref="ArgumentException">The index does not follow the newest one.</exception>
    public void Append(Snapshot snapshot)
    {
        if (snapshot.Index != _end) throw new ArgumentException($"interval {snapshot.Index} after {_end - 1}", nameof(snapshot));
        long bytes = _bytes + snapshot.RetainedBytes, start = _start;
        while (start < _end && (bytes > _byteBudget || _end - start >= _ring.Length))
        {
            bytes -= _ring[start % _ring.Length]!.RetainedBytes;
            Volatile.Write(ref _start, start + 1);
            Volatile.Write(ref _ring[start++ % _ring.Length], null);
        }

        Volatile.Write(ref _ring[snapshot.Index % _ring.Length], snapshot);
        Volatile.Write(ref _bytes, bytes);
        Volatile.Write(ref _provisional, null);
        Volatile.Write(ref _end, snapshot.Index + 1);
    }

    /// <summary>Shows the running interval until the next complete one. Sampler only.</summary>
    public void PublishProvisional(Snapshot snapshot) => Volatile.Write(ref _provisional, snapshot);
}
