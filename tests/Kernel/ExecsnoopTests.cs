using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class ExecsnoopTests
{
    private const int NoEntry = -2;
    private const int NoAccess = -13;

    private static readonly SessionOptions WithFailed = new() { UseAllEvents = true };

    [Fact]
    public async Task Twenty_three_programs_started_are_twenty_three_rows_with_their_arguments_in_order_of_time()
    {
        using Work work = Work.Start();
        Snapshot snapshot = await Recording.OfAsync(
            () => work.TellAsync($"exec 23 {Words("/bin/true", "true", "one", "two words")}"), "execsnoop");
        Row[] rows = Of(work, snapshot);
        Assert.Equal(23, rows.Length);
        Assert.All(rows, row =>
        {
            Assert.Equal("true one \"two words\"", row.Text("args"));
            Assert.Equal("true", row.Text("comm"));
            Assert.Equal(0, row.Int("ret"));
            Assert.Equal(0, row.Int("truncated"));
            Assert.Equal(row.Int("pid"), row.Int("ns_pid"));
            Assert.InRange((ulong)row.Int("time_ns"), snapshot.StartNs, snapshot.StartNs + snapshot.DurationNs);
            Assert.True(row.Int("start_ns") < row.Int("time_ns"));
        });
        long[] times = [.. snapshot.Events("execsnoop").Select(row => row.Int("time_ns"))];
        Assert.Equal(times.Order(), times);
        Assert.Equal(23, rows.Select(row => row.Int("pid")).Distinct().Count());
        Assert.Equal(0UL, snapshot.Of("execsnoop").Losses.Total);
    }

    [Theory]
    [InlineData("/nowhere/at all", NoEntry)]
    [InlineData("/etc/passwd", NoAccess)]
    public async Task A_failed_exec_is_a_row_with_its_path_and_error(string path, int error)
    {
        using Work work = Work.Start();
        Snapshot snapshot = await Recording.OfAsync(
            WithFailed, () => work.TellAsync($"exec 7 {Words(path, "name", "argument")}"), "execsnoop");
        Row[] rows = Of(work, snapshot);
        Assert.Equal(7, rows.Length);
        Assert.All(rows, row =>
        {
            Assert.Equal(error, row.Int("ret"));
            Assert.Equal(path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\" argument" : $"{path} argument", row.Text("args"));
            Assert.Equal("work", row.Text("comm"));
            Assert.Equal(0, row.Int("truncated"));
        });
    }

    [Fact]
    public async Task Failed_and_successful_execs_are_each_seen_once()
    {
        using Work work = Work.Start();
        Snapshot snapshot = await Recording.OfAsync(
            WithFailed,
            async () =>
            {
                await work.TellAsync($"exec 5 {Words("/bin/true", "true")}");
                await work.TellAsync($"exec 3 {Words("/bin/nothing", "nothing")}");
            },
            "execsnoop");
        Assert.Equal([0, 0, 0, 0, 0, NoEntry, NoEntry, NoEntry], Of(work, snapshot).Select(row => (int)row.Int("ret")));
    }

    [Theory]
    [InlineData(16, 3)]
    [InlineData(2, 200)]
    public async Task A_failed_exec_with_more_than_is_kept_says_so(int arguments, int length)
    {
        using Work work = Work.Start();
        string[] words = [.. Enumerable.Repeat(new string('a', length), arguments)];
        Snapshot snapshot = await Recording.OfAsync(
            WithFailed, () => work.TellAsync($"exec 1 {Words("/bin/nothing", ["nothing", .. words])}"), "execsnoop");
        Row row = Assert.Single(Of(work, snapshot));
        Assert.Equal(1, row.Int("truncated"));
    }

    [Fact]
    public async Task Arguments_beyond_2048_bytes_are_cut_and_said_to_be()
    {
        using Work work = Work.Start();
        string[] words = [.. Enumerable.Range(0, 30).Select(word => new string((char)('a' + (word % 26)), 99))];
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync($"exec 1 {Words("/bin/true", ["true", .. words])}"), "execsnoop");
        Row row = Assert.Single(Of(work, snapshot));
        Assert.Equal(1, row.Int("truncated"));
        // Each argument is kept with the NUL that ends it.
        Assert.Equal(string.Join(' ', ["true", .. words])[..2048], row.Text("args"));
    }

    [Fact]
    public async Task Arguments_of_2048_bytes_are_whole()
    {
        using Work work = Work.Start();
        string longest = new('x', 2048 - "true".Length - 2);
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync($"exec 1 {Words("/bin/true", "true", longest)}"), "execsnoop");
        Row row = Assert.Single(Of(work, snapshot));
        Assert.Equal($"true {longest}", row.Text("args"));
        Assert.Equal(0, row.Int("truncated"));
    }

    [Fact]
    public async Task Three_hundred_arguments_are_all_there()
    {
        using Work work = Work.Start();
        string[] words = [.. Enumerable.Range(0, 300).Select(word => $"a{word}")];
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync($"exec 1 {Words("/bin/true", words)}"), "execsnoop");
        Assert.Equal(string.Join(' ', words), Assert.Single(Of(work, snapshot)).Text("args"));
    }

    [Fact]
    public async Task Empty_and_hostile_arguments_are_kept_as_they_are()
    {
        using Work work = Work.Start();
        byte[] hostile = [0x1b, (byte)']', (byte)'0', (byte)';', 0xff, 0xc3, 0x28, 7];
        Snapshot snapshot = await Recording.OfAsync(
            () => work.TellAsync($"exec 1 {Words("/bin/true", "", "", "x")} {Work.Hex(hostile)} {Work.Hex("é")}"), "execsnoop");
        Assert.Equal("\"\" \"\" x \"\u001b]0;\\xff\\xc3(\u0007\" é", Assert.Single(Of(work, snapshot)).Text("args"));
    }

    [Fact]
    public async Task A_program_without_any_argument_is_a_row()
    {
        using Work work = Work.Start();
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync($"exec 1 {Work.Hex("/bin/true")}"), "execsnoop");
        Row row = Assert.Single(Of(work, snapshot));
        // Since 5.18 the kernel gives it an empty first one.
        Assert.Equal("\"\"", row.Text("args"));
        Assert.Equal("true", row.Text("comm"));
    }

    [Fact]
    public async Task More_events_than_an_interval_keeps_are_counted()
    {
        using Work work = Work.Start();
        using Recording recording = await Recording.StartAsync(
            Recording.Only(work) with { EventRows = 10 }, "execsnoop");
        Snapshot full = await recording.IntervalAsync(() => work.TellAsync($"exec 23 {Words("/bin/true", "true")}"));
        Assert.Equal(10, full.Events("execsnoop").Length);
        Assert.Equal(13UL, full.Of("execsnoop").Losses.Full);
        Assert.True(((EventData)full.Of("execsnoop").Data!).Table.Truncated);
        Snapshot next = await recording.IntervalAsync(() => work.TellAsync($"exec 7 {Words("/bin/true", "true")}"));
        Assert.Equal(7, next.Events("execsnoop").Length);
        Assert.Equal(0UL, next.Of("execsnoop").Losses.Total);
    }

    private static string Words(string path, params string[] arguments) =>
        string.Join(' ', [Work.Hex(path), .. arguments.Select(Work.Hex)]);

    private static Row[] Of(Work work, Snapshot snapshot) => [.. snapshot.Events("execsnoop").Where(row => row.Int("ppid") == work.Pid)];
}
