using Probetop.Probes.Bpf;
using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class HardirqsTests
{
    [Fact]
    public async Task Each_interrupt_is_counted_as_often_as_the_kernel_handled_it()
    {
        using Recording recording = await Recording.StartAsync("hardirqs");
        // The interval begins between the first two readings and ends between the last two.
        Dictionary<string, ulong> beforeBegin = ProcFs.Interrupts(), afterBegin = [], beforeEnd = [], afterEnd;
        Snapshot snapshot = await recording.IntervalAsync(() =>
        {
            afterBegin = ProcFs.Interrupts();
            Disk.Write(101);
            beforeEnd = ProcFs.Interrupts();
            return Task.CompletedTask;
        });
        afterEnd = ProcFs.Interrupts();
        // The kernel counts when a handler begins, we when it ends: one may be in between on each CPU.
        ulong inBetween = (ulong)Cpus.ReadOnline().Count;
        HistogramData all = snapshot.Histograms("hardirqs");
        foreach (string irq in beforeBegin.Keys)
        {
            // A line that devices share has a series for each of their handlers, all of which are called each time.
            IEnumerable<Series> ofLine = all.Series.Where(series => series.Key[0].Value == irq);
            ulong[] counts = [.. ofLine.Select(series => series.All.Total).DefaultIfEmpty()];
            Assert.All(counts, count => Assert.InRange(count + inBetween, beforeEnd[irq] - afterBegin[irq], ulong.MaxValue));
            Assert.All(counts, count => Assert.InRange(count, 0UL, afterEnd[irq] - beforeBegin[irq] + inBetween));
        }

        Assert.True(all.Total.Total > 0);
        Assert.Equal(all.Total.Total, all.Series.Aggregate(0UL, (sum, series) => sum + series.All.Total));
        Assert.Equal(0UL, snapshot.Of("hardirqs").Losses.Total);
    }

    [Fact]
    public async Task An_interrupt_has_the_name_of_its_handler()
    {
        Snapshot snapshot = await Recording.OfAsync(
            () =>
            {
                Disk.Write(11);
                return Task.CompletedTask;
            },
            "hardirqs");
        string[] lines = ProcFs.InterruptLines();
        Assert.All(snapshot.Histograms("hardirqs").Series, series =>
        {
            string line = Assert.Single(lines, line => line.TrimStart().StartsWith(series.Key[0].Value + ":", StringComparison.Ordinal));
            Assert.EndsWith(series.Key[1].Value, line, StringComparison.Ordinal);
        });
    }
}
