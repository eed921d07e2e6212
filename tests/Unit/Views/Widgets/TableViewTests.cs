using FsCheck;
using FsCheck.Fluent;
using Probetop.Probes.Snapshots;
using Probetop.Views.Cells;
using Probetop.Views.Widgets;
using Xunit;

namespace Probetop.Tests.Unit;

public class TableViewTests
{
    private static readonly Table Sample = SampleData.Processes(
        SampleData.Process(1234, "nginx", 1_234_567, 9_100_000, 12.3),
        SampleData.Process(99, "漢字\u001b]0;x", 12, 3_100_000, 100),
        SampleData.Other(123_456_789),
        SampleData.Process(98, "postgres: writer", 7, null, 0));

    [Fact]
    public void Rows_are_sorted_with_absent_values_and_the_rest_last()
    {
        CellBuffer buffer = Screens.Prefilled(50, 7);
        var state = new TableState("pid", "start_ns");
        state.SortBy("wait_p99_ns", descending: true);
        Draw(buffer, new Rect(1, 1, 46, 6), Sample, state);
        Screens.Same(
            """
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            x    PID COMM            WAITS     P99▼  CPU%  xxx
            x   1234 nginx            1.2M   9.1ms  12.3%  xxx
            x     99 漢字␛]0;x          12   3.1ms   100%  xxx
            x     98 postgres: w…        7           0.0%  xxx
            x      0 other            123M                 xxx
            x                                              xxx
            """,
            Screens.Text(buffer));
        Assert.Equal(".....ttt.tttt............ttttt.....tttt..tttt.....", Screens.Styles(buffer).Split('\n')[1]);
        Assert.Equal(".......m.mmmmm............mmmm....................", Screens.Styles(buffer).Split('\n')[5]);

        state.InvertSort();
        Draw(buffer, new Rect(1, 1, 46, 6), Sample, state);
        Assert.Equal([99, 1234, 98, 0], Pids(buffer));
        Assert.Contains("P99▲", Screens.Text(buffer), StringComparison.Ordinal);

        state.SortBy("comm", descending: false);
        Draw(buffer, new Rect(1, 1, 46, 6), Sample, state);
        Assert.Equal([1234, 98, 99, 0], Pids(buffer));
        Assert.Contains("COMM▲", Screens.Text(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_narrow_table_drops_columns_from_the_right_but_not_the_one_sorted_by()
    {
        CellBuffer buffer = Screens.Prefilled(32, 2);
        var state = new TableState("pid", "start_ns");
        Draw(buffer, buffer.Bounds, Sample, state);
        Screens.Same("    PID COMM            WAITS\n   1234 nginx            1.2M  █", Screens.Text(buffer));
        state.SortBy("cpu_percent", descending: true);
        Draw(buffer, buffer.Bounds, Sample, state);
        Screens.Same("    PID COMM           CPU%▼\n     99 漢字␛]0;x      100%    █", Screens.Text(buffer));
        Draw(buffer, new Rect(0, 0, 6, 2), Sample, state);
        Assert.StartsWith("  PID", Screens.Text(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_scroll_behind_the_first_one()
    {
        CellBuffer buffer = Screens.Prefilled(32, 2);
        var state = new TableState("pid", "start_ns") { ColumnScroll = 1 };
        Draw(buffer, buffer.Bounds, Sample, state);
        Assert.StartsWith("    PID    WAITS     P99   CPU%", Screens.Text(buffer), StringComparison.Ordinal);

        // The last column is in sight: more scrolling would only hide others.
        state.ColumnScroll = 99;
        Draw(buffer, buffer.Bounds, Sample, state);
        Assert.Equal(1, state.ColumnScroll);
        buffer = Screens.Prefilled(16, 2);
        state.ColumnScroll = 99;
        Draw(buffer, buffer.Bounds, Sample, state);
        Assert.Equal(3, state.ColumnScroll);
        Assert.StartsWith("    PID   CPU%", Screens.Text(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_flexible_column_takes_what_is_left()
    {
        CellBuffer buffer = Screens.Prefilled(40, 2);
        var state = new TableState("pid");
        Table table = new(SampleData.EventColumns, [Value.Of(0L), Value.Of("ls"), Value.Of(7L), Value.Of("/usr/bin/ls /a/very/long/name")]);
        Draw(buffer, buffer.Bounds, table, state);
        Screens.Same("TIME     COMM     PID ARGS\n00:00:00 ls         7 /usr/bin/ls /a/v…", Screens.Text(buffer));
        Draw(buffer, new Rect(0, 0, 26, 2), table, state);
        Assert.StartsWith("TIME     COMM     PID     ", Screens.Text(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void The_bar_follows_its_row_through_new_intervals()
    {
        CellBuffer buffer = Screens.Prefilled(40, 4);
        var state = new TableState("pid", "start_ns");
        state.SortBy("waits", descending: true);
        Table Interval(params long[] waits) =>
            SampleData.Processes([.. waits.Select((count, i) => SampleData.Process(i + 1, "p", count, 1, 1))]);

        Draw(buffer, buffer.Bounds, Interval(30, 20, 10), state);
        Assert.Equal(-1, BarLine(buffer));
        state.Move(1);
        Draw(buffer, buffer.Bounds, Interval(30, 20, 10), state);
        Assert.Equal(1, BarLine(buffer));
        Draw(buffer, buffer.Bounds, Interval(5, 20, 10), state);
        Assert.Equal(3, BarLine(buffer));
        Assert.Equal(0, state.SelectedRow);

        // Another process that got the same pid is another row.
        Table reused = SampleData.Processes([Value.Of(1L), Value.Of(77L), Value.Of("new"), Value.Of(9L), Value.Absent, Value.Absent]);
        Draw(buffer, buffer.Bounds, reused, state);
        Assert.Equal(-1, BarLine(buffer));
        Assert.Equal(-1, state.SelectedRow);
        Assert.Equal(1, state.Selected!.Value.First.Int);
        Draw(buffer, buffer.Bounds, Interval(5, 20, 10), state);
        Assert.Equal(3, BarLine(buffer));
    }

    [Fact]
    public void An_unfocused_bar_is_bold_and_untrusted_values_are_faint()
    {
        CellBuffer buffer = Screens.Prefilled(24, 2);
        var state = new TableState("pid", "start_ns");
        state.Select(new RowKey(Value.Of(1234L), Value.Of(12340L)));
        TableView.Draw(buffer, buffer.Bounds, Sample, state, default, "", focused: false);
        Assert.Equal(new string('b', 23) + ".", Screens.Flags(buffer).Split('\n')[1]);
        state.ClearSelection();
        TableView.Draw(buffer, buffer.Bounds, Sample, state, default, "", focused: true, untrusted: true);
        Assert.StartsWith("...ffff.fffff", Screens.Flags(buffer).Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Moving_scrolls_and_stops_at_the_ends()
    {
        CellBuffer buffer = Screens.Prefilled(20, 5);
        var state = new TableState("pid", "start_ns");
        Table table = SampleData.Processes([.. Enumerable.Range(1, 20).Select(i => SampleData.Process(i, "p", i, 1, 1))]);
        void Frame() => Draw(buffer, buffer.Bounds, table, state);

        Frame();
        Assert.Equal([1, 2, 3, 4], Pids(buffer));
        state.Move(1);
        state.Move(3);
        Frame();
        Assert.Equal([1, 2, 3, 4], Pids(buffer));
        state.Move(1);
        Frame();
        Assert.Equal([2, 3, 4, 5], Pids(buffer));
        state.MovePage(0.5);
        Frame();
        Assert.Equal([4, 5, 6, 7], Pids(buffer));
        state.MoveToLast();
        Frame();
        Assert.Equal([17, 18, 19, 20], Pids(buffer));
        Assert.Equal("│││█", string.Concat(Screens.Text(buffer).Split('\n')[1..].Select(line => line[^1])));
        state.Move(int.MaxValue);
        state.Move(-1);
        Frame();
        Assert.Equal(18, state.SelectedRow);
        state.MoveToFirst();
        state.Move(int.MinValue);
        Frame();
        Assert.Equal(0, state.SelectedRow);
        Assert.Equal([1, 2, 3, 4], Pids(buffer));
    }

    [Fact]
    public void A_search_marks_its_matches_and_finds_rows_in_both_directions()
    {
        CellBuffer buffer = Screens.Prefilled(46, 5);
        var state = new TableState("pid", "start_ns") { Search = "NG" };
        Draw(buffer, buffer.Bounds, Sample, state);
        Assert.Equal("........AA....................................", Screens.Styles(buffer).Split('\n')[1]);
        Assert.True(state.FindNext(forward: true));
        Assert.Equal(0, state.SelectedRow);
        Assert.True(state.FindNext(forward: true));
        Assert.Equal(0, state.SelectedRow);

        state.Search = "1";
        Assert.True(state.FindNext(forward: true));
        Assert.Equal(1, state.SelectedRow);
        Assert.True(state.FindNext(forward: false));
        Assert.Equal(0, state.SelectedRow);
        Assert.True(state.FindNext(forward: false));
        Assert.Equal(2, state.SelectedRow);

        state.Search = "no such row";
        Assert.False(state.FindNext(forward: true));
        Assert.Equal(2, state.SelectedRow);
    }

    [Fact]
    public void Sorting_goes_from_shown_column_to_shown_column()
    {
        CellBuffer buffer = Screens.Prefilled(60, 5);
        var state = new TableState("pid", "start_ns");
        var seen = new List<string>();
        for (int i = 0; i < 6; i++)
        {
            Draw(buffer, buffer.Bounds, Sample, state);
            state.SortByNext(1);
            seen.Add($"{state.SortColumn} {(state.Descending ? "v" : "^")}");
        }

        Assert.Equal(["pid v", "comm ^", "waits v", "wait_p99_ns v", "cpu_percent v", "pid v"], seen);
        Draw(buffer, buffer.Bounds, Sample, state);
        state.SortByNext(-1);
        Assert.Equal("cpu_percent", state.SortColumn);
    }

    [Fact]
    public void Without_rows_the_reason_is_shown()
    {
        CellBuffer buffer = Screens.Prefilled(16, 2);
        TableView.Draw(buffer, buffer.Bounds, null, new TableState("pid"), default, "first reading in a second", focused: true);
        Screens.Same("first reading in\na second", Screens.Text(buffer));
        TableView.Draw(buffer, buffer.Bounds, SampleData.Processes(), new TableState("pid"), default, "nobody waited", focused: true);
        Screens.Same("nobody waited\n", Screens.Text(buffer));
    }

    [Fact]
    public void Sorting_is_stable_in_both_directions()
    {
        Gen<int[]> keys = Gen.Choose(0, 3).ArrayOf();
        Prop.ForAll(keys.ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (waits, descending) =>
        {
            Value[][] rows = [.. waits.Select((wait, i) => SampleData.Process(i, "p", wait, wait == 3 ? null : wait, 1))];
            Table table = SampleData.Processes(rows);
            var state = new TableState("pid", "start_ns");
            state.SortBy("wait_p99_ns", descending);
            _ = state.Fit(table, default, new Rect(0, 0, 80, 10));
            IEnumerable<int> present = Enumerable.Range(0, waits.Length).Where(i => waits[i] != 3);
            int[] expected =
            [
                .. descending ? present.OrderByDescending(i => waits[i]) : present.OrderBy(i => waits[i]),
                .. Enumerable.Range(0, waits.Length).Where(i => waits[i] == 3),
            ];
            return expected.SequenceEqual(Enumerable.Range(0, waits.Length).Select(state.RowAt));
        }).QuickCheckThrowOnFailure();
    }

    private static void Draw(CellBuffer buffer, Rect area, Table table, TableState state) =>
        TableView.Draw(buffer, area, table, state, default, "", focused: true);

    private static int BarLine(CellBuffer buffer) =>
        Array.FindIndex(Screens.Flags(buffer).Split('\n'), line => line.StartsWith("rrr", StringComparison.Ordinal));

    private static int[] Pids(CellBuffer buffer) =>
    [
        .. Screens.Text(buffer).Split('\n').Where(line => !line.Contains("PID", StringComparison.Ordinal))
            .Select(line => line.Trim('x', ' ').Split(' ')[0]).Where(pid => pid.Length > 0)
            .Select(pid => int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture)),
    ];
}
