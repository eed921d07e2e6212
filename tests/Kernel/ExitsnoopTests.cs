using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class ExitsnoopTests
{
    private const int SignalBits = 0x7f;
    private const int CoreBit = 0x80;
    private const long MsNs = 1_000_000;

    [Theory]
    [InlineData("code", 0)]
    [InlineData("code", 3)]
    [InlineData("code", 255)]
    [InlineData("signal", 15)]
    [InlineData("signal", 9)]
    [InlineData("signal", 11)]
    public async Task Twenty_three_ended_processes_are_twenty_three_rows_that_say_how(string kind, int argument)
    {
        (Row[] rows, long[] answer) = await EndAsync(kind, argument, sleepMs: 0, times: 23);
        Assert.Equal(23, rows.Length);
        Assert.Equal(23, rows.Select(row => row.Int("pid")).Distinct().Count());
        Assert.All(rows, row =>
        {
            Assert.Equal(kind == "code" ? argument : 0, row.Int("exit_code"));
            Assert.Equal(kind == "signal" ? argument : 0, row.Int("signal"));
            AssertStatus(answer[1], row);
            Assert.Equal("work", row.Text("comm"));
            Assert.Equal(0, row.Int("uid"));
            Assert.Equal(row.Int("pid"), row.Int("ns_pid"));
        });
        Assert.Equal(answer[0], rows[^1].Int("pid"));
    }

    [Fact]
    public async Task A_process_whose_main_thread_ends_first_is_one_row_when_the_last_thread_is_gone()
    {
        (Row[] rows, long[] answer) = await EndAsync("thread", 7, sleepMs: 20, times: 7);
        Assert.Equal(7, rows.Length);
        Assert.All(rows, row =>
        {
            Assert.Equal(7, row.Int("exit_code"));
            Assert.True(row.Int("lifetime_ns") >= 20 * MsNs);
            AssertStatus(answer[1], row);
        });
    }

    [Fact]
    public async Task A_program_started_by_another_thread_than_the_main_one_is_still_one_process()
    {
        (Row[] rows, long[] answer) = await EndAsync("exec", 0, sleepMs: 20, times: 7);
        Assert.Equal(7, rows.Length);
        Assert.All(rows, row =>
        {
            Assert.Equal("exe", row.Text("comm"));
            // Of the process, not of the program: the sleep was before the exec.
            Assert.True(row.Int("lifetime_ns") >= 20 * MsNs);
            AssertStatus(answer[1], row);
        });
    }

    [Fact]
    public async Task A_process_whose_threads_end_on_several_cpus_at_once_is_one_row()
    {
        (Row[] rows, long[] answer) = await EndAsync("group", 3, sleepMs: 0, times: 1999);
        Assert.Equal(1999, rows.Length);
        Assert.Equal(1999, rows.Select(row => row.Int("pid")).Distinct().Count());
        Assert.All(rows, row => AssertStatus(answer[1], row));
    }

    [Fact]
    public async Task A_lifetime_is_not_shorter_than_the_process_slept_nor_longer_than_its_parent_waited()
    {
        (Row[] rows, long[] answer) = await EndAsync("code", 0, sleepMs: 50, times: 1);
        Assert.InRange(Assert.Single(rows).Int("lifetime_ns"), 50 * MsNs, answer[2]);
    }

    private static async Task<(Row[] Rows, long[] Answer)> EndAsync(string kind, int argument, int sleepMs, int times)
    {
        using Work work = Work.Start();
        long[] answer = [];
        Snapshot snapshot = await Recording.OfAsync(
            async () => answer = await work.TellAsync($"end {kind} {argument} {sleepMs} {times}"), "exitsnoop");
        Assert.Equal(0UL, snapshot.Of("exitsnoop").Losses.Total);
        return ([.. snapshot.Events("exitsnoop").Where(row => row.Int("ppid") == work.Pid)], answer);
    }

    // As wait(2) told the parent.
    private static void AssertStatus(long status, Row row)
    {
        Assert.Equal((status >> 8) & 0xff, row.Int("exit_code"));
        Assert.Equal(status & SignalBits, row.Int("signal"));
        Assert.Equal((status & CoreBit) != 0, row.Int("core_dumped") != 0);
    }
}
