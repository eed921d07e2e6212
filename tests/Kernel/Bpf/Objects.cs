using Probetop.Probes.Bpf;
using Probetop.Probes.Events;
using Xunit;

namespace Probetop.Tests.Kernel.Bpf;

/// <summary>The embedded objects, set up so that they share the maps of the common one.</summary>
internal static class Objects
{
    internal const string Common = "common.bpf.o";

    internal static BpfObject LoadCommon()
    {
        BpfObject common = BpfObject.Open(Common);
        common.Map("losses").MaxEntries = Cpus.SlotCount;
        Assert.Null(common.Load());
        return common;
    }

    internal static void Configure(BpfObject bpfObject, BpfObject common)
    {
        foreach (BpfMap map in bpfObject.Maps)
        {
            if (map.Name != ".rodata" && common.FindMap(map.Name) is { } shared) map.Reuse(shared);
            else if (map is { Mappable: true, MaxEntries: 1 } && map.Name[0] != '.') map.MaxEntries = Cpus.SlotCount;
        }

        // The best rung of each event: those that this kernel has.
        HashSet<string> lower = [.. KernelEvents.All.SelectMany(kernelEvent => kernelEvent.Rungs.Skip(1)).Select(rung => rung.Program)];
        foreach (BpfProgram program in bpfObject.Programs)
            if (program.Kind == "tp_btf" && !lower.Contains(program.Name)) program.Autoload = true;
    }
}
