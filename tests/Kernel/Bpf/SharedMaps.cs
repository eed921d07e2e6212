using Probetop.Probes.Bpf;
using Xunit;

namespace Probetop.Tests.Kernel.Bpf;

/// <summary>The maps that all objects share, as the sampler sets them up.</summary>
internal static class SharedMaps
{
    internal const string Name = "common.bpf.o";

    internal static BpfObject Load()
    {
        BpfObject common = BpfObject.Open(Name);
        common.Map("losses").MaxEntries = Cpus.SlotCount;
        Assert.Null(common.Load());
        return common;
    }

    internal static void Configure(BpfObject bpfObject, BpfObject common)
    {
        foreach (BpfMap map in bpfObject.Maps)
        {
            if (common.FindMap(map.Name) is { } shared) map.Reuse(shared);
            else if (map is { Mappable: true, Type: BpfMapType.Array, MaxEntries: 1 } && map.Name[0] != '.') map.MaxEntries = Cpus.SlotCount;
        }
    }
}
