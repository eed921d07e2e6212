using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class FsslowerTests
{
    [Fact]
    public async Task Every_operation_over_the_threshold_is_a_row_with_file_place_and_size()
    {
        using var files = new LoopFs();
        using Work work = Work.Start();
        Directory.CreateDirectory(files.Path("a/b"));
        string path = Work.Hex(files.Path("a/b/file"));
        using Recording recording = await Recording.StartAsync(Recording.Only(work) with { SlowerThanNs = 1 }, "fsslower");
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"write 23 {path} 1000 0 7");
            await work.TellAsync($"read 31 {path} 900 0");
        });
        Row[] rows = snapshot.Events("fsslower");
        Assert.Equal([(2, "open"), (23, "write"), (7, "fsync"), (31, "read")],
            rows.GroupBy(row => row.Text("operation")).Select(group => (group.Count(), group.Key)));
        Assert.All(rows, row =>
        {
            Assert.Equal(("/a/b/file", "ext4", files.DeviceName), (row.Text("path"), row.Text("fs"), row.Text("device")));
            Assert.True(row["error"].IsAbsent);
            Assert.True(row.Int("latency_ns") > 0);
        });
        Assert.Equal(
            Enumerable.Range(0, 23).Select(i => (1000L, i * 1000L)),
            rows.Where(row => row.Text("operation") == "write").Select(row => (row.Int("bytes"), row.Int("offset"))));
        // The last ones read what is left, and then nothing.
        Assert.Equal(
            Enumerable.Range(0, 31).Select(i => (Math.Clamp(23_000L - (i * 900), 0, 900), Math.Min(i * 900L, 23_000))),
            rows.Where(row => row.Text("operation") == "read").Select(row => (row.Int("bytes"), row.Int("offset"))));
        Assert.Equal(0UL, snapshot.Of("fsslower").Losses.Total);
    }

    [Fact]
    public async Task What_is_faster_than_the_threshold_is_not_shown_and_the_threshold_can_be_changed()
    {
        using Work work = Work.Start();
        string path = Work.Hex("/proc/self/maps");
        using Recording recording = await Recording.StartAsync(
            Recording.Only(work) with { SlowerThanNs = (ulong)TimeSpan.FromHours(1).TotalNanoseconds }, "fsslower");
        Snapshot snapshot = await recording.IntervalAsync(() => work.TellAsync($"read 53 {path} 10 0"));
        Assert.Empty(snapshot.Events("fsslower"));
        recording.Session.SetThreshold(1);
        snapshot = await recording.IntervalAsync(() => work.TellAsync($"read 53 {path} 10 0"));
        Assert.Equal(54, snapshot.Events("fsslower").Length);
    }

    [Fact]
    public async Task A_hostile_name_and_a_deep_directory_are_kept()
    {
        using var files = new LoopFs();
        using Work work = Work.Start();
        string hostile = files.Path("\u001b]0;\n\u0007"), deep = string.Concat(Enumerable.Range(0, 29).Select(level => $"/{level}"))[1..];
        Directory.CreateDirectory(files.Path(deep));
        using Recording recording = await Recording.StartAsync(Recording.Only(work) with { SlowerThanNs = 1 }, "fsslower");
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"write 1 {Work.Hex(hostile)} 10 0 0");
            await work.TellAsync($"write 1 {Work.Hex(files.Path(deep + "/file"))} 10 0 0");
        });
        Row[] writes = [.. snapshot.Events("fsslower").Where(row => row.Text("operation") == "write")];
        Assert.Equal(("/\u001b]0;\n\u0007", 0), (writes[0].Text("path"), writes[0].Int("truncated")));
        string kept = string.Concat(Enumerable.Range(6, 23).Select(level => $"/{level}")) + "/file";
        Assert.Equal(("…" + kept, 1), (writes[1].Text("path"), writes[1].Int("truncated")));
    }
}
