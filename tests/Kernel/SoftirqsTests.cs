using Probetop.Probes.Bpf;
using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class SoftirqsTests
{
    [Fact]
    public async Task Each_vector_is_counted_as_often_as_the_kernel_ran_it()
    {
        using Recording recording = await Recording.StartAsync("softirqs");
        // The interval begins between the first two readings and ends between the last two.
        Dictionary<string, ulong> beforeBegin = ProcFs.SoftInterrupts(), afterBegin = [], beforeEnd = [], afterEnd;
        Snapshot snapshot = await recording.IntervalAsync(() =>
        {
            afterBegin = ProcFs.SoftInterrupts();
            Loopback.Send(2003);
            beforeEnd = ProcFs.SoftInterrupts();
            return Task.CompletedTask;
        });
        afterEnd = ProcFs.SoftInterrupts();
        // The kernel counts when a handler begins, we when it ends: one may be in between on each CPU.
        ulong inBetween = (ulong)Cpus.ReadOnline().Count;
        foreach (string vector in beforeBegin.Keys)
        {
            ulong count = snapshot.Count("softirqs", vector);
            Assert.InRange(count + inBetween, beforeEnd[vector] - afterBegin[vector], ulong.MaxValue);
            Assert.InRange(count, 0UL, afterEnd[vector] - beforeBegin[vector] + inBetween);
        }

        Assert.True(snapshot.Count("softirqs", "net_rx") >= 2003);
        Assert.Equal(0UL, snapshot.Of("softirqs").Losses.Total);
        HistogramData all = snapshot.Histograms("softirqs");
        Assert.Equal(all.Total.Total, all.Series.Aggregate(0UL, (sum, series) => sum + series.All.Total));
        Assert.All(all.Series, series => Assert.InRange(series.All.Sum, 1UL, snapshot.DurationNs * inBetween));
    }
}
