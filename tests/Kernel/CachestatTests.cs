using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class CachestatTests
{
    private const int Pages = 1009;
    private const int PageBytes = 4096;
    private const int DirectIo = 0x4000;

    [Theory]
    [InlineData(PageBytes)]
    [InlineData(64 * PageBytes)]
    [InlineData(2048 * PageBytes)]
    public async Task A_file_read_twice_is_all_misses_and_then_all_hits(int readBytes)
    {
        using var files = new LoopFs();
        using Work work = Work.Start();
        string path = await WriteAndEvictAsync(work, files);
        int reads = (Pages * PageBytes / readBytes) + 2;
        using Recording recording = await Recording.StartAsync("cachestat");
        Snapshot first = await recording.IntervalAsync(() => work.TellAsync($"read {reads} {path} {readBytes} 0"));
        AssertPages(first, files, work, hits: 0, misses: Pages, dirtied: 0);
        Snapshot second = await recording.IntervalAsync(() => work.TellAsync($"read {reads} {path} {readBytes} 0"));
        AssertPages(second, files, work, hits: Pages, misses: 0, dirtied: 0);
        Assert.Equal(0UL, first.Of("cachestat").Losses.Total + second.Of("cachestat").Losses.Total);
    }

    [Fact]
    public async Task A_read_that_ends_within_a_page_has_sought_it_and_so_has_the_next_one()
    {
        const int ReadBytes = 10_000;
        using var files = new LoopFs();
        using Work work = Work.Start();
        string path = Work.Hex(files.Path("file"));
        await work.TellAsync($"write {Pages} {path} {PageBytes} 0 1");
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync($"read 500 {path} {ReadBytes} 0"), "cachestat");
        int sought = 0;
        for (int at = 0; at < Pages * PageBytes; at += ReadBytes)
            sought += ((Math.Min(at + ReadBytes, Pages * PageBytes) - 1) / PageBytes) - (at / PageBytes) + 1;
        AssertPages(snapshot, files, work, hits: sought, misses: 0, dirtied: 0);
    }

    [Fact]
    public async Task Pages_that_are_written_are_dirtied_and_no_misses()
    {
        using var files = new LoopFs();
        using Work work = Work.Start();
        string path = Work.Hex(files.Path("file"));
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync($"write {Pages} {path} {PageBytes} 0 1"), "cachestat");
        AssertPages(snapshot, files, work, hits: 0, misses: 0, dirtied: Pages);
    }

    [Fact]
    public async Task Of_a_mapped_file_each_page_that_is_brought_in_is_a_miss_and_each_fault_a_hit()
    {
        const int AroundPages = 16;
        using var files = new LoopFs();
        using Work work = Work.Start();
        string path = await WriteAndEvictAsync(work, files);
        using Recording recording = await Recording.StartAsync("cachestat");
        Snapshot first = await recording.IntervalAsync(() => work.TellAsync($"touch {path}"));
        AssertPages(first, files, work, hits: 0, misses: Pages, dirtied: 0);
        Snapshot second = await recording.IntervalAsync(() => work.TellAsync($"touch {path}"));
        // Where the mapping begins within a block of neighbours, that block is a short one.
        long hits = RowOf(second, files)!.Value.Int("cache_hits");
        Assert.InRange(hits, Pages / AroundPages, (Pages / AroundPages) + 2);
        AssertPages(second, files, work, hits, misses: 0, dirtied: 0);
    }

    [Fact]
    public async Task Direct_reads_do_not_touch_the_cache()
    {
        using var files = new LoopFs();
        using Work work = Work.Start();
        string path = await WriteAndEvictAsync(work, files);
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync($"read {Pages} {path} {PageBytes} {DirectIo}"), "cachestat");
        Assert.Null(RowOf(snapshot, files));
    }

    [Fact]
    public async Task What_another_process_reads_is_not_counted_under_a_restriction()
    {
        using var files = new LoopFs();
        using Work work = Work.Start(), other = Work.Start();
        string path = await WriteAndEvictAsync(work, files);
        using Recording recording = await Recording.StartAsync(Recording.Only(other), "cachestat");
        Snapshot none = await recording.IntervalAsync(() => work.TellAsync($"read {Pages} {path} {PageBytes} 0"));
        Assert.Null(RowOf(none, files));
        Snapshot seen = await recording.IntervalAsync(() => other.TellAsync($"read {Pages} {path} {PageBytes} 0"));
        AssertPages(seen, files, other, hits: Pages, misses: 0, dirtied: 0);
    }

    private static async Task<string> WriteAndEvictAsync(Work work, LoopFs files)
    {
        string path = Work.Hex(files.Path("file"));
        await work.TellAsync($"write {Pages} {path} {PageBytes} 0 1");
        await work.TellAsync($"evict {path}");
        return path;
    }

    private static Row? RowOf(Snapshot snapshot, LoopFs files)
    {
        Table table = Assert.IsType<TableData>(snapshot.Of("cachestat").Data).Table;
        Row[] rows = [.. table.Rows().Where(row => row.Text("device") == files.DeviceName)];
        return rows.Length == 0 ? null : Assert.Single(rows);
    }

    private static void AssertPages(Snapshot snapshot, LoopFs files, Work work, long hits, long misses, long dirtied)
    {
        Row row = RowOf(snapshot, files)!.Value;
        Assert.Equal((hits, misses, dirtied), (row.Int("cache_hits"), row.Int("cache_misses"), row.Int("pages_dirtied")));
        Assert.Equal("ext4", row.Text("fs"));
        if (hits + misses > 0) Assert.Equal(100.0 * hits / (hits + misses), row["cache_hit_percent"].Float, 9);
        else Assert.True(row["cache_hit_percent"].IsAbsent);
        Assert.Equal(misses, snapshot.Process(work.Pid)!.Value.Int("cache_misses"));
    }
}
