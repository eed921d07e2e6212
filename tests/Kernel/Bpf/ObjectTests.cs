using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;
using Xunit;

namespace Probetop.Tests.Kernel.Bpf;

public sealed class ObjectTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static TheoryData<string> Names => [.. BpfObjectFile.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_object_loads_attaches_and_leaves_nothing_behind(string name)
    {
        List<(Native.Kind Kind, uint Id)> ours = [];
        string[] descriptors = OpenDescriptors();
        using (BpfObject common = Objects.LoadCommon())
        using (BpfObject bpfObject = BpfObject.Open(name))
        {
            Objects.Configure(bpfObject, common);
            Assert.Null(bpfObject.Load());
            Assert.Equal(name == Objects.Common, bpfObject.Programs.Count == 0);
            List<IDisposable> attached = [];
            foreach (BpfProgram program in bpfObject.Programs.Where(program => program.Autoload))
            {
                ours.Add((Native.Kind.Program, program.ReadInfo().Id));
                if (program.Kind == "iter")
                {
                    program.RunIterator();
                }
                else if (program.Kind == "perf_event")
                {
                    PerfEvents events = PerfEvents.AttachCpuClock(program, 99);
                    Assert.Equal(Cpus.ReadOnline().Count, events.Links.Count);
                    ours.AddRange(events.Links.Select(link => (Native.Kind.Link, link.Id)));
                    attached.Add(events);
                }
                else
                {
                    Assert.Equal("tp_btf", program.Kind);
                    BpfLink link = program.Attach();
                    ours.Add((Native.Kind.Link, link.Id));
                    attached.Add(link);
                }
            }

            ours.AddRange(common.Maps.Concat(bpfObject.Maps).Select(map => (Native.Kind.Map, map.Id)));
            Assert.All(ours, one => Assert.True(Native.Exists(one.Kind, one.Id)));
            Assert.NotEqual(descriptors, OpenDescriptors());
            foreach (IDisposable link in attached) link.Dispose();
        }

        // The kernel frees them after a grace period.
        Assert.True(SpinWait.SpinUntil(() => !ours.Any(one => Native.Exists(one.Kind, one.Id)), Deadline));
        Assert.Equal(descriptors, OpenDescriptors());
    }

    [Fact]
    public void A_link_keeps_counting_after_its_object_is_closed()
    {
        Workload workload = Workload.Load();
        using MappedMap steps = workload.Object.Map("steps").Map();
        using BpfLink link = workload.Program.Attach();
        workload.Object.Dispose();
        Native.CallGetppid(23);
        Assert.Equal(23u, steps.At<uint>(3));
        Assert.Throws<ObjectDisposedException>(() => workload.Program.ReadInfo());
    }

    [Fact]
    public void Shared_maps_are_the_same_map_and_keep_their_values()
    {
        using BpfObject common = Objects.LoadCommon();
        using MappedMap control = common.Map(".data.control").Map(writable: true);
        control.WritableAt<Control>(0).OnSinceNs[5] = 42;
        using BpfObject bpfObject = BpfObject.Open("irq.bpf.o");
        Objects.Configure(bpfObject, common);
        Assert.Null(bpfObject.Load());
        Assert.Equal(common.Map(".data.control").Id, bpfObject.Map(".data.control").Id);
        Assert.Equal(common.Map("losses").Id, bpfObject.Map("losses").Id);
        using MappedMap same = bpfObject.Map(".data.control").Map();
        Assert.Equal(42ul, same.At<Control>(0).OnSinceNs[5]);
        control.WritableAt<Control>(0).OnSinceNs[5] = 43;
        Assert.Equal(43ul, same.At<Control>(0).OnSinceNs[5]);
    }

    [Fact]
    public void Maps_account_for_at_least_their_values_and_shared_ones_only_once()
    {
        using BpfObject common = Objects.LoadCommon();
        using BpfObject bpfObject = BpfObject.Open("irq.bpf.o");
        Objects.Configure(bpfObject, common);
        Assert.Null(bpfObject.Load());
        BpfMap slab = bpfObject.Map("hardirqs_slab");
        Assert.Equal(Cpus.SlotCount, slab.MaxEntries);
        long values = (long)slab.ValueSize * Cpus.SlotCount;
        Assert.InRange(slab.ReadMemoryBytes(), values, values + (64 * 1024));
        long shared = bpfObject.Map("losses").ReadMemoryBytes() + bpfObject.Map(".data.control").ReadMemoryBytes();
        long own = bpfObject.ReadMapMemoryBytes(common);
        Assert.Equal(bpfObject.ReadMapMemoryBytes(), own + shared + (bpfObject.FindMap("events")?.ReadMemoryBytes() ?? 0));
        Assert.True(own >= slab.ReadMemoryBytes());
    }

    [Fact]
    public void Program_information_equals_what_the_program_and_the_kernel_say()
    {
        using Workload workload = Workload.Load();
        using (BpfStats.Enable())
        {
            workload.Attach();
            Native.CallGetppid(1000);
            workload.Detach();
            // Detaching does not wait for runs on other CPUs.
            Assert.True(SpinWait.SpinUntil(() => workload.Program.ReadInfo().RunCount == workload.ReadCounter("runs"), Deadline));
        }

        ProgramInfo info = workload.Program.ReadInfo();
        Assert.True(info.RunCount >= 1000);
        Assert.InRange(info.RunTimeNs, info.RunCount, info.RunCount * 1_000_000);
        Assert.Contains($"prog_id:\t{info.Id}\n", FdinfoOf($"prog_tag:\t{info.Tag:x16}\n"), StringComparison.Ordinal);
        BpfProgram program = workload.Program;
        long before = GC.GetAllocatedBytesForCurrentThread();
        program.ReadInfo();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_program_without_autoload_is_left_out()
    {
        using BpfObject bpfObject = Workload.OpenTestObject("sixteen.bpf.o");
        Assert.True(bpfObject.Program("last_eight").Autoload);
        bpfObject.Program("last_eight").Autoload = false;
        Assert.Null(bpfObject.Load());
        using BpfLink link = bpfObject.Program("first_eight").Attach();
        Assert.Throws<BpfException>(() => bpfObject.Program("last_eight").Attach());
    }

    [Fact]
    public void Attaching_to_what_is_not_there_names_it()
    {
        using BpfObject common = Objects.LoadCommon();
        using BpfObject bpfObject = BpfObject.Open("sampling.bpf.o");
        Objects.Configure(bpfObject, common);
        Assert.Null(bpfObject.Load());
        // A perf event program says nothing of which event: it cannot be attached by its section.
        BpfException error = Assert.Throws<BpfException>(() => bpfObject.Program("cpu_clock").Attach());
        Assert.Contains("cpu_clock", error.Message, StringComparison.Ordinal);
    }

    private static string[] OpenDescriptors() =>
    [
        .. Directory.GetFiles("/proc/self/fd").Select(file => new FileInfo(file).LinkTarget ?? "")
            .Where(target => target.Contains("bpf", StringComparison.Ordinal) || target.Contains("perf", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    private static string FdinfoOf(string line)
    {
        foreach (string file in Directory.GetFiles("/proc/self/fdinfo"))
        {
            try
            {
                string text = File.ReadAllText(file);
                if (text.Contains(line, StringComparison.Ordinal)) return text;
            }
            catch (FileNotFoundException)
            {
                // The descriptor by which the directory was read.
            }
        }

        return "";
    }
}
