using FsCheck;
using FsCheck.Fluent;
using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Panes;
using Probetop.Views.Widgets;
using Xunit;

namespace Probetop.Tests.Unit;

public class PaneTests
{
    private static readonly ToolDescriptor Headline = Catalogue.Find("runqlat")!.Descriptor;

    public static TheoryData<int> Tiles => new() { 1, 2, 3, 5, 9 };

    [Fact]
    public void Every_layout_has_every_part_once()
    {
        foreach (Pane pane in (Pane[])[CpuPane.Create(), FsPane.Create(), OverviewOf(7)])
        {
            foreach (PaneLayout layout in pane.Layouts)
            {
                IEnumerable<string> placed = layout.Rows.SelectMany(row => row.Slots).SelectMany(slot => slot.Parts);
                Assert.Equal(pane.Parts.Select(part => part.Name).Order(), placed.Order());
            }

            Assert.Equal((0, 0), (pane.Layouts[0].MinWidth, pane.Layouts[0].MinHeight));
        }
    }

    [Fact]
    public void Every_tool_of_a_pane_is_in_one_of_its_parts()
    {
        foreach (Pane pane in (Pane[])[CpuPane.Create(), FsPane.Create()])
        {
            IEnumerable<string> shown = pane.Parts.SelectMany(part => part.Tools).Select(tool => tool.Name).Distinct();
            Assert.Equal(Catalogue.OfPane(pane.Name).Select(tool => tool.Descriptor.Name).Order(), shown.Order());
        }
    }

