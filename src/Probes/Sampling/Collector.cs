using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Events;
using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Sampling;

/// <summary>How much detail an interval keeps.</summary>
/// <param name="Processes">Most rows of the process table before <c>other</c>.</param>
/// <param name="Events">Most event rows of a tool in one interval; those above are counted as lost.</param>
/// <param name="Groupings">For each histogram tool that is to be split, by what.</param>
internal sealed record Detail(int Processes, int Events, IReadOnlyDictionary<ToolDescriptor, Grouping> Groupings);

/// <summary>Reads maps, drains the ring buffer, subtracts readings. Sampler thread only.</summary>
internal sealed class Collector : IDisposable
{
    private readonly SharedMaps _shared;
    private readonly RingReader _ring;
    private readonly Reading?[] _readings = new Reading?[Catalogue.Tools.Count];
    private readonly ulong[] _losses = new ulong[Catalogue.Tools.Count * Bpf.Wire.Losses.Causes];
    private readonly EventNames _names;
    private readonly Detail _detail;
    private readonly Value[] _row = new Value[32];
    private readonly int[] _processPart = new int[Catalogue.Tools.Count];
    private readonly int _parts;
    private ulong _malformed;
    private ulong _processesSeen;
    private uint _generation;
    private Selection? _selection;
    private bool _selectionIsNew;

    public Collector(SharedMaps shared, EventNames names, Detail detail)
    {
        _shared = shared;
        _names = names;
        _detail = detail;
        _ring = new RingReader(shared.Events, OnRecord);
        foreach (Tool tool in Catalogue.Tools) _processPart[tool.Descriptor.Id] = tool.PerProcess is null ? -1 : _parts++;
    }

    /// <summary>What runs on each CPU; null until known.</summary>
    public MappedMap? Running { get; set; }

    /// <summary>Records that no tool could decode, since start.</summary>
    public ulong Malformed => _malformed;

    /// <summary>Number of the current selection's generation.</summary>
    public uint Generation => _generation;

    /// <summary>Counts a tool from now on: its first interval is shorter than that of the others.</summary>
    public void Add(RunningTool running, ulong nowNs)
    {
        int id = running.Tool.Descriptor.Id;
        if (running.PerProcess is { } map) _shared.Processes.Attach(_processPart[id], map);
        var reading = new Reading(running, Cpus.SlotCount);
        reading.Read(nowNs, this);
        _ = LossesOf(running.Tool.Descriptor, reading, final: true);
        reading.Swap(nowNs);
        _readings[id] = reading;
    }

    /// <summary>Forgets a tool.</summary>
    public void Remove(ToolDescriptor tool) => _readings[tool.Id] = null;

    /// <summary>Restricts everything to <paramref name="restriction"/>; false when its process does not exist.</summary>
    public bool Restrict(Selection restriction) => SetFilter(FilterKind.Restrict, restriction, 1);

    /// <summary>Begins a new selection, or none with null; false when its process does not exist.</summary>
    public bool Select(Selection? selection)
    {
        _generation++;
        _selectionIsNew = true;
        _selection = selection;
        return SetFilter(FilterKind.Select, selection, _generation);
    }

    /// <summary>Whether <see cref="Tend"/> is due: so many processes started that free slots may run short.</summary>
    public bool IsShortOfSlots => _shared.Control.At<Control>(0).ProcessesSeen - _processesSeen > WireLimits.ProcessSlots / 8;

    /// <summary>Drains the ring buffer, adds up what processes did and frees the slots of dead ones; at least once a second.</summary>
    public void Tend(ulong nowNs)
    {
        Drain();
        _processesSeen = _shared.Control.At<Control>(0).ProcessesSeen;
        _shared.Processes.Accumulate(nowNs, RunningNow());
    }

    /// <summary>Takes what is in the ring buffer.</summary>
    public void Drain() => _ring.Consume(1_000_000);

    /// <summary>What every tool showed since the last final call; <paramref name="final"/> begins the next interval.</summary>
    public CollectedInterval Collect(ulong nowNs, bool final)
    {
        Tend(nowNs);
        bool hasSelection = _selection is not null && !_selectionIsNew;
        var tools = new (ulong IntervalNs, Snapshots.Losses Losses, ToolData? Data)[Catalogue.Tools.Count];
        var cpus = new CpuTableBuilder(Cpus.SlotCount);
        Span<ulong> partIntervalsNs = stackalloc ulong[_parts];
        partIntervalsNs.Clear();
        foreach (Reading? reading in _readings)
        {
            if (reading is null) continue;
            int id = reading.Tool.Descriptor.Id;
            tools[id] = Collect(reading, nowNs, hasSelection, final, cpus);
            if (_processPart[id] >= 0) partIntervalsNs[_processPart[id]] = tools[id].IntervalNs;
        }

        ProcessTable processes = _shared.Processes;
        Table? table = partIntervalsNs.ContainsAnyExcept(0UL)
            ? processes.Shape.ToTable(processes.Rows, processes.Overflow, partIntervalsNs, _detail.Processes, _names.Container)
            : null;
        var result = new CollectedInterval(tools, table, cpus.ToTable());
        if (final)
        {
            processes.Clear();
            _selectionIsNew = false;
        }

        return result;
    }

