using Microsoft.Win32.SafeHandles;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>A program attached to a perf event on each CPU that was online then; disposing detaches.</summary>
public sealed class PerfEvents : IDisposable
{
    private readonly List<BpfLink> _links = [];

    private PerfEvents()
    {
    }

    /// <summary>One link per CPU.</summary>
    public IReadOnlyList<BpfLink> Links => _links;

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
        var events = new PerfEvents();
        try
        {
            foreach (int cpu in Cpus.ReadOnline())
            {
                using SafeFileHandle perfEvent = LibC.perf_event_open(attributes, cpu);
                if (perfEvent.IsInvalid) throw BpfException.FromErrno($"CPU clock of CPU {cpu}");
                events._links.Add(program.AttachPerfEvent(perfEvent));
            }

            return events;
        }
        catch
        {
            events.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (BpfLink link in _links) link.Dispose();
    }
}
