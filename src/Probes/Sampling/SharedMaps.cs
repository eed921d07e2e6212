using System.Runtime.InteropServices;
using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Processes;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Sampling;

/// <summary>The maps that all objects share: created with <c>common.bpf.o</c>, reused by name by every other object.</summary>
internal sealed class SharedMaps : IDisposable
{
    private readonly BpfObject _object;

    private SharedMaps(BpfObject common, int processSlots)
    {
        _object = common;
        Control = common.Map(".data.control").Map(writable: true);
        Losses = common.Map("losses").Map();
        Events = common.Map("events");
        Processes = new ProcessTable(
            common.Map("processes").Map(writable: true),
            common.Map("process_cache").Map(writable: true),
            new HashMap<ProcessKey, uint>(common.Map("process_slots")),
            new QueueMap<uint>(common.Map("free_slots")),
            [.. Catalogue.Tools.Select(tool => tool.PerProcess).OfType<ProcessPart>()]);
        Processes.OfferSlots(processSlots);
    }

    /// <summary>On bits and filters.</summary>
    public MappedMap Control { get; }

    /// <summary>Losses per CPU, tool and cause.</summary>
    public MappedMap Losses { get; }

    /// <summary>The ring buffer of all event tools.</summary>
    public BpfMap Events { get; }

    /// <summary>Who is who. Sampler thread only.</summary>
    public ProcessTable Processes { get; }

    /// <summary>The object that made the maps.</summary>
    public BpfObject Object => _object;

    /// <summary>Creates them; null with the reason when the kernel refuses.</summary>
    public static SharedMaps? Create(SessionOptions options, out LoadError? error)
    {
        BpfObject common = BpfObject.Open("common.bpf.o");
        Size(common);
        if (options.EventsBytes is { } bytes) common.Map("events").MaxEntries = bytes;
        error = common.Load();
        if (error is null) return new SharedMaps(common, options.ProcessSlots);
        common.Dispose();
        return null;
    }

    /// <summary>Gives maps with one element per CPU their size; before load.</summary>
    public static void Size(BpfObject bpfObject)
    {
        foreach (BpfMap map in bpfObject.Maps)
            if (map.Name.EndsWith("_slab", StringComparison.Ordinal) || map.Name is "losses" or "running") map.MaxEntries = Cpus.SlotCount;
    }

    /// <summary>Lets <paramref name="bpfObject"/> use these maps instead of creating its own; before load.</summary>
    public void ShareWith(BpfObject bpfObject)
    {
        // Constants are each object's own.
        foreach (BpfMap map in bpfObject.Maps)
            if (map.Name != ".rodata" && _object.FindMap(map.Name) is { } shared) map.Reuse(shared);
    }

    /// <summary>Switches a tool on from <paramref name="sinceNs"/> (CLOCK_MONOTONIC), or off with 0.</summary>
    public void Switch(ToolDescriptor tool, ulong sinceNs) =>
        Volatile.Write(ref MemoryMarshal.GetReference(Control.WritableElement<ulong>(0)[tool.Id..]), sinceNs);

    /// <summary>Sets the threshold of the tools that show slow operations.</summary>
    public void SetThreshold(ulong slowerThanNs) => Volatile.Write(ref Control.WritableAt<Control>(0).SlowerThanNs, slowerThanNs);

    /// <summary>Says which hierarchy names containers; before anything is attached.</summary>
    public void SetCgroupVersion(bool isV1) => Control.WritableAt<Control>(0).CgroupV1 = isV1 ? 1u : 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        Control.Dispose();
        Losses.Dispose();
        Processes.Dispose();
        _object.Dispose();
    }
}