    /// <inheritdoc/>
    public void Dispose() => _ring.Dispose();

    private (ulong IntervalNs, Snapshots.Losses Losses, ToolData? Data) Collect(
        Reading reading, ulong nowNs, bool hasSelection, bool final, CpuTableBuilder cpus)
    {
        Tool tool = reading.Tool;
        ToolDescriptor descriptor = tool.Descriptor;
        reading.Read(nowNs, this);
        ulong intervalNs = reading.IntervalNs(nowNs);
        var interval = new Interval(reading.Now, reading.Last, tool.Words, intervalNs, hasSelection, reading.Names);
        ToolData? data = descriptor.Shape == ToolShape.Events ? reading.Events(final) : Derive(tool, interval);
        cpus.Add(tool, interval);
        Snapshots.Losses losses = LossesOf(descriptor, reading, final);
        if (final) reading.Swap(nowNs);
        return (intervalNs, losses, data);
    }

    private ToolData? Derive(Tool tool, in Interval interval)
    {
        if (tool is not HistogramTool histogram) return tool.Derive(interval);
        return _detail.Groupings.GetValueOrDefault(tool.Descriptor) switch
        {
            Grouping.Cpu => histogram.DeriveByCpu(interval),
            Grouping.Process => ByProcess(tool),
            _ => histogram.Derive(interval),
        };
    }

    private HistogramData ByProcess(Tool tool)
    {
        ProcessTable processes = _shared.Processes;
        int part = _processPart[tool.Descriptor.Id];
        var series = new List<Series>();
        var total = new ulong[processes.Shape.Words];
        foreach (ProcessRow row in processes.Rows)
        {
            Histograms.Histogram all = processes.Shape.HistogramOf(part, row.Words);
            if (all.Total == 0) continue;
            ProcessRows.Add(total, row.Words);
            series.Add(new Series(ProcessRows.KeyOf(row, _names.Container), all, null));
        }

        Histograms.Histogram other = processes.Shape.HistogramOf(part, processes.Overflow);
        ProcessRows.Add(total, processes.Overflow);
        if (other.Total != 0) series.Add(new Series([new("pid", "0"), new("comm", "other")], other, null));
        return new HistogramData(tool.Descriptor.Unit ?? "count", processes.Shape.HistogramOf(part, total), null, series);
    }

    private bool SetFilter(FilterKind kind, Selection? selection, uint generation)
    {
        ref Filter filter = ref _shared.Control.WritableAt<Control>(0).Filter[(int)kind];
        // Off while it changes: what is counted in between belongs to an interval that is not shown.
        filter.Flags = FilterFlags.None;
        if (selection is null) return true;
        FilterFlags flags = FilterFlags.None;
        bool found = true;
        filter.Generation = generation;
        if (selection.Process is not null || selection.ProcEntry is not null)
        {
            ProcessTable processes = _shared.Processes;
            flags |= FilterFlags.Process;
            ProcessIdentity? identity = selection.Process ?? processes.Find(selection.ProcEntry!, Clock.SuspendedNs());
            found = identity is { } process && processes.Mark(process, kind, generation);
        }

        if (selection.CgroupId is { } cgroup)
        {
            flags |= FilterFlags.Container;
            filter.CgroupId = cgroup;
        }

        if (selection.Comm is { } comm)
        {
            flags |= FilterFlags.Comm;
            Span<byte> bytes = stackalloc byte[Selection.CommBytes + 1];
            bytes.Clear();
            System.Text.Unicode.Utf8.FromUtf16(comm, bytes[..Selection.CommBytes], out _, out _);
            bytes.CopyTo(filter.Comm);
        }

        Thread.MemoryBarrier();
        filter.Flags = flags;
        return found;
    }

    private void OnRecord(ReadOnlySpan<byte> record)
    {
        if (record.Length < Unsafe.SizeOf<EventHeader>())
        {
            _malformed++;
            return;
        }

        uint id = MemoryMarshal.Read<EventHeader>(record).Tool;
        if (id >= _readings.Length)
        {
            _malformed++;
            return;
        }

        // Records of a tool that was just switched off may still come.
        if (_readings[id] is not { } reading) return;
        Span<Value> row = _row.AsSpan(0, reading.Tool.Descriptor.Columns.Count);
        row.Clear();
        if (reading.Tool.Decode(record, _names, row)) reading.AddEvent(row, _detail.Events);
        else _malformed++;
    }

