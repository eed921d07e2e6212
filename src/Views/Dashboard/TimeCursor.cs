using Probetop.Probes.Snapshots;

namespace Probetop.Views.Dashboard;

/// <summary>Which interval is shown: the newest one, painted as often as asked for, or one that the screen stands still at.</summary>
internal sealed class TimeCursor(ulong intervalNs)
{
    private const ulong NsPerSecond = 1_000_000_000;

    private static readonly ulong[] IntervalsNs =
    [
        100_000_000, 200_000_000, 500_000_000,
        NsPerSecond, 2 * NsPerSecond, 5 * NsPerSecond, 10 * NsPerSecond, 30 * NsPerSecond, 60 * NsPerSecond,
    ];

    // Whether the newest interval is to be shown whenever the last painting was.
    private bool _isDue = true;

    /// <summary>Time between two paintings in ns.</summary>
    public ulong IntervalNs { get; private set; } = Math.Clamp(intervalNs, IntervalsNs[0], IntervalsNs[^1]);

    /// <summary>The interval shown; null before the first one.</summary>
    public Snapshot? Current { get; private set; }

    /// <summary>Whether it still ran when it was read.</summary>
    public bool IsProvisional { get; private set; }

    /// <summary>Whether the screen stands still.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Whether it stands still at a moment that was stepped to.</summary>
    public bool IsPast { get; private set; }

    /// <summary>Takes over what is new, unless the screen stands still.</summary>
    public void Update(History history)
    {
        if (IsHeld) return;

        // The running interval is read first: once it is complete it is in the history, and no longer newer.
        Snapshot? running = IntervalNs < NsPerSecond ? history.Provisional : null;
        Snapshot? newest = history.Newest;
        if (running is not null && running.Index > (newest?.Index ?? -1))
        {
            Current = running;
            IsProvisional = true;
            return;
        }

        if (newest is null || !IsDue(newest)) return;
        Current = newest;
        IsProvisional = _isDue = false;
    }

    /// <summary>Lets the screen stand still, or go on; false when there is nothing to stand still at.</summary>
    public bool TogglePause()
    {
        if (Current is null) return false;
        if (IsHeld) GoLive();
        else IsHeld = true;
        return true;
    }

    /// <summary>Goes on.</summary>
    public void GoLive()
    {
        IsHeld = IsPast = false;
        _isDue = true;
    }

    /// <summary>Stands still at the interval after (or for -1 before) the one shown; false when that one is not kept.</summary>
    public bool Step(History history, int direction)
    {
        if (Current is not { } shown) return false;
        long index = shown.Index + direction;
        return GoTo(history[direction > 0 ? Math.Max(index, history.Start) : index]);
    }

    /// <summary>Stands still at the oldest kept interval; false when it is the one shown.</summary>
    public bool GoToOldest(History history) => GoTo(history[history.Start]);

    /// <summary>Seconds from the end of the interval shown to the end of the newest one.</summary>
    public long AgeSeconds(History history)
    {
        if (!IsPast || Current is not { } shown || history.Newest is not { } newest) return 0;
        ulong endNs = shown.StartNs + shown.DurationNs, newestEndNs = newest.StartNs + newest.DurationNs;
        return endNs >= newestEndNs ? 0 : (long)((newestEndNs - endNs + (NsPerSecond / 2)) / NsPerSecond);
    }

    /// <summary>Goes to the next longer (or for -1 shorter) painting interval; false at the end.</summary>
    public bool StepInterval(int direction)
    {
        int at = Array.BinarySearch(IntervalsNs, IntervalNs);
        int next = at >= 0 ? at + direction : direction > 0 ? ~at : ~at - 1;
        if (next < 0 || next >= IntervalsNs.Length) return false;
        IntervalNs = IntervalsNs[next];
        return true;
    }

    // In the first few seconds each interval is shown, so that a long refresh does not begin with an empty screen.
    private bool IsDue(Snapshot newest)
    {
        if (_isDue || Current is not { } shown) return true;
        long every = (long)(IntervalNs / NsPerSecond);
        return newest.Index >= shown.Index + every || (newest.Index >= shown.Index && (IsProvisional || newest.Index < every));
    }

    private bool GoTo(Snapshot? snapshot)
    {
        if (snapshot is null || ReferenceEquals(snapshot, Current)) return false;
        Current = snapshot;
        IsProvisional = false;
        IsHeld = IsPast = true;
        return true;
    }
}
