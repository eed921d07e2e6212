using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>A program attached to a perf event on each CPU that is online; disposing detaches. One thread at a time.</summary>
/// <remarks>The event of a CPU dies when the CPU goes offline, and does not come back with it: see <see cref="Follow"/>.</remarks>
public sealed class PerfEvents : IDisposable
{
    private readonly CpuEvent?[] _events = new CpuEvent?[Cpus.SlotCount];
    private readonly BpfProgram _program;
    private readonly LibC.perf_event_attr _attributes;

    private PerfEvents(BpfProgram program, in LibC.perf_event_attr attributes)
    {
        _program = program;
        _attributes = attributes;
    }

    /// <summary>One link per CPU, by its number.</summary>
    public IReadOnlyList<BpfLink> Links => [.. _events.OfType<CpuEvent>().Select(cpuEvent => cpuEvent.Link)];

    /// <summary>Runs a <c>perf_event</c> program <paramref name="hz"/> times a second on each CPU, by its clock; idle CPUs too.</summary>
    public static unsafe PerfEvents AttachCpuClock(BpfProgram program, int hz)
    {
        var attributes = new LibC.perf_event_attr
        {
            type = LibC.PERF_TYPE_SOFTWARE,
            size = (uint)sizeof(LibC.perf_event_attr),
            config = LibC.PERF_COUNT_SW_CPU_CLOCK,
            sample_freq = (ulong)hz,
            flags = LibC.PERF_ATTR_FREQ,
        };
        var events = new PerfEvents(program, attributes);
        try
        {
            foreach (int cpu in Cpus.ReadOnline())
                if (!events.TryOpen(cpu)) throw BpfException.FromErrno($"CPU clock of CPU {cpu}");
            program.PerfEvents = events;
            return events;
        }
        catch
        {
            events.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Attaches to CPUs that have come online since the last call and lets go of those that left. An event that has not counted
    /// since the last call is dead, its CPU having been away in between: calls must lie some milliseconds apart.
    /// </summary>
    public void Follow(IReadOnlyList<int> online)
    {
        for (int cpu = 0; cpu < _events.Length; cpu++)
        {
            bool isOnline = online.Contains(cpu);
            if (_events[cpu] is { } cpuEvent && !(isOnline && cpuEvent.IsAlive()))
            {
                cpuEvent.Dispose();
                _events[cpu] = null;
            }

            // One that cannot be opened went offline meanwhile: the next call will tell.
            if (isOnline && _events[cpu] is null) TryOpen(cpu);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_program.PerfEvents == this) _program.PerfEvents = null;
        foreach (CpuEvent? cpuEvent in _events) cpuEvent?.Dispose();
    }

    private bool TryOpen(int cpu)
    {
        SafeFileHandle perfEvent = LibC.perf_event_open(_attributes, cpu);
        if (perfEvent.IsInvalid)
        {
            int errno = Marshal.GetLastPInvokeError();
            perfEvent.Dispose();
            Marshal.SetLastPInvokeError(errno);
            return false;
        }

        _events[cpu] = CpuEvent.Attach(_program, perfEvent);
        return true;
    }

    /// <summary>The event of one CPU.</summary>
    private sealed class CpuEvent : IDisposable
    {
        private readonly SafeFileHandle _counter;
        private ulong _count;

        private CpuEvent(BpfLink link, SafeFileHandle counter)
        {
            Link = link;
            _counter = counter;
        }

        public BpfLink Link { get; }

        /// <summary>Attaches to an open event, which is closed when that fails.</summary>
        public static CpuEvent Attach(BpfProgram program, SafeFileHandle perfEvent)
        {
            using (perfEvent)
            {
                // The link closes the event it is given and, from 5.15 on, has no other way to it.
                SafeFileHandle counter = LibC.dup(perfEvent);
                try
                {
                    return new CpuEvent(program.AttachPerfEvent(perfEvent), counter);
                }
                catch
                {
                    counter.Dispose();
                    throw;
                }
            }
        }

        /// <summary>Whether it has counted since the last call.</summary>
        public unsafe bool IsAlive()
        {
            ulong count = 0;
            // SAFETY: the kernel writes one count, since no other format was asked for.
            bool read = LibC.read(_counter, &count, sizeof(ulong)) == sizeof(ulong);
            bool alive = read && count != _count;
            _count = count;
            return alive;
        }

        public void Dispose()
        {
            Link.Dispose();
            _counter.Dispose();
        }
    }
}