    private Snapshots.Losses LossesOf(ToolDescriptor tool, Reading reading, bool final)
    {
        Span<ulong> grown = stackalloc ulong[Bpf.Wire.Losses.Causes];
        for (int cause = 0; cause < grown.Length; cause++)
        {
            ulong sum = 0;
            for (int cpu = 0; cpu < _shared.Losses.Count; cpu++)
                sum += _shared.Losses.At<Bpf.Wire.Losses>(cpu).Of((uint)tool.Id, (LossCause)cause);
            ref ulong last = ref _losses[(tool.Id * Bpf.Wire.Losses.Causes) + cause];
            grown[cause] = sum - last;
            if (final) last = sum;
        }

        return new Snapshots.Losses(
            grown[(int)LossCause.Ring],
            grown[(int)LossCause.Full] + reading.DroppedEvents,
            reading.RecursionMisses(final),
            grown[(int)LossCause.Collision],
            grown[(int)LossCause.Unresolved]);
    }

    private RunningSlices RunningNow()
    {
        foreach (Reading? reading in _readings)
        {
            if (reading?.Tool.CountsRunningSlice != true) continue;
            int id = reading.Tool.Descriptor.Id;
            return new RunningSlices(Running, _shared.Control.At<Control>(0).OnSinceNs[id], _processPart[id]);
        }

        return new RunningSlices(Running, 0, -1);
    }

    private sealed class Reading(RunningTool running, int cpus)
    {
        private readonly List<Value> _events = [];
        private ulong[] _now = new ulong[running.Tool.Words * cpus];
        private ulong[] _last = new ulong[running.Tool.Words * cpus];
        private ulong _lastNs;
        private ulong _recursionMisses;

        public Tool Tool => running.Tool;

        public ReadOnlySpan<ulong> Now => _now;

        public ReadOnlySpan<ulong> Last => _last;

        public string?[] Names { get; } = running.Names is null ? [] : new string?[running.Names.Count];

        /// <summary>Event rows of this interval beyond the limit.</summary>
        public ulong DroppedEvents { get; private set; }

        public ulong IntervalNs(ulong nowNs) => nowNs - _lastNs;

        public void Read(ulong nowNs, Collector collector)
        {
            for (int cpu = 0; running.Slab is { } slab && cpu < cpus; cpu++)
                slab.Element<ulong>(cpu)[..Tool.Words].CopyTo(_now.AsSpan(cpu * Tool.Words));
            if (Tool.CountsRunningSlice) AddRunning(nowNs, collector);
            for (int key = 0; running.Names is { } names && key < names.Count; key++)
                Names[key] ??= Tool.NameOf(names.Element<byte>(key));
        }

        public void AddEvent(ReadOnlySpan<Value> row, int limit)
        {
            if (_events.Count >= limit * row.Length) DroppedEvents++;
            else _events.AddRange(row);
        }

        public EventData Events(bool final)
        {
            var table = new Table(Tool.Descriptor.Columns, EventOrder.ByTime([.. _events], Tool.Descriptor.Columns.Count), DroppedEvents > 0);
            if (final) _events.Clear();
            return new EventData(table);
        }

        public ulong? RecursionMisses(bool final)
        {
            ulong sum = 0;
            foreach (AttachedProgram program in running.Programs)
            {
                if (program.Program.ReadInfo().RecursionMisses is not { } misses) return null;
                // Until 6.7 or so runs by these rungs are left out without being counted.
                if (misses == 0 && program.Rung.Kind is RungKind.Tracepoint or RungKind.Kprobe) return null;
                sum += misses;
            }

            ulong grown = sum - _recursionMisses;
            if (final) _recursionMisses = sum;
            return grown;
        }

        public void Swap(ulong nowNs)
        {
            (_now, _last) = (_last, _now);
            _lastNs = nowNs;
            DroppedEvents = 0;
        }

        // Words 0 and 1 are busy and idle time, which the kernel side adds up when a slice ends.
        private void AddRunning(ulong nowNs, Collector collector)
        {
            if (collector.Running is not { } map) return;
            ulong onSinceNs = collector._shared.Control.At<Control>(0).OnSinceNs[Tool.Descriptor.Id];
            for (int cpu = 0; cpu < cpus; cpu++)
            {
                Running slice = map.At<Running>(cpu);
                ulong sinceNs = Math.Max(slice.SinceNs, onSinceNs);
                int busy = cpu * Tool.Words, idle = busy + 1;
                if (slice.SinceNs != 0 && sinceNs < nowNs) _now[slice.Tid == 0 ? idle : busy] += nowNs - sinceNs;
                // A slice that ended between the two readings is in neither: the next reading has it.
                _now[busy] = Math.Max(_now[busy], _last[busy]);
                _now[idle] = Math.Max(_now[idle], _last[idle]);
            }
        }
    }
}

/// <summary>What a collector found in an interval.</summary>
/// <param name="Tools">By the tool's number in the catalogue: its interval (0: not running), losses, data.</param>
/// <param name="Processes">The process table.</param>
/// <param name="Cpus">The CPU table.</param>
internal sealed record CollectedInterval(
    IReadOnlyList<(ulong IntervalNs, Snapshots.Losses Losses, ToolData? Data)> Tools, Table? Processes, Table? Cpus);
