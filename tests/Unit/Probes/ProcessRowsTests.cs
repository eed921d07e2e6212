using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Unit.Probes;

public sealed class ProcessRowsTests
{
    private static readonly ProcessPart[] Parts = [.. Catalogue.Tools.Select(tool => tool.PerProcess).OfType<ProcessPart>()];
    private static readonly int CpuTime = Array.FindIndex(Parts, part => part.Map == "cputime_process");
    private static readonly int Calls = Array.FindIndex(Parts, part => part.Map == "syscount_process");
    private static readonly int Waits = Array.FindIndex(Parts, part => part.Map == "runqlat_process");

    [Fact]
    public void A_row_holds_what_each_tool_knows_of_the_process()
    {
        var shape = new ProcessRows(Parts);
        ProcessRow row = Row(shape, 42, "worker", cpuNs: 250_000_000);
        row.Words[shape.OffsetOf(Waits)] = 21_000;
        row.Words[shape.OffsetOf(Waits) + 1 + 3] = 4;
        Table table = shape.ToTable([row], new ulong[shape.Words], Intervals(1_000_000_000), 10, _ => "/web");
        Assert.Equal(1, table.RowCount);
        Assert.Equal(42, Of(table, 0, "pid").Int);
        Assert.Equal("worker", Of(table, 0, "comm").Text);
        Assert.Equal("/web", Of(table, 0, "container").Text);
        Assert.Equal(25.0, Of(table, 0, "cpu_percent").Float);
        Assert.Equal(4, Of(table, 0, "waits").Int);
        Assert.InRange(Of(table, 0, "wait_p99_ns").Float, 4_000, 8_000);
        Assert.True(Of(table, 0, "slice_p50_ns").IsAbsent);
    }

    [Fact]
    public void Rows_beyond_the_limit_are_summed_as_other()
    {
        var shape = new ProcessRows(Parts);
        ProcessRow[] rows = [.. Enumerable.Range(1, 5).Select(pid => Row(shape, (uint)pid, $"p{pid}", (ulong)pid * 100_000_000))];
        var overflow = new ulong[shape.Words];
        overflow[shape.OffsetOf(CpuTime)] = 50_000_000;
        Table table = shape.ToTable(rows, overflow, Intervals(1_000_000_000), 2, _ => null);
        Assert.True(table.Truncated);
        Assert.Equal(["p5", "p4", "other"], Enumerable.Range(0, 3).Select(row => Of(table, row, "comm").Text));
        Assert.Equal(65.0, Of(table, 2, "cpu_percent").Float, 6);
        Assert.Equal(0, Of(table, 2, "pid").Int);
    }

    [Fact]
    public void Processes_that_did_nothing_have_no_row()
    {
        var shape = new ProcessRows(Parts);
        Table table = shape.ToTable([Row(shape, 1, "idle", 0)], new ulong[shape.Words], Intervals(1_000_000_000), 10, _ => null);
        Assert.Equal(0, table.RowCount);
        Assert.False(table.Truncated);
    }

    [Fact]
    public void A_process_that_used_no_cpu_but_called_the_kernel_has_a_row_after_those_that_did()
    {
        var shape = new ProcessRows(Parts);
        ProcessRow asleep = Row(shape, 1, "asleep", 0), busy = Row(shape, 2, "busy", 1);
        asleep.Words[shape.OffsetOf(Calls) + 1] = 3;
        Table table = shape.ToTable([asleep, busy], new ulong[shape.Words], Intervals(1_000_000_000), 10, _ => null);
        Assert.Equal(["busy", "asleep"], Enumerable.Range(0, 2).Select(row => Of(table, row, "comm").Text));
        Assert.Equal(3, Of(table, 1, "syscalls").Int);
    }

    [Fact]
    public void Columns_of_a_tool_that_did_not_count_are_absent_and_each_has_its_own_interval()
    {
        var shape = new ProcessRows(Parts);
        ulong[] intervals = Intervals(1_000_000_000);
        intervals[Calls] = 0;
        intervals[CpuTime] = 500_000_000;
        Table table = shape.ToTable([Row(shape, 1, "late", 250_000_000)], new ulong[shape.Words], intervals, 10, _ => null);
        Assert.True(Of(table, 0, "syscalls").IsAbsent);
        Assert.Equal(0, Of(table, 0, "waits").Int);
        Assert.False(Of(table, 0, "waits").IsAbsent);
        Assert.Equal(50.0, Of(table, 0, "cpu_percent").Float);
    }

    [Fact]
    public void Column_names_are_unique()
    {
        Table table = new ProcessRows(Parts).ToTable([], new ulong[new ProcessRows(Parts).Words], Intervals(1), 1, _ => null);
        Assert.Equal(table.Columns.Count, table.Columns.Select(column => column.Name).Distinct().Count());
    }

    private static ulong[] Intervals(ulong ns) => [.. Parts.Select(_ => ns)];

    private static ProcessRow Row(ProcessRows shape, uint pid, string comm, ulong cpuNs)
    {
        var row = new ProcessRow { Words = new ulong[shape.Words], Identity = new ProcessIdentity(pid, pid), Comm = comm };
        row.Words[shape.OffsetOf(CpuTime)] = cpuNs;
        return row;
    }

    private static Value Of(Table table, int row, string column) => table[row, table.IndexOf(column)];
}
