using Probetop.Probes.Histograms;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class RunqlenTests
{
    private const int SampleHz = 99;

    private static readonly SessionOptions ByCpu = new() { Groupings = new Dictionary<string, Grouping> { ["runqlen"] = Grouping.Cpu } };

    // So many that what else runs on the machine hardly counts.
    private const int Spinners = 40;

    [Fact]
    public async Task Spinners_on_one_cpu_wait_for_each_other() => await AssertQueueAsync();

    [Fact]
    public async Task Spinners_of_two_containers_on_one_cpu_wait_for_each_other_too()
    {
        using TestCgroup left = new(), right = new();
        await AssertQueueAsync(left, right);
    }

    private static async Task AssertQueueAsync(params TestCgroup[] cgroups)
    {
        var spinners = new List<Work>();
        try
        {
            for (int i = 0; i < Spinners; i++)
            {
                spinners.Add(Work.Start());
                if (cgroups.Length > 0) cgroups[i % cgroups.Length].Add(spinners[i].Pid);
                await spinners[i].TellAsync("busy 0");
            }

            foreach (Work spinner in spinners)
                Eventually.True(() => ProcFs.Status($"/proc/{spinner.Pid}", "Cpus_allowed_list")[0] == "0", "it spins on CPU 0");
            AssertQueue(await Recording.OfAsync(ByCpu, () => Task.Delay(1000), "runqlen"));
        }
        finally
        {
            foreach (Work spinner in spinners) spinner.Dispose();
        }
    }

    private static void AssertQueue(Snapshot snapshot)
    {
        Histogram queue = snapshot.Series("runqlen", "0")!.All;
        // All of them could run at any time: each sample sees those that wait, and whoever else waits as well.
        Assert.InRange(Buckets.Low(queue.Scale, queue.At(0).Bucket), (ulong)Spinners - 1, ulong.MaxValue);
        Assert.InRange(queue.Percentile(50)!.Value, Spinners - 1, Spinners * 1.25);
        Assert.Equal((double)queue.Sum / queue.Total, snapshot.Cpus!.Rows().First()["runqlen_mean"].Float);
        // A busy hypervisor may hold up samples; there are never more.
        double expected = SampleHz * snapshot.Of("runqlen").IntervalNs / 1e9;
        Assert.InRange(queue.Total, expected * 0.5, (expected * 1.02) + 2);
    }
}
