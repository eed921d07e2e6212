using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Containers;
using Probetop.Probes.Events;
using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Sampling;

/// <summary>How a session works.</summary>
public sealed record SessionOptions
{
    /// <summary>What everything is restricted to; null: the whole machine.</summary>
    public Selection? Restriction { get; init; }

    /// <summary>Length of an interval that the history keeps, in ns.</summary>
    public ulong IntervalNs { get; init; } = 1_000_000_000;

    /// <summary>Most intervals kept.</summary>
    public int HistoryIntervals { get; init; } = 600;

    /// <summary>Most bytes of history kept.</summary>
    public long HistoryBytes { get; init; } = 12 << 20;

    /// <summary>Most rows of the process table before <c>other</c>.</summary>
    public int ProcessRows { get; init; } = 200;

    /// <summary>Most events of a tool in an interval; those above are counted as lost.</summary>
    public int EventRows { get; init; } = 10_000;

    /// <summary>How histogram tools are split, by tool name; not in it: by their own key.</summary>
    public IReadOnlyDictionary<string, Grouping> Groupings { get; init; } = new Dictionary<string, Grouping>();

    /// <summary>What the tools that show slow operations show, in ns; see <see cref="ProbeSession.SetThreshold"/>.</summary>
    public ulong SlowerThanNs { get; init; } = 10_000_000;

    /// <summary>Whether tools attach every event they can use, hot ones too.</summary>
    public bool UseAllEvents { get; init; }

    /// <summary>Whether the cost of our programs is measured all the time, at 20–35 ns per program run, rather than 1 s in 30.</summary>
    public bool MeasureCost { get; init; }

    /// <summary>For tests: events take this rung or a lower one, where they have one that holds; null: their best.</summary>
    public RungKind? HighestRung { get; init; }

    /// <summary>For tests: every rung is tried, also those that the kernel is known to refuse.</summary>
    internal bool TrustsEveryRung { get; init; }

    /// <summary>For tests: a tool that gets a handler no verifier accepts.</summary>
    internal string? BrokenTool { get; init; }

    /// <summary>For tests: processes that can be told apart, at most and by default as many as the kernel side has room for.</summary>
    internal int ProcessSlots { get; init; } = WireLimits.ProcessSlots - 1;

    /// <summary>For tests: size of the ring buffer, a power of two of at least a page; null for the usual one.</summary>
    internal int? EventsBytes { get; init; }
}

/// <summary>Probes at work: a worker thread that loads and attaches, a sampler thread that reads and keeps the history.</summary>
/// <remarks>Members may be called from any one thread beside those two; nothing here waits for the kernel but <see cref="Dispose"/>.</remarks>
public sealed class ProbeSession : IDisposable
{
    private readonly SessionOptions _options;
    private readonly ToolStatus[] _statuses = new ToolStatus[Catalogue.Tools.Count];
    private readonly Worker _worker;
    private readonly CgroupNames _cgroups;
    private KernelSide? _kernel;
    private SharedMaps? _shared;
    private Sampler? _sampler;
    private volatile string? _failure;
    private volatile int _failureErrno;
    private volatile bool _ended;

    /// <summary>Opens a session; the kernel is touched by the worker only, from <see cref="Start"/> on.</summary>
    public ProbeSession(SessionOptions options)
    {
        _options = options;
        Array.Fill(_statuses, ToolStatus.Off);
        History = new History(options.HistoryIntervals, options.HistoryBytes);
        _worker = new Worker(OnUnforeseen);
        _cgroups = new CgroupNames(_worker.Post);
        Post(Open);
    }

    /// <summary>The kept intervals.</summary>
    public History History { get; }

    /// <summary>Why nothing can be measured, once the worker knows; null while it can.</summary>
    public string? Failure => _failure;

    /// <summary>The kernel's error number behind <see cref="Failure"/>; 0 when there is none.</summary>
    public int FailureErrno => _failureErrno;

    /// <summary>For tests: the shared maps, once the worker has made them.</summary>
    internal SharedMaps? Shared => _shared;

    /// <summary>Raised on the sampler's or worker's thread when there is something new to show.</summary>
    public event EventHandler? Changed;

    /// <summary>Whether and how a tool runs now.</summary>
    public ToolStatus StatusOf(ToolDescriptor tool) => Volatile.Read(ref _statuses[tool.Id]);

    /// <summary>Starts tools, one after the other, in the background.</summary>
    public void Start(IEnumerable<Tool> tools)
    {
        foreach (Tool tool in tools)
        {
            if (StatusOf(tool.Descriptor).State is ToolState.Off or ToolState.Unavailable) SetStatus(tool.Descriptor, ToolStatus.Loading);
            Post(() => StartNow(tool));
        }
    }

    /// <summary>Stops a tool at once; its programs are detached some seconds later unless they are needed again.</summary>
    public void Stop(Tool tool) => Post(() =>
    {
        if (_kernel is not { } kernel) return;
        kernel.Stop(tool);
        _sampler?.Post(collector => collector.Remove(tool.Descriptor));
        SetStatus(tool.Descriptor, ToolStatus.Off);
        DetachLater(kernel);
    });

    /// <summary>Makes the kernel side count a selection apart, in every tool that can; null ends it.</summary>
    public void Select(Selection? selection) => Post(() => _sampler?.Post(collector => collector.Select(selection)));

