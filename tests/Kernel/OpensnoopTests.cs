using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class OpensnoopTests
{
    private const int WriteCreateTruncate = 0x241;
    private const int Directory = 0x1_0000;

    [Fact]
    public async Task Fifty_three_opens_and_twenty_nine_failed_ones_are_as_many_rows()
    {
        using Work work = Work.Start();
        string path = Path.Combine(AppContext.BaseDirectory, $"open-{work.Pid}");
        Snapshot snapshot = await Recording.OfAsync(
            async () =>
            {
                await work.TellAsync($"open 53 {Work.Hex(path)} {WriteCreateTruncate}");
                long[] failed = await work.TellAsync($"open 29 {Work.Hex("/nowhere/file")} 0");
                Assert.Equal(29, failed[0]);
            },
            "opensnoop");
        File.Delete(path);
        Row[] rows = Of(work, snapshot), opened = [.. rows.Where(row => row.Int("ret") >= 0)];
        Assert.Equal(53 + 29, rows.Length);
        Assert.Equal(53, opened.Length);
        Assert.All(opened, row =>
        {
            Assert.Equal((path, "WRONLY|CREAT|TRUNC"), (row.Text("path"), row.Text("open_flags")));
            Assert.True(row["error"].IsAbsent);
            Assert.InRange(row.Int("ret"), 3, 20);
            Assert.Equal("work", row.Text("comm"));
        });
        Assert.All(rows.Where(row => row.Int("ret") < 0), row =>
            Assert.Equal(("/nowhere/file", "ENOENT", -2), (row.Text("path"), row.Text("error"), row.Int("ret"))));
        Assert.Equal(0UL, snapshot.Of("opensnoop").Losses.Total);
    }

    [Fact]
    public async Task Every_call_that_opens_is_seen_with_its_flags()
    {
        using Work work = Work.Start();
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync($"opens {Work.Hex("/tmp")}"), "opensnoop");
        Assert.Equal(
            [("RDONLY|DIRECTORY", ""), ("RDONLY|DIRECTORY|CLOEXEC", ""), ("RDONLY|DIRECTORY|NOFOLLOW", ""), ("WRONLY|CREAT|TRUNC", "EISDIR")],
            Of(work, snapshot).Select(row => (row.Text("open_flags"), row.Text("error"))));
    }

    [Fact]
    public async Task A_path_of_four_thousand_characters_is_whole()
    {
        using Work work = Work.Start();
        string path = string.Concat(Enumerable.Repeat("/" + new string('d', 199), 20))[..4000];
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync($"open 3 {Work.Hex(path)} {Directory}"), "opensnoop");
        Row[] rows = Of(work, snapshot);
        Assert.Equal(3, rows.Length);
        Assert.All(rows, row => Assert.Equal((path, "ENOENT"), (row.Text("path"), row.Text("error"))));
        path = new string('d', 5000);
        snapshot = await Recording.OfAsync(() => work.TellAsync($"open 1 {Work.Hex(path)} 0"), "opensnoop");
        Assert.Equal((path[..4095], "ENAMETOOLONG"), (Of(work, snapshot)[0].Text("path"), Of(work, snapshot)[0].Text("error")));
    }

    [Fact]
    public async Task Hostile_and_unreadable_paths_are_kept_as_they_are()
    {
        using Work work = Work.Start();
        byte[] hostile = [(byte)'/', 0x1b, (byte)']', (byte)'0', (byte)';', (byte)'\n', 0xff, 7];
        Snapshot snapshot = await Recording.OfAsync(
            async () =>
            {
                await work.TellAsync($"open 1 {Work.Hex(hostile)} 0");
                // openat(AT_FDCWD, 8, 0): no memory of the caller's.
                await work.TellAsync("syscalls 1 257 -100 8 0");
            },
            "opensnoop");
        Row[] rows = Of(work, snapshot);
        Assert.Equal(2, rows.Length);
        Assert.Equal("/\u001b]0;\n\\xff\u0007", rows[0].Text("path"));
        Assert.True(rows[1]["path"].IsAbsent);
        Assert.Equal("EFAULT", rows[1].Text("error"));
    }

    [Fact]
    public async Task What_another_process_opens_is_not_seen_under_a_restriction()
    {
        using Work work = Work.Start(), other = Work.Start();
        using Recording recording = await Recording.StartAsync(Recording.Only(other), "opensnoop");
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"open 29 {Work.Hex("/nowhere")} 0");
            await other.TellAsync($"open 7 {Work.Hex("/nowhere")} 0");
        });
        Assert.Equal(7, snapshot.Events("opensnoop").Length);
    }

    private static Row[] Of(Work work, Snapshot snapshot) => [.. snapshot.Events("opensnoop").Where(row => row.Int("pid") == work.Pid)];
}
