using Microsoft.Win32.SafeHandles;
using Probetop.Probes.Bpf;
using Probetop.Probes.Events;
using Probetop.Probes.Snapshots;

namespace Probetop.Probes.Sampling;

/// <summary>Measures what probetop itself costs: its process, its programs, its maps. Sampler thread only.</summary>
internal sealed class SelfMeter(bool always) : IDisposable
{
    // Run statistics cost 20–35 ns for each run of every program on the machine: one interval in thirty is enough.
    private const int MeasuredEvery = 30;

    private readonly Dictionary<uint, ProgramInfo> _last = [];
    private readonly ProcNumbers _load = new("/proc/loadavg");
    private readonly ProcNumbers _uptime = new("/proc/uptime");
    private readonly ProcNumbers _memory = new("/proc/self/statm");
    private IReadOnlyList<(AttachedProgram Program, IReadOnlyList<string> Tools)> _programs = [];
    private long _mapBytes;
    private SafeFileHandle? _statistics;
    private bool _statisticsWholeInterval;
    private TimeSpan _lastCpu = Environment.CpuUsage.TotalTime;
    private bool _hasLastCpu;
    private ulong _bpfNs;
    private double? _bpfPercent;
    private int _interval;

    /// <summary>Measures these from now on.</summary>
    public void Watch(IReadOnlyList<(AttachedProgram Program, IReadOnlyList<string> Tools)> programs, long mapBytes)
    {
        _programs = programs;
        _mapBytes = mapBytes;
        if (always) EnableStatistics();
    }

    /// <summary>Cost of each program since the last final call.</summary>
    public IReadOnlyList<ProgramCost> ReadPrograms(bool final)
    {
        var costs = new ProgramCost[_programs.Count];
        _bpfNs = 0;
        for (int i = 0; i < costs.Length; i++)
        {
            (AttachedProgram attached, IReadOnlyList<string> tools) = _programs[i];
            ProgramInfo info = attached.Program.ReadInfo();
            bool known = _last.TryGetValue(info.Id, out ProgramInfo last) && _statisticsWholeInterval;
            ulong runs = info.RunCount - last.RunCount, ns = info.RunTimeNs - last.RunTimeNs;
            if (known) _bpfNs += ns;
            Rung rung = attached.Rung;
            costs[i] = new ProgramCost(info.Id, rung.Program, rung.Kind.Name(), rung.Target, tools, known ? runs : null, known ? ns : null);
            if (final) _last[info.Id] = info;
        }

        return costs;
    }

    /// <summary>The rest of the cost; after <see cref="ReadPrograms"/> of the same reading.</summary>
    public SelfCost Read(ulong durationNs, long historyBytes, bool final)
    {
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        double? cpuPercent = _hasLastCpu && durationNs > 0 ? (cpu - _lastCpu).TotalNanoseconds * 100 / durationNs : null;
        if (_statisticsWholeInterval && durationNs > 0) _bpfPercent = 100.0 * _bpfNs / durationNs;
        if (final)
        {
            _lastCpu = cpu;
            _hasLastCpu = true;
            Alternate();
        }

        long resident = (long)_memory.Read(1) * Environment.SystemPageSize;
        return new SelfCost(cpuPercent, _bpfPercent, resident, _mapBytes, historyBytes, _load.Read(0), _uptime.Read(0));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _statistics?.Dispose();
        _load.Dispose();
        _uptime.Dispose();
        _memory.Dispose();
    }

    // At the start of an interval: decides whether it is a measured one.
    private void Alternate()
    {
        _interval++;
        if (always)
        {
            _statisticsWholeInterval = _statistics is not null;
            return;
        }

        if (_statistics is not null)
        {
            _statistics.Dispose();
            _statistics = null;
            _statisticsWholeInterval = false;
        }
        else if (_programs.Count > 0 && _interval % MeasuredEvery == 2)
        {
            EnableStatistics();
            _statisticsWholeInterval = _statistics is not null;
        }
    }

    private void EnableStatistics()
    {
        if (_statistics is not null) return;
        try
        {
            _statistics = BpfStats.Enable();
        }
        catch (BpfException)
        {
            // Needs CAP_SYS_ADMIN: without it the cost stays unknown, which the header shows as such.
        }
    }
}
