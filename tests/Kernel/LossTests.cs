using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class LossTests
{
    private const int Getppid = 110;

    [Fact]
    public async Task Of_a_flooded_ring_what_was_seen_and_what_was_lost_is_what_was_sent()
    {
        using Work work = Work.Start();
        // Room for some forty of them between two drains.
        using Recording recording = await Recording.StartAsync(Recording.Only(work) with { EventsBytes = 4096 }, "exitsnoop");
        Snapshot snapshot = await recording.IntervalAsync(() => work.TellAsync("churn 5003"));
        int seen = snapshot.Events("exitsnoop").Length;
        ulong lost = snapshot.Of("exitsnoop").Losses.Ring!.Value;
        Assert.True(lost > 0);
        Assert.True(seen > 0);
        Assert.Equal(5003UL, (ulong)seen + lost);
        Assert.Equal(lost, snapshot.Of("exitsnoop").Losses.Total);

        Snapshot next = await recording.IntervalAsync(() => work.TellAsync("churn 7"));
        Assert.Equal(7, next.Events("exitsnoop").Length);
        Assert.Equal(0UL, next.Of("exitsnoop").Losses.Total);
    }

    [Fact]
    public async Task Each_tool_is_charged_for_its_own_losses()
    {
        using Work work = Work.Start();
        using Recording recording = await Recording.StartAsync(Recording.Only(work) with { EventsBytes = 4096 }, "execsnoop", "exitsnoop");
        string command = $"exec 503 {Work.Hex("/bin/true")} {Work.Hex(new string('a', 1500))}";
        Snapshot snapshot = await recording.IntervalAsync(() => work.TellAsync(command));
        foreach (string tool in new[] { "execsnoop", "exitsnoop" })
            Assert.Equal(503UL, (ulong)snapshot.Events(tool).Length + snapshot.Of(tool).Losses.Ring!.Value);
        Assert.True(snapshot.Of("execsnoop").Losses.Ring > 0);
    }

    [Fact]
    public async Task Threads_that_share_a_stamp_are_counted_as_collisions()
    {
        using PidRange pids = new(200_000);
        using Work work = Work.Start();
        // Stamps are found by the low 16 bits of the thread's id.
        int child = (int)(await work.TellAsync($"spawn {work.Pid + 65_536}"))[0];
        using Recording recording = await Recording.StartAsync(Recording.Only(work), "syscount");
        await work.TellAsync($"tell syscalls 1 {Getppid}");
        Work.WaitUntilBlocked(work.Pid, child);
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            // The child's calls overwrite the stamp of the read in which its parent waits for the answer, and the other way round.
            for (int i = 0; i < 11; i++)
            {
                await work.TellAsync($"tell syscalls 1 {Getppid}");
                Work.WaitUntilBlocked(work.Pid, child);
            }
        });
        ulong lost = snapshot.Of("syscount").Losses.Collision!.Value;
        Assert.True(lost >= 11);
        Assert.Equal(lost, snapshot.Of("syscount").Losses.Total);
        // Per round: the parent reads, passes on, reads and answers, the child reads, does as it is told and answers.
        Assert.Equal(7UL * 11, snapshot.Histograms("syscount").Total.Total + lost);
    }

    /// <summary>The kernel's highest pid, as long as the test needs it.</summary>
    private sealed class PidRange : IDisposable
    {
        private const string Path = "/proc/sys/kernel/pid_max";
        private readonly string _before = File.ReadAllText(Path);

        public PidRange(int max) => File.WriteAllText(Path, $"{max}");

        public void Dispose() => File.WriteAllText(Path, _before);
    }
}
