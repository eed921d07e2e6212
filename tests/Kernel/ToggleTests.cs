using Probetop.Probes.Histograms;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class ToggleTests
{
    private const int Getppid = 110;
    private const long MsNs = 1_000_000;

    [Fact]
    public async Task A_call_that_began_before_the_tool_was_switched_on_is_not_counted()
    {
        using Work work = Work.Start();
        using Recording recording = await Recording.StartAsync(Recording.Only(work), "syscount");
        await work.TellAsync($"syscalls 1 {Getppid}");
        work.WaitUntilBlocked();
        await OffAndOnAsync(recording, "syscount");
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"syscalls 1009 {Getppid}");
            work.WaitUntilBlocked();
        });
        Assert.Equal(1009UL, snapshot.Count("syscount", "getppid"));
        Assert.Equal(1UL, snapshot.Count("syscount", "write"));
        // It waited in read for the command since before.
        Assert.Equal(0UL, snapshot.Count("syscount", "read"));
        Assert.Equal(0UL, snapshot.Of("syscount").Losses.Total);
    }

    [Fact]
    public async Task A_wait_that_began_before_the_tool_was_switched_on_is_not_counted()
    {
        using Work work = await Work.StartPinnedAsync(0), busy = await Work.StartPinnedAsync(0);
        using Recording recording = await Recording.StartAsync(Recording.Only(work), "runqlat", "cputime");
        await busy.TellAsync("realtime");
        await busy.TellAsync("busy");
        work.WaitUntilBlocked();
        // Woken up, it waits behind one that does not go away.
        Task<long[]> answer = work.TellAsync($"syscalls 1 {Getppid}");
        Eventually.True(() => !ProcFs.IsBlocked(work.Pid), "it waits for the CPU");
        await OffAndOnAsync(recording, "runqlat");
        ulong onNs = Clock.MonotonicNs();
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            busy.Kill();
            await answer;
            work.WaitUntilBlocked();
        });
        ulong sinceOnNs = Clock.MonotonicNs() - onNs;
        Histogram waits = snapshot.Histograms("runqlat").Total;
        Assert.InRange(waits.Sum, 0UL, sinceOnNs);
        Assert.True(snapshot.Of("runqlat").Losses.Unresolved >= 1);
    }

    [Fact]
    public async Task Cpu_time_counts_from_the_moment_the_tool_is_on_again()
    {
        using Work work = await Work.StartPinnedAsync(0);
        using Recording recording = await Recording.StartAsync("cputime");
        await work.TellAsync("busy");
        long startedNs = ProcFs.CpuNsOf(work.Pid);
        Eventually.True(() => ProcFs.CpuNsOf(work.Pid) > startedNs + (100 * MsNs), "the process spins");
        recording.Session.Stop(Recording.Tool("cputime"));
        Snapshot off = await recording.IntervalAsync(() => Task.CompletedTask);
        Assert.Equal(ToolState.Off, off.Of("cputime").Status.State);
        Assert.Null(off.Processes);
        Assert.Null(off.Cpus);

        ulong onNs = Clock.MonotonicNs();
        recording.Session.Start([Recording.Tool("cputime")]);
        Snapshot on = recording.Session.History[await recording.CutAsync() - 1]!;
        ulong sinceOnNs = Clock.MonotonicNs() - onNs;
        // The first interval of a tool is shorter than that of the session, and as long as what it counted.
        Assert.InRange(on.Of("cputime").IntervalNs, 0UL, sinceOnNs);
        Assert.InRange(on.Process(work.Pid) is { } row ? row.Int("cpu_ns") : 0, 0, (long)sinceOnNs);
        Snapshot next = await recording.IntervalAsync(() => Task.Delay(100));
        Assert.InRange(next.Process(work.Pid)!.Value.Int("cpu_ns"), 1, (long)next.DurationNs);
    }

    [Fact]
    public async Task Twenty_quick_toggles_leave_each_program_attached_once()
    {
        using Work work = Work.Start();
        using Recording recording = await Recording.StartAsync(Recording.Only(work), "execsnoop", "runqlat", "syscount");
        uint[] links = Descriptors.OfThisProcess().Links;
        string[] tools = ["execsnoop", "runqlat", "syscount"];
        for (int i = 0; i < 20; i++)
        {
            foreach (string tool in tools)
            {
                recording.Session.Stop(Recording.Tool(tool));
                recording.Session.Start([Recording.Tool(tool)]);
            }
        }

        await recording.CutAsync();
        foreach (string tool in tools) recording.AssertRuns(tool);
        Assert.Equal(links, Descriptors.OfThisProcess().Links);
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"exec 23 {Work.Hex("/bin/true")} {Work.Hex("true")}");
            await work.TellAsync($"syscalls 1009 {Getppid}");
        });
        Assert.Equal(23, snapshot.Events("execsnoop").Length);
        Assert.Equal(1009UL, snapshot.Count("syscount", "getppid"));
    }

    [Fact]
    public async Task Programs_of_a_stopped_tool_are_detached_and_those_of_its_neighbours_stay()
    {
        using Recording recording = await Recording.StartAsync("cputime");
        uint[] links = Descriptors.OfThisProcess().Links;
        recording.Session.Start([Recording.Tool("runqlat")]);
        await recording.CutAsync();
        Assert.Equal(links.Length + 2, Descriptors.OfThisProcess().Links.Length);
        recording.Session.Stop(Recording.Tool("runqlat"));
        Eventually.True(() => Descriptors.OfThisProcess().Links.SequenceEqual(links), "the wake-up programs are detached");
        recording.AssertRuns("cputime");
        Snapshot snapshot = await recording.IntervalAsync(() => Task.CompletedTask);
        Assert.DoesNotContain(snapshot.Programs, program => program.Target == "sched_wakeup");
        Assert.Contains(snapshot.Programs, program => program.Target == "sched_switch");
    }

    private static async Task OffAndOnAsync(Recording recording, string tool)
    {
        recording.Session.Stop(Recording.Tool(tool));
        await recording.CutAsync();
        recording.Session.Start([Recording.Tool(tool)]);
        await recording.CutAsync();
        recording.AssertRuns(tool);
    }
}
