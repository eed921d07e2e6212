using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class CpudistTests
{
    private const ulong MsNs = 1_000_000;

    [Fact]
    public async Task Slices_of_known_length_are_in_the_buckets_of_that_length()
    {
        using Work work = await Work.StartPinnedAsync(0);
        // Before all others: hardly anything comes in between.
        await work.TellAsync("realtime");
        using Recording recording = await Recording.StartAsync(Recording.Only(work), "cpudist", "cputime");
        work.WaitUntilBlocked();
        long[] longest = [];
        long cut = ProcFs.PreemptionsOf(work.Pid);
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            longest = await work.TellAsync("slices 23 20");
            work.WaitUntilBlocked();
        });
        // What the kernel cut short, and what it did not show the beginning of.
        cut = ProcFs.PreemptionsOf(work.Pid) - cut + (long)snapshot.Of("cputime").Losses.Total;
        Assert.InRange(cut, 0, 11);
        Histogram slices = snapshot.Histograms("cpudist").Total;
        int low = Buckets.IndexOf(slices.Scale, 20 * MsNs), high = Buckets.IndexOf(slices.Scale, (ulong)longest[0] + MsNs);
        Assert.InRange(Count(slices, low, high), 23UL - (ulong)cut, 23UL);
        Assert.Equal(0UL, Count(slices, high + 1, Buckets.LogLinearCount));
        Assert.InRange(slices.Sum, (23UL - (ulong)cut) * 20 * MsNs, 24 * (ulong)longest[0]);
    }

    [Fact]
    public async Task There_are_as_many_slices_as_switches_and_they_add_up_to_the_cpu_time()
    {
        using Work work = await Work.StartPinnedAsync(0);
        int echo = (int)(await work.TellAsync("echo"))[0];
        using Recording recording = await Recording.StartAsync(Recording.Only(work), "cpudist", "cputime");
        Work.WaitUntilBlocked(work.Pid, echo);
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync("pingpong 5003");
            Work.WaitUntilBlocked(work.Pid, echo);
        });
        Histogram slices = snapshot.Histograms("cpudist").Total;
        Row[] rows = [.. snapshot.Processes!.Rows()];
        Assert.Equal([work.Pid, echo], rows.Select(row => (int)row.Int("pid")).Order());
        Assert.True(slices.Total >= 10_006);
        // The slice after a switch that the kernel did not show has no known length.
        long unseen = (long)snapshot.Of("cputime").Losses.Total;
        Assert.InRange(unseen, 0, 50);
        Assert.Equal((long)slices.Total + unseen, rows.Sum(row => row.Int("switches")));
        Assert.Equal((long)slices.Sum, rows.Sum(row => row.Int("cpu_ns")));
        Assert.All(rows, row => Assert.InRange(row["slice_p50_ns"].Float, 1, row["slice_p99_ns"].Float));
    }

    private static ulong Count(Histogram histogram, int low, int high)
    {
        ulong count = 0;
        for (int at = 0; at < histogram.Length; at++)
        {
            if (histogram.At(at).Bucket >= low && histogram.At(at).Bucket <= high) count += histogram.At(at).Count;
        }

        return count;
    }
}
