using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class CputimeTests
{
    private const long MsNs = 1_000_000;
    private const long TickNs = 4 * MsNs;

    [Theory]
    [InlineData(500, 0)]
    [InlineData(200, 3)]
    public async Task Cpu_time_is_that_the_process_was_charged_for_all_its_threads(int ms, int threads)
    {
        using Work work = Work.Start();
        long[] used = [];
        Snapshot snapshot = await Recording.OfAsync(async () => used = await work.TellAsync($"spin {ms} {threads}"), "cputime");
        Row row = snapshot.Process(work.Pid)!.Value;
        Assert.True(used[0] >= ms * Math.Max(threads, 1) * MsNs);
        AssertNear(used[0], row.Int("cpu_ns"));
        Assert.Equal(100.0 * row.Int("cpu_ns") / snapshot.Of("cputime").IntervalNs, row["cpu_percent"].Float, 6);
        Assert.Equal("work", row.Text("comm"));
        Assert.Equal(0, row.Int("exited"));
    }

    [Fact]
    public async Task A_process_that_never_leaves_its_cpu_is_charged_for_the_whole_interval()
    {
        using Work work = await Work.StartPinnedAsync(0);
        using Recording recording = await Recording.StartAsync("cputime");
        await work.TellAsync("realtime");
        await work.TellAsync("busy");
        // So that the slice that runs began before the interval.
        long startedNs = ProcFs.CpuNsOf(work.Pid);
        Eventually.True(() => ProcFs.CpuNsOf(work.Pid) > startedNs + (20 * MsNs), "the process spins");
        long beforeNs = 0, afterNs = 0;
        Snapshot snapshot = await recording.IntervalAsync(() =>
        {
            beforeNs = ProcFs.CpuNsOf(work.Pid);
            Eventually.True(() => ProcFs.CpuNsOf(work.Pid) > beforeNs + (200 * MsNs), "the process spins on");
            afterNs = ProcFs.CpuNsOf(work.Pid);
            return Task.CompletedTask;
        });
        Row row = snapshot.Process(work.Pid)!.Value;
        // What /proc says is as old as the last tick. Real-time throttling may take the CPU away for 50 ms in a second.
        Assert.InRange(row.Int("cpu_ns"), (afterNs - beforeNs - TickNs) * 0.95, snapshot.DurationNs);
        Assert.InRange(row.Int("switches"), 0, 2);
        Row cpu = snapshot.Cpus!.Rows().First();
        Assert.InRange(cpu["busy_percent"].Float, row["cpu_percent"].Float - 0.1, 100);
    }

    [Fact]
    public async Task A_process_that_ran_before_the_tool_was_there_is_charged_from_then_on()
    {
        using Work work = await Work.StartPinnedAsync(0);
        await work.TellAsync("realtime");
        await work.TellAsync("busy");
        long startedNs = ProcFs.CpuNsOf(work.Pid);
        Eventually.True(() => ProcFs.CpuNsOf(work.Pid) > startedNs + (20 * MsNs), "the process spins");
        ulong beforeToolNs = Clock.MonotonicNs();
        using Recording recording = await Recording.StartAsync("cputime");
        long beforeNs = 0, afterNs = 0;
        Snapshot snapshot = await recording.IntervalAsync(() =>
        {
            beforeNs = ProcFs.CpuNsOf(work.Pid);
            Eventually.True(() => ProcFs.CpuNsOf(work.Pid) > beforeNs + (200 * MsNs), "the process spins on");
            afterNs = ProcFs.CpuNsOf(work.Pid);
            work.Kill();
            return Task.CompletedTask;
        });
        // Who runs is not known before the first switch, which is that of its end: all of it belongs to that interval.
        ulong atMost = snapshot.StartNs + snapshot.DurationNs - beforeToolNs;
        Assert.InRange(snapshot.Process(work.Pid)!.Value.Int("cpu_ns"), (afterNs - beforeNs - TickNs) * 0.95, atMost);
    }

    [Fact]
    public async Task A_process_that_lived_5_ms_is_in_the_table_of_its_interval_under_its_own_name()
    {
        using Work work = Work.Start();
        long[] child = [];
        Snapshot snapshot = await Recording.OfAsync(async () => child = await work.TellAsync($"live 5 {Work.Hex("mayfly")}"), "cputime");
        Row row = snapshot.Process(child[0])!.Value;
        Assert.Equal("mayfly", row.Text("comm"));
        Assert.Equal(work.Pid, row.Int("ppid"));
        Assert.NotEqual(0, row.Int("exited"));
        Assert.InRange(row.Int("cpu_ns"), 5 * MsNs, child[1] * 1.05 + MsNs);
    }

    [Fact]
    public async Task Switches_of_all_cpus_are_those_the_kernel_counted()
    {
        using Work work = await Work.StartPinnedAsync(0);
        await work.TellAsync("echo");
        using Recording recording = await Recording.StartAsync("cputime");
        // The interval begins between the first two readings and ends between the last two.
        var kernel = new ulong[4];
        long hidden = ProcFs.SwitchesOf(1);
        kernel[0] = ProcFs.ContextSwitches();
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            kernel[1] = ProcFs.ContextSwitches();
            await work.TellAsync("pingpong 20011");
            kernel[2] = ProcFs.ContextSwitches();
        });
        kernel[3] = ProcFs.ContextSwitches();
        // The kernels of some sandboxes do not show the switches of their own process.
        hidden = ProcFs.SwitchesOf(1) - hidden;
        ulong atLeast = kernel[2] - kernel[1] - (ulong)hidden, atMost = kernel[3] - kernel[0];
        Assert.True(atLeast >= 40_022);
        Assert.InRange((ulong)snapshot.SumOfCpus("switches"), atLeast, atMost);
    }

    [Fact]
    public async Task Only_the_top_processes_have_rows_and_the_rest_is_summed()
    {
        using Work work = Work.Start();
        var options = Recording.Only(work) with { ProcessRows = 2 };
        Snapshot snapshot = await Recording.OfAsync(
            options,
            async () =>
            {
                await work.TellAsync($"live 40 {Work.Hex("first")}");
                await work.TellAsync($"live 20 {Work.Hex("second")}");
                for (int i = 0; i < 3; i++) await work.TellAsync($"live 5 {Work.Hex("rest")}");
            },
            "cputime");
        Row[] rows = [.. snapshot.Processes!.Rows()];
        Assert.Equal(["first", "second", "other"], rows.Select(row => row.Text("comm")));
        Assert.True(snapshot.Processes!.Truncated);
        Assert.InRange(rows[2].Int("cpu_ns"), 15 * MsNs, 30 * MsNs);
    }

    // The kernel's clock leaves out what the hypervisor took, ours does not.
    private static void AssertNear(long expected, long actual) => Assert.InRange(actual, expected * 0.95, expected * 1.05);
}