    /// <summary>Changes what the tools that show slow operations show from now on, in ns.</summary>
    public void SetThreshold(ulong slowerThanNs) => Post(() => _shared?.SetThreshold(slowerThanNs));

    /// <summary>Publishes the running interval every so often, for refreshes shorter than an interval; 0 never.</summary>
    public void PublishEvery(ulong refreshNs) => Post(() => _sampler?.PublishEvery(refreshNs));

    /// <summary>
    /// Once everything posted so far is done, ends the running interval and begins a new one: the result is its index.
    /// Fails with the session's <see cref="Failure"/>.
    /// </summary>
    public Task<long> CutAsync(bool isGap)
    {
        var index = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        bool posted = _worker.Post(() =>
        {
            if (_sampler is { } sampler && _failure is null && !_ended) sampler.Cut(isGap, index);
            else Refuse();
        });
        if (!posted) Refuse();
        return index.Task;

        void Refuse() => index.SetException(new InvalidOperationException(_failure ?? "the session has ended"));
    }

    /// <summary>Detaches and unloads everything and ends both threads.</summary>
    public void Dispose()
    {
        // The worker first: it may be about to make the others. What is posted to it is let go.
        _ended = true;
        _worker.Dispose();
        _sampler?.Dispose();
        _kernel?.Dispose();
        _shared?.Dispose();
    }

    // A failure that no code expected is shown in place of figures that nobody can vouch for.
    private void OnUnforeseen(Exception error)
    {
        _failure ??= $"{error.GetType().Name}: {error.Message}";
        RaiseChanged();
    }

    private void Fail(string failure, int errno)
    {
        _failureErrno = errno;
        _failure = failure;
        RaiseChanged();
    }

    // The iterator that fills the table at the start shows the processes of our pid namespace only.
    private static string NoProcess(Selection restriction)
    {
        string none = $"there is no process {restriction.Process?.Tgid ?? restriction.ProcEntry!.Pid}";
        return PidNamespace.Read("/proc").IsInitial ? none : none + " in this pid namespace that can be told from all others";
    }

    private void RaiseChanged() => Changed?.Invoke(this, EventArgs.Empty);

    private void Open()
    {
        try
        {
            OpenMaps();
        }
        catch (BpfException error)
        {
            Fail(error.Message, error.Errno);
        }
    }

    private void OpenMaps()
    {
        _shared = SharedMaps.Create(_options, out LoadError? error);
        if (_shared is null)
        {
            Fail($"BPF maps cannot be created: {error!.Reason}", error.Errno);
            return;
        }

        _shared.SetCgroupVersion(_cgroups.IsV1);
        _shared.SetThreshold(_options.SlowerThanNs);
        _cgroups.Refresh();
        _kernel = new KernelSide(_shared, _options);
        if (_kernel.StartProcessTable() is { } reason)
        {
            Fail($"there is no process table: {reason}", 0);
            return;
        }

        var groupings = _options.Groupings.ToDictionary(pair => Catalogue.Find(pair.Key)!.Descriptor, pair => pair.Value);
        var collector = new Collector(_shared, new EventNames(_cgroups.NameOf), new Detail(_options.ProcessRows, _options.EventRows, groupings));
        if (_options.Restriction is { } restriction && !collector.Restrict(restriction))
            _failure = NoProcess(restriction);
        _sampler = new Sampler(_options, collector, History, StatusOf, RaiseChanged, () => Post(FollowCpus));
    }

    private void StartNow(Tool tool)
    {
        if (_kernel is not { } kernel || _failure is not null)
        {
            SetStatus(tool.Descriptor, new ToolStatus(ToolState.Unavailable, _failure ?? "the session has ended", null, []));
            return;
        }

        if (kernel.Runs(tool)) return;
        try
        {
            ToolStatus status = kernel.Start(tool, _options.UseAllEvents, out RunningTool? running);
            if (running is not null)
            {
                MappedMap? onCpu = kernel.Running;
                _sampler?.Post(collector =>
                {
                    collector.Running ??= onCpu;
                    collector.Add(running, Clock.MonotonicNs());
                });
                WatchPrograms(kernel);
            }
            else
            {
                // Some of its programs may be attached already.
                DetachLater(kernel);
            }

            SetStatus(tool.Descriptor, status);
        }
        catch (BpfException error)
        {
            kernel.Stop(tool);
            DetachLater(kernel);
            SetStatus(tool.Descriptor, new ToolStatus(ToolState.Unavailable, error.Message, null, []));
        }
    }

    private void DetachLater(KernelSide kernel) => _worker.PostLater(() =>
    {
        kernel.DetachUnused();
        WatchPrograms(kernel);
    });

    private void WatchPrograms(KernelSide kernel)
    {
        var programs = kernel.Programs;
        long mapBytes = kernel.ReadMapMemoryBytes();
        _sampler?.Post(_ => _sampler.Watch(programs, mapBytes));
    }

    private void FollowCpus()
    {
        IReadOnlyList<int>? online = null;
        foreach ((AttachedProgram program, _) in _kernel!.Programs)
        {
            // Read before the events are: one that has left is not taken for dead and opened again.
            if (program.Program.PerfEvents is { } events) events.Follow(online ??= Cpus.ReadOnline());
        }
    }

    private void SetStatus(ToolDescriptor tool, ToolStatus status)
    {
        Volatile.Write(ref _statuses[tool.Id], status);
        RaiseChanged();
    }

    private void Post(Action action) => _worker.Post(() =>
    {
        if (!_ended) action();
    });
}
