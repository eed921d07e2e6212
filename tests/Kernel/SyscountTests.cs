using Probetop.Probes.Histograms;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class SyscountTests
{
    private const int Getppid = 110;
    private const int Close = 3;
    private const int CompatGetpid = 20;
    private const int ReadAndWrite = 2;

    [Fact]
    public async Task Each_call_is_counted_once_by_number_and_by_process()
    {
        using Work work = Work.Start();
        using Recording recording = await Recording.StartAsync(Recording.Only(work), "syscount", "cputime");
        await EnterReadAsync(work);
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"syscalls 10007 {Getppid}");
            work.WaitUntilBlocked();
        });
        Assert.Equal(10_007UL, snapshot.Count("syscount", "getppid"));
        Assert.Equal(1UL, snapshot.Count("syscount", "read"));
        Assert.Equal(1UL, snapshot.Count("syscount", "write"));
        HistogramData all = snapshot.Histograms("syscount");
        Assert.Equal(["read", "write", "getppid"], all.Series.Select(series => series.Key[0].Value));
        Assert.Equal(["0", "1", $"{Getppid}"], all.Series.Select(series => series.Key[1].Value));
        Assert.Equal(10_007UL + ReadAndWrite, all.Total.Total);
        Row row = snapshot.Process(work.Pid)!.Value;
        Assert.Equal(10_007 + ReadAndWrite, row.Int("syscalls"));
        Assert.Equal((long)all.Total.Sum, row.Int("syscall_ns"));
        Assert.Equal(0UL, snapshot.Of("syscount").Losses.Total);
    }

    [Fact]
    public async Task By_process_it_needs_no_other_tool()
    {
        using Work work = Work.Start();
        using Recording recording = await Recording.StartAsync(
            new SessionOptions { Groupings = new Dictionary<string, Grouping> { ["syscount"] = Grouping.Process } }, "syscount");
        await EnterReadAsync(work);
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"syscalls 1009 {Getppid}");
            work.WaitUntilBlocked();
        });
        Series series = Assert.Single(snapshot.Histograms("syscount").Series, series => series.Key[0].Value == $"{work.Pid}");
        Assert.Equal(1009UL + ReadAndWrite, series.All.Total);
        Assert.Equal("work", series.Key.Single(part => part.Key == "comm").Value);
        Assert.Equal(1009 + ReadAndWrite, snapshot.Process(work.Pid)!.Value.Int("syscalls"));
    }

    [Fact]
    public async Task Calls_that_fail_are_counted_as_errors()
    {
        using Work work = Work.Start();
        long[] failed = [];
        Snapshot snapshot = await Recording.OfAsync(
            Recording.Only(work),
            async () =>
            {
                failed = await work.TellAsync($"syscalls 503 {Close} 9999");
                await work.TellAsync($"syscalls 101 {Getppid}");
            },
            "syscount");
        Assert.Equal(503, failed[0]);
        Assert.Equal(503UL, snapshot.Series("syscount", "close")!.Errors);
        Assert.Equal(503UL, snapshot.Count("syscount", "close"));
        Assert.Equal(0UL, snapshot.Series("syscount", "getppid")!.Errors);
    }

    [Fact]
    public async Task A_call_that_blocks_is_in_the_bucket_of_the_time_it_took()
    {
        using Work work = Work.Start();
        long[] slept = [];
        Snapshot snapshot = await Recording.OfAsync(
            Recording.Only(work), async () => slept = await work.TellAsync("sleep 7 20"), "syscount");
        Histogram calls = snapshot.Series("syscount", "nanosleep")!.All;
        Assert.Equal(7UL, calls.Total);
        Assert.InRange(calls.At(0).Bucket, Buckets.IndexOf(calls.Scale, 20_000_000), int.MaxValue);
        Assert.InRange(calls.At(calls.Length - 1).Bucket, 0, Buckets.IndexOf(calls.Scale, (ulong)slept[0]));
        Assert.InRange(calls.Sum, 7UL * 20_000_000, (ulong)slept[1]);
    }

    [Fact]
    public async Task Calls_of_32_bit_programs_are_a_row_of_their_own()
    {
        using Work work = Work.Start();
        Snapshot snapshot = await Recording.OfAsync(Recording.Only(work), () => work.TellAsync($"compat 307 {CompatGetpid}"), "syscount");
        Assert.Equal(307UL, snapshot.Count("syscount", "32-bit"));
        // Number 20 is writev for 64-bit programs.
        Assert.Equal(0UL, snapshot.Count("syscount", "writev"));
    }

    [Fact]
    public async Task Returns_from_signal_handlers_have_their_name()
    {
        using Work work = Work.Start();
        long[] handled = [];
        Snapshot snapshot = await Recording.OfAsync(
            Recording.Only(work), async () => handled = await work.TellAsync("signals 211"), "syscount");
        Assert.Equal(211, handled[0]);
        Assert.Equal(211UL, snapshot.Count("syscount", "rt_sigreturn"));
        Assert.Equal(0UL, snapshot.Count("syscount", "other"));
    }

    [Fact]
    public async Task A_number_above_the_table_is_other()
    {
        using Work work = Work.Start();
        Snapshot snapshot = await Recording.OfAsync(Recording.Only(work), () => work.TellAsync("syscalls 103 100000"), "syscount");
        Assert.Equal(103UL, snapshot.Count("syscount", "other"));
        Assert.Equal(103UL, snapshot.Series("syscount", "other")!.Errors);
    }

    [Fact]
    public async Task A_thread_with_the_id_of_a_killed_one_does_not_return_from_its_call()
    {
        // Killed while it waits in read, it never returns.
        Work killed = Work.Start();
        using Work work = Work.Start();
        using Recording recording = await Recording.StartAsync("syscount");
        await EnterReadAsync(killed);
        int pid = killed.Pid;
        killed.Dispose();
        Snapshot snapshot = await recording.IntervalAsync(() => work.TellAsync($"reuse {pid} {Work.Hex("again")}"));
        Row row = snapshot.Process(pid)!.Value;
        Assert.Equal("again", row.Text("comm"));
        // prctl; what it returned from first was its parent's clone, and it never returned from exit.
        Assert.Equal(1, row.Int("syscalls"));
    }

    // A call that began before the tool is not counted: the read that waits for the next command has to begin after.
    private static async Task EnterReadAsync(Work work)
    {
        await work.TellAsync($"syscalls 1 {Getppid}");
        work.WaitUntilBlocked();
    }
}
