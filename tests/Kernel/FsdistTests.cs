using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class FsdistTests
{
    private const int DirectIo = 0x4000;

    [Fact]
    public async Task Three_hundred_reads_and_seven_fsyncs_count_for_their_type_and_operation()
    {
        using var files = new LoopFs();
        using Work work = Work.Start();
        string path = Work.Hex(files.Path("file"));
        using Recording recording = await Recording.StartAsync(Recording.Only(work), "fsdist");
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"write 53 {path} 4096 0 7");
            await work.TellAsync($"read 300 {path} 1000 0");
        });
        Assert.Equal(
            [("ext4", "fsync", 7UL), ("ext4", "open", 2UL), ("ext4", "read", 300UL), ("ext4", "write", 53UL)],
            snapshot.Histograms("fsdist").Series.Select(series => (series.Key[0].Value, series.Key[1].Value, series.All.Total)).Order());
        Row process = snapshot.Process(work.Pid)!.Value;
        Assert.Equal(362, process.Int("file_ops"));
        Assert.Equal((long)snapshot.Histograms("fsdist").Total.Sum, process.Int("file_ns"));
        Assert.Equal(0UL, snapshot.Of("fsdist").Losses.Total);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(DirectIo)]
    public async Task The_time_of_an_operation_is_within_what_the_caller_waited(int flags)
    {
        using var files = new LoopFs();
        using Work work = Work.Start();
        string path = Work.Hex(files.Path("file"));
        using Recording recording = await Recording.StartAsync(Recording.Only(work), "fsdist");
        ulong beforeNs = Clock.MonotonicNs();
        Snapshot snapshot = await recording.IntervalAsync(() => work.TellAsync($"write 53 {path} 65536 {flags} 11"));
        ulong waitedNs = Clock.MonotonicNs() - beforeNs;
        Series writes = snapshot.Histograms("fsdist").Series.Single(series => series.Key[1].Value == "write");
        Series syncs = snapshot.Histograms("fsdist").Series.Single(series => series.Key[1].Value == "fsync");
        Assert.Equal((53UL, 11UL), (writes.All.Total, syncs.All.Total));
        Assert.InRange(writes.All.Sum + syncs.All.Sum, 53UL, waitedNs);
        // 64 KiB to the device take longer than to memory would.
        if (flags == DirectIo) Assert.True(writes.All.Percentile(50) > 10_000);
    }

    [Fact]
    public async Task What_is_no_regular_file_is_not_counted_and_other_types_have_series_of_their_own()
    {
        using Work work = Work.Start();
        using Recording recording = await Recording.StartAsync(Recording.Only(work), "fsdist");
        // Its commands and answers go through pipes.
        Snapshot none = await recording.IntervalAsync(() => work.TellAsync($"open 29 {Work.Hex("/nowhere")} 0"));
        Assert.Empty(none.Histograms("fsdist").Series);
        string path = $"/dev/shm/probetop-{work.Pid}";
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"write 23 {Work.Hex(path)} 100 0 0");
            await work.TellAsync($"read 31 {Work.Hex("/proc/self/maps")} 10 0");
        });
        File.Delete(path);
        Assert.Equal((23UL, 31UL), (snapshot.Count("fsdist", "tmpfs", "write"), snapshot.Count("fsdist", "proc", "read")));
    }

    [Fact]
    public async Task A_selection_is_counted_beside_the_total_and_a_split_by_process_has_both()
    {
        using Work work = Work.Start(), other = Work.Start();
        string path = Work.Hex($"/proc/self/maps");
        using Recording recording = await Recording.StartAsync("fsdist");
        recording.Session.Select(Recording.Only(work).Restriction);
        await recording.CutAsync();
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"read 41 {path} 10 0");
            await other.TellAsync($"read 59 {path} 10 0");
        });
        Series reads = snapshot.Histograms("fsdist").Series.Single(series => series.Key[0].Value == "proc" && series.Key[1].Value == "read");
        Assert.Equal(41UL, reads.Selected!.Total);
        Assert.True(reads.All.Total >= 100);
        Assert.Equal((42, 60), (snapshot.Process(work.Pid)!.Value.Int("file_ops"), snapshot.Process(other.Pid)!.Value.Int("file_ops")));
        Assert.Equal(Grouping.Process, Recording.Tool("fsdist").Descriptor.Groupings);
    }
}
