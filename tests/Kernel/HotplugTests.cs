using Probetop.Probes.Bpf;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Tests.Kernel.Bpf;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class HotplugTests
{
    private const int SampleHz = 99;
    private const string Online = "/sys/devices/system/cpu/cpu1/online";

    private static readonly SessionOptions ByCpu = new() { Groupings = new Dictionary<string, Grouping> { ["runqlen"] = Grouping.Cpu } };

    [HotplugFact]
    public async Task A_cpu_that_was_away_is_sampled_again()
    {
        using Recording recording = await Recording.StartAsync(ByCpu, "runqlen");
        AssertSampled(await SampledAsync(recording), 0, 1);
        try
        {
            await File.WriteAllTextAsync(Online, "0");
            Assert.DoesNotContain(1, Cpus.ReadOnline());
        }
        finally
        {
            // At once: the session cannot see that it was away, only that its event has stopped.
            await File.WriteAllTextAsync(Online, "1");
        }

        Assert.Contains(1, Cpus.ReadOnline());
        // It takes a second to see that the event has stopped, and up to one to look.
        Snapshot snapshot = await SampledAsync(recording);
        for (int i = 0; i < 5 && Samples(snapshot, 1) < SampleHz / 2; i++) snapshot = await SampledAsync(recording);
        AssertSampled(snapshot, 0, 1);
    }

    [Fact]
    public void Events_follow_the_cpus_they_are_told_of()
    {
        using BpfObject common = Objects.LoadCommon();
        using BpfObject sampling = BpfObject.Open("sampling.bpf.o");
        Objects.Configure(sampling, common);
        Assert.Null(sampling.Load());
        BpfProgram program = sampling.Program("cpu_clock");
        using PerfEvents events = PerfEvents.AttachCpuClock(program, SampleHz);
        IReadOnlyList<int> online = Cpus.ReadOnline();
        Assert.Same(events, program.PerfEvents);
        IReadOnlyList<BpfLink> before = events.Links;
        events.Follow(online);
        // They have counted since they were attached: none is opened again.
        Assert.Equal(before, events.Links);
        events.Follow([0]);
        Assert.Same(before[0], Assert.Single(events.Links));
        Assert.All(before.Skip(1), link => Assert.True(link.IsClosed));
        events.Follow(online);
        Assert.Equal(online.Count, events.Links.Count);
        events.Dispose();
        Assert.Null(program.PerfEvents);
    }

    // Some kernels for guests let the clock of an idle CPU sleep. A CPU that goes takes the pin of what was pinned to it away.
    private static async Task<Snapshot> SampledAsync(Recording recording)
    {
        using Work first = Work.Start(), second = Work.Start();
        await first.TellAsync("busy 0");
        await second.TellAsync("busy 1");
        return await recording.IntervalAsync(() => Task.Delay(TimeSpan.FromSeconds(1)));
    }

    private static ulong Samples(Snapshot snapshot, int cpu) => snapshot.Count("runqlen", $"{cpu}");

    private static void AssertSampled(Snapshot snapshot, params int[] cpus)
    {
        double expected = SampleHz * snapshot.Of("runqlen").IntervalNs / 1e9;
        Assert.All(cpus, cpu => Assert.InRange(Samples(snapshot, cpu), expected * 0.5, expected * 1.1));
    }

    /// <summary>A test that takes the second CPU away for a moment.</summary>
    private sealed class HotplugFactAttribute : FactAttribute
    {
        public HotplugFactAttribute()
        {
            if (!File.Exists(Online)) Skip = "the second CPU of this machine cannot be taken away";
        }
    }
}