    [Fact]
    public void Places_fill_the_pane_without_overlap()
    {
        PaneLayout[] layouts = [.. CpuPane.Create().Layouts, .. FsPane.Create().Layouts, .. OverviewOf(7).Layouts];
        Prop.ForAll(Gen.Choose(0, 300).Zip(Gen.Choose(0, 100)).ToArbitrary(), size =>
        {
            foreach (PaneLayout layout in layouts)
            {
                var places = new Rect[layout.SlotCount];
                layout.Place(new Rect(3, 2, size.Item1, size.Item2), places);
                Assert.Equal(size.Item1 * size.Item2, places.Sum(place => place.Width * place.Height));
                for (int i = 0; i < places.Length; i++)
                    for (int other = 0; other < i; other++) Assert.True(places[i].Intersect(places[other]).IsEmpty);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void The_overview_shows_every_tile_where_there_is_room(int tiles)
    {
        Pane overview = OverviewOf(tiles);
        var buffer = new CellBuffer(200, 120);
        overview.Draw(buffer, buffer.Bounds, MomentOf(SyntheticHistory.Of(9)));
        string text = Screens.Text(buffer);
        for (int i = 0; i < tiles; i++) Assert.Contains($"{i} Pane {i} ─ Run-queue latency", text, StringComparison.Ordinal);
        Assert.Equal(tiles, text.Split("p50 ").Length - 1);

        buffer = new CellBuffer(40, 10);
        overview.Draw(buffer, buffer.Bounds, MomentOf(SyntheticHistory.Of(9)));
        Assert.Contains("0 Pane 0", Screens.Text(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void Series_become_rows_with_rates_times_and_percentiles()
    {
        ToolDescriptor syscount = Catalogue.Find("syscount")!.Descriptor;
        Histogram all = SampleData.Of(BucketScale.Log2Time, (1_500, 90), (1_500_000, 10));
        Histogram mine = SampleData.Of(BucketScale.Log2Time, (1_500, 4));
        KeyValuePair<string, string>[] read = [new("syscall", "read"), new("number", "0")];
        KeyValuePair<string, string>[] write = [new("syscall", "write"), new("number", "1")];
        var series = new Series[] { new(read, all, mine, 7), new(write, all, null, 0) };

        Table table = TableOf(syscount, new HistogramData("ns", all, null, series));
        Assert.Equal(["SYSCALL", "RATE", "TIME", "P50", "P99", "MAX", "COUNT", "ERRORS"], TitlesOf(table));
        Assert.Equal("read", table[0, 0].Text);
        Assert.Equal(50, table[0, table.IndexOf("per_second")].Float);
        Assert.Equal(100, table[0, table.IndexOf("count")].Int);
        Assert.Equal(2_048_000, table[0, table.IndexOf("max")].Int);
        Assert.Equal(7, table[0, table.IndexOf("errors")].Int);

        table = TableOf(syscount, new HistogramData("ns", all, mine, series));
        Assert.Equal(["SYSCALL", "RATE", "OF ALL", "TIME", "P50", "P99", "MAX", "COUNT", "ERRORS"], TitlesOf(table));
        Assert.Equal((2.0, 50.0), (table[0, table.IndexOf("per_second")].Float, table[0, table.IndexOf("all_per_second")].Float));
        Assert.True(table[1, table.IndexOf("p50")].IsAbsent);
        Assert.True(table[1, table.IndexOf("max")].IsAbsent);
        Assert.Equal(0, table[1, table.IndexOf("count")].Int);
    }

    [Fact]
    public void A_series_table_is_made_once_for_each_interval()
    {
        SyntheticHistory history = SyntheticHistory.Of(9);
        var series = new SeriesTable(Catalogue.Find("softirqs")!.Descriptor);
        Table? table = series.Of(MomentOf(history));
        Assert.NotNull(table);
        Assert.Same(table, series.Of(MomentOf(history)));
        history.Run(1);
        Assert.NotSame(table, series.Of(MomentOf(history)));
        history.SetStatus("softirqs", ToolStatus.Off);
        history.Run(1);
        Assert.Null(series.Of(MomentOf(history)));
    }

    [Fact]
    public void A_part_of_several_tools_has_data_while_one_of_them_runs()
    {
        SyntheticHistory history = SyntheticHistory.Of(9);
        Part who = CpuPane.Create().Parts[1];
        foreach (ToolDescriptor tool in who.Tools) history.SetStatus(tool.Name, ToolStatus.Off);
        Assert.Contains("Not started.", Drawn(who, history), StringComparison.Ordinal);
        history.SetStatus("runqlat", new ToolStatus(ToolState.Unavailable, "no such tracepoint", "another kernel", []));
        Assert.Contains("no such tracepoint", Drawn(who, history), StringComparison.Ordinal);
        Assert.Contains("another kernel", Drawn(who, history), StringComparison.Ordinal);
        history.SetStatus("cpudist", ToolStatus.Loading);
        Assert.Contains("Loading", Drawn(who, history), StringComparison.Ordinal);
        history.Start("cputime");
        Assert.Contains("postgres", Drawn(who, history), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tool_on_a_lower_rung_says_so_on_its_border()
    {
        SyntheticHistory history = SyntheticHistory.Of(9);
        Part part = CpuPane.Create().Parts[0];
        history.SetStatus("runqlat", new ToolStatus(ToolState.Fallback, "no tp_btf", null, [new("switch", "raw_tp")]));
        string text = Drawn(part, history);
        Assert.Contains("┌ Run-queue latency ─ raw_tp ─", text, StringComparison.Ordinal);
        Assert.Contains(" fallback ─┘", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interval_without_a_reading_is_not_an_empty_one()
    {
        var history = new SyntheticHistory();
        history.Run(1);
        Assert.Contains("no reading", Drawn(CpuPane.Create().Parts[0], history), StringComparison.Ordinal);
        Assert.Contains(PartNote.NoReading, Drawn(CpuPane.Create().Parts[1], history), StringComparison.Ordinal);

        var calm = new SyntheticHistory { HasEvents = false, Processes = 0 };
        calm.Run(9);
        Assert.Contains("Nothing happened in this interval.", Drawn(CpuPane.Create().Parts[1], calm), StringComparison.Ordinal);
        Assert.Contains("Nothing has happened yet.", Drawn(CpuPane.Create().Parts[2], calm), StringComparison.Ordinal);
    }

    [Fact]
    public void The_parts_that_share_a_place_shrink_to_a_count()
    {
        SyntheticHistory history = SyntheticHistory.Of(9);
        Part[] parts = [.. CpuPane.Create().Parts];
        Assert.Contains("└─ runqlat ─ processes ─ execsnoop ─", Drawn(parts[1], history, parts), StringComparison.Ordinal);
        Assert.Contains("└─ processes 2/10 ──", Drawn(parts[1], history, parts, width: 60), StringComparison.Ordinal);
        Assert.DoesNotContain("processes", Drawn(parts[1], history), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tab_is_where_it_is_drawn()
    {
        Tab[] tabs = [new('1', "Overview"), new('2', "CPU"), new('3', "Memory"), new('4', "Disk")];
        foreach (int width in (int[])[60, 24, 9, 3])
        {
            for (int selected = 0; selected < tabs.Length; selected++)
            {
                var buffer = new CellBuffer(width, 1);
                TabBar.Draw(buffer, buffer.Bounds, tabs, selected);
                for (int x = 0; x < width; x++)
                {
                    int digit = (int)buffer[x, 0].Glyph - '1';
                    if (digit is >= 0 and < 4) Assert.Equal(digit, TabBar.TabAt(buffer.Bounds, tabs, selected, x));
                }

                if (width == 60) Assert.Equal(-1, TabBar.TabAt(buffer.Bounds, tabs, selected, 59));
            }
        }
    }

    [Fact]
    public void Columns_are_shown_in_the_order_of_their_names()
    {
        var order = new ColumnOrder();
        Assert.Equal([0, 2, 3, 4, 5], order.Of(SampleData.ProcessColumns).ToArray());
        order.Names = ["cpu_percent", "nothing", "pid", "start_ns", "comm"];
        Assert.Equal([5, 0, 2], order.Of(SampleData.ProcessColumns).ToArray());
        Assert.Equal([2, 1], order.Of(SampleData.EventColumns).ToArray());
        order.Names = null;
        Assert.Equal([0, 1, 2, 3], order.Of(SampleData.EventColumns).ToArray());
    }

    private static string[] TitlesOf(Table table) => [.. table.Columns.Where(column => column.Width >= 0).Select(column => column.Title)];

    private static Table TableOf(ToolDescriptor tool, HistogramData data)
    {
        var tools = new ToolSnapshot[Catalogue.Tools.Count];
        tools[tool.Id] = new ToolSnapshot(tool, ToolStatus.Off, 2_000_000_000, Losses.None, data);
        var snapshot = new Snapshot
        {
            Index = 0,
            StartNs = 0,
            StartRealtimeNs = 0,
            DurationNs = 2_000_000_000,
            Tools = tools,
            Programs = [],
            Self = new SelfCost(null, null, 0, 0, 0, 0, 0),
            SelectionGeneration = 0,
        };
        return new SeriesTable(tool).Of(new Moment { History = new History(1, 1), StatusNow = _ => ToolStatus.Off, Current = snapshot })!;
    }

    private static Pane OverviewOf(int tiles)
    {
        IEnumerable<Pane> panes = from i in Enumerable.Range(0, tiles)
                                  select new Pane((char)('0' + i), $"pane{i}", $"Pane {i}", [], [new PaneLayout(0, 0)]);
        return OverviewPane.Create([.. panes.Select(pane => (pane, Headline))]);
    }

    private static Moment MomentOf(SyntheticHistory history) => new()
    {
        History = history.History,
        StatusNow = history.StatusOf,
        Current = history.History.Newest,
    };

    private static string Drawn(Part part, SyntheticHistory history, Part[]? sharing = null, int width = 120)
    {
        CellBuffer buffer = Screens.Prefilled(width, 30);
        part.Draw(buffer, buffer.Bounds, MomentOf(history), new PartFrame(part, sharing ?? [part], focused: true));
        Assert.DoesNotContain("xx", Screens.Text(buffer), StringComparison.Ordinal);
        return Screens.Text(buffer);
    }
}
