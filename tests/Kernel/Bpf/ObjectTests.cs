using Probetop.Probes.Bpf;
using Xunit;

namespace Probetop.Tests.Kernel.Bpf;

public sealed class ObjectTests
{
    public static TheoryData<string> Names => [.. BpfObjectFile.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_embedded_object_loads_and_each_of_its_programs_attaches(string name)
    {
        using BpfObject common = SharedMaps.Load();
        using BpfObject bpfObject = BpfObject.Open(name);
        SharedMaps.Configure(bpfObject, common);
        Assert.Null(bpfObject.Load());
        Assert.Equal(name == SharedMaps.Name, bpfObject.Programs.Count == 0);
        foreach (BpfProgram program in bpfObject.Programs)
        {
            switch (program.Kind)
            {
                case "iter":
                    program.RunIterator();
                    break;
                case "perf_event":
                    using (PerfEvents events = PerfEvents.AttachCpuClock(program, 99))
                        Assert.Equal(Cpus.ReadOnline().Count, events.Links.Count);
                    break;
                default:
                    using (BpfLink link = program.Attach())
                        Assert.NotEqual(0u, link.Id);
                    break;
            }
        }
    }
}
