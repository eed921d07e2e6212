using System.Collections.Concurrent;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Sampling;

/// <summary>The thread that reads maps, drains the ring buffer and appends to the history; it never waits for anything slow.</summary>
internal sealed class Sampler : IDisposable
{
    // Half of the ring buffer at 100,000 events of 200 bytes a second.
    private const ulong DrainNs = 50_000_000;

    private const ulong SecondNs = 1_000_000_000;
    private const ulong TendNs = SecondNs;
    private const ulong FirstRefreshNs = 100_000_000;

    // Beyond this many intervals late, time was lost: the process was stopped.
    private const ulong GapIntervals = 3;

    private readonly Collector _collector;
    private readonly History _history;
    private readonly Func<ToolDescriptor, ToolStatus> _statusOf;
    private readonly Action _changed;
    private readonly Action _eachSecond;
    private readonly ConcurrentQueue<Action<Collector>> _posted = new();
    private readonly AutoResetEvent _wake = new(false);
    private readonly SelfMeter _self;
    private readonly ulong _intervalNs;
    private readonly Thread _thread;
    private ulong _startNs = Clock.MonotonicNs();
    private long _startRealtimeNs = Clock.RealtimeNs();
    private ulong _refreshNs;
    private ulong _nextRefreshNs;
    private bool _afterGap;
    private volatile bool _stopping;

    /// <summary>Starts the thread, which calls <paramref name="changed"/> when there is something new and <paramref name="eachSecond"/>.</summary>
    public Sampler(
        SessionOptions options,
        Collector collector,
        History history,
        Func<ToolDescriptor, ToolStatus> statusOf,
        Action changed,
        Action eachSecond)
    {
        _collector = collector;
        _history = history;
        _statusOf = statusOf;
        _changed = changed;
        _eachSecond = eachSecond;
        _intervalNs = options.IntervalNs;
        _self = new SelfMeter(options.MeasureCost);
        _thread = new Thread(Run) { Name = "sampler", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs <paramref name="action"/> on the sampler's thread before its next reading.</summary>
    public void Post(Action<Collector> action)
    {
        _posted.Enqueue(action);
        _wake.Set();
    }

    /// <summary>Publishes the running interval every <paramref name="refreshNs"/>; 0 never.</summary>
    public void PublishEvery(ulong refreshNs) => Post(_ => _refreshNs = refreshNs < _intervalNs ? refreshNs : 0);

    /// <summary>Ends the running interval now; <paramref name="isGap"/> marks the next one, whose index is the result, as following lost time.</summary>
    public void Cut(bool isGap, TaskCompletionSource<long> next) => Post(_ =>
    {
        Finish(Clock.MonotonicNs());
        _afterGap |= isGap;
        next.SetResult(_history.End);
    });

    /// <summary>Programs whose cost is measured from now on. Sampler thread only.</summary>
    public void Watch(IReadOnlyList<(AttachedProgram Program, IReadOnlyList<string> Tools)> programs, long mapBytes) =>
        _self.Watch(programs, mapBytes);

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        _thread.Join();
        // Somebody may wait for the interval to end.
        while (_posted.TryDequeue(out Action<Collector>? action)) action(_collector);
        _self.Dispose();
        _collector.Dispose();
        _wake.Dispose();
    }

    // Nobody waits a whole interval for the first figures.
    private ulong RefreshNs => _history.End == 0 ? Math.Min(FirstRefreshNs, _intervalNs) : _refreshNs;

    private void Run()
    {
        ulong tendedNs = 0, secondNs = _startNs;
        while (!_stopping)
        {
            while (_posted.TryDequeue(out Action<Collector>? action)) action(_collector);
            ulong nowNs = Clock.MonotonicNs();
            if (nowNs - secondNs >= SecondNs)
            {
                _eachSecond();
                secondNs = nowNs;
            }

            ulong dueNs = _startNs + _intervalNs;
            if (nowNs >= dueNs)
            {
                if (nowNs - dueNs > GapIntervals * _intervalNs) _afterGap = true;
                Finish(nowNs);
                dueNs = _startNs + _intervalNs;
                tendedNs = nowNs;
            }
            else if (RefreshNs != 0 && nowNs >= _nextRefreshNs)
            {
                _history.PublishProvisional(Take(nowNs, final: false));
                _nextRefreshNs = nowNs + RefreshNs;
                tendedNs = nowNs;
                _changed();
            }
            else if (nowNs - tendedNs >= TendNs || _collector.IsShortOfSlots)
            {
                _collector.Tend(nowNs);
                tendedNs = nowNs;
            }
            else
            {
                _collector.Drain();
            }

            ulong waitNs = Math.Min(DrainNs, dueNs > nowNs ? dueNs - nowNs : 0);
            _wake.WaitOne((int)((waitNs / 1_000_000) + 1));
        }
    }

    private void Finish(ulong nowNs)
    {
        Snapshot snapshot = Take(nowNs, final: true);
        _history.Append(snapshot);
        _startNs = nowNs;
        _startRealtimeNs = Clock.RealtimeNs();
        _nextRefreshNs = nowNs + RefreshNs;
        _afterGap = false;
        _changed();
    }

    private Snapshot Take(ulong nowNs, bool final)
    {
        CollectedInterval collected = _collector.Collect(nowNs, final);
        var tools = new ToolSnapshot[Catalogue.Tools.Count];
        foreach (Tool tool in Catalogue.Tools)
        {
            ToolDescriptor descriptor = tool.Descriptor;
            (ulong intervalNs, Losses? losses, ToolData? data) = collected.Tools[descriptor.Id];
            tools[descriptor.Id] = new ToolSnapshot(descriptor, _statusOf(descriptor), intervalNs, losses ?? Losses.None, data);
        }

        ulong durationNs = nowNs - _startNs;
        return new Snapshot
        {
            Index = _history.End,
            StartNs = _startNs,
            StartRealtimeNs = _startRealtimeNs,
            DurationNs = durationNs,
            AfterGap = _afterGap,
            Tools = tools,
            Processes = collected.Processes,
            Cpus = collected.Cpus,
            Programs = _self.ReadPrograms(final),
            Self = _self.Read(durationNs, _history.Bytes, final),
            SelectionGeneration = _collector.Generation,
        };
    }
}
