using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Unit.Probes;

public sealed class ProcessProjectionTests
{
    private static readonly ProcessPart[] Parts = [.. Catalogue.Tools.Select(tool => tool.PerProcess).OfType<ProcessPart>()];

    [Fact]
    public void Every_part_finds_its_own_columns_whatever_stands_before_them()
    {
        foreach (ProcessPart part in Parts)
        {
            Table table = ProcessProjection.Of(part, Shared([1], "worker", part));
            Assert.Equal(1, table.RowCount);
            Assert.Equal("worker", table[0, table.IndexOf("comm")].Text);
            Assert.Equal(part.Columns.Select(column => column.Column.Name), table.Columns.Skip(9).Select(column => column.Name));
            Assert.NotEqual(0, table[0, 9].Int);
        }
    }

    [Fact]
    public void A_process_that_only_others_know_has_no_row()
    {
        ProcessPart migrations = Part("migrations"), cputime = Part("cputime");
        Assert.Equal(0, ProcessProjection.Of(migrations, Shared([5], "busy", cputime)).RowCount);
        Assert.Equal(1, ProcessProjection.Of(cputime, Shared([5], "busy", cputime)).RowCount);
    }

    [Fact]
    public void The_row_of_all_others_stays_and_makes_it_truncated()
    {
        ProcessPart cputime = Part("cputime");
        Table table = ProcessProjection.Of(cputime, Shared([5, 6, 7], "busy", cputime, keep: 1));
        Assert.True(table.Truncated);
        Assert.Equal(["busy", "other"], [table[0, table.IndexOf("comm")].Text, table[1, table.IndexOf("comm")].Text]);
        Assert.Equal(11, table[1, table.IndexOf("cpu_ns")].Int);
    }

    private static ProcessPart Part(string tool) => Catalogue.Find(tool)!.PerProcess!;

    // A table of all parts in which each process has counted once, in the first bucket or counter, for one of them.
    private static Table Shared(ulong[] sums, string comm, ProcessPart part, int keep = int.MaxValue)
    {
        var shape = new ProcessRows(Parts);
        ProcessRow[] rows =
        [
            .. sums.Select((_, index) => new ProcessRow
            {
                Words = new ulong[shape.Words],
                Identity = new ProcessIdentity((uint)index + 1, 9),
                Comm = comm,
            }),
        ];
        for (int i = 0; i < sums.Length; i++)
        {
            rows[i].Words[shape.OffsetOf(Array.IndexOf(Parts, part))] = sums[i];
            if (part.Counters == 0) rows[i].Words[shape.OffsetOf(Array.IndexOf(Parts, part)) + 1] = 1;
            // Time asleep does not rank a process: something else must keep the row.
            if (!part.Ranks) rows[i].Words[0] = 1;
        }

        ulong[] intervalsNs = [.. Enumerable.Repeat(1_000_000_000UL, Parts.Length)];
        return shape.ToTable(rows, new ulong[shape.Words], intervalsNs, keep, _ => null);
    }
}
