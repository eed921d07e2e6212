using System.Globalization;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;
using Probetop.Views.Widgets;
using Xunit;

namespace Probetop.Tests.Unit;

public class EventLogTests
{
    [Fact]
    public void The_newest_event_is_at_the_bottom()
    {
        CellBuffer buffer = Screens.Prefilled(42, 7);
        EventLog.Draw(buffer, new Rect(1, 1, 40, 5), SampleData.Events(10), new EventLogState(), new TimeBase(0, 7200), "", focused: true);
        Screens.Same(
            """
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            xTIME     COMM     PID ARGS              x
            x02:00:06 ls       106 /usr/bin/ls /dir6│x
            x02:00:07 ls       107 /usr/bin/ls /dir7│x
            x02:00:08 ls       108 /usr/bin/ls /dir8│x
            x02:00:09 ls       109 /usr/bin/ls /dir9█x
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            """,
            Screens.Text(buffer));
    }

    [Fact]
    public void Few_events_stand_at_the_top_and_a_low_log_has_no_headings()
    {
        CellBuffer buffer = Screens.Prefilled(40, 4);
        Draw(buffer, SampleData.Events(2), new EventLogState());
        Screens.Same("00:00:00 ls       100 /usr/bin/ls /dir0\n00:00:01 ls       101 /usr/bin/ls /dir1\n\n", Screens.Text(buffer));
    }

    [Fact]
    public void It_follows_the_newest_until_moved_then_stands_still()
    {
        CellBuffer buffer = Screens.Prefilled(40, 4);
        var state = new EventLogState();
        EventRows rows = SampleData.Events(10);
        Draw(buffer, rows, state);
        Assert.Equal([106, 107, 108, 109], Pids(buffer));

        state.Move(-1);
        Draw(buffer, rows, state);
        Assert.Equal([106, 107, 108, 109], Pids(buffer));
        Assert.Equal(3, BarLine(buffer));

        rows.Add(rows[0].Table);
        Draw(buffer, rows, state);
        Assert.Equal([106, 107, 108, 109], Pids(buffer));
        Assert.Equal(3, BarLine(buffer));

        state.Move(-5);
        Draw(buffer, rows, state);
        Assert.Equal([104, 105, 106, 107], Pids(buffer));
        Assert.Equal(0, BarLine(buffer));

        state.Move(1);
        Draw(buffer, rows, state);
        Assert.Equal([104, 105, 106, 107], Pids(buffer));
        Assert.Equal(1, BarLine(buffer));

        state.Move(100);
        Assert.Null(state.Selected);
        Draw(buffer, rows, state);
        Assert.Equal([109, 100, 101, 102], Pids(buffer));
    }

    [Fact]
    public void An_event_that_is_no_longer_kept_gives_way_to_the_oldest()
    {
        CellBuffer buffer = Screens.Prefilled(40, 4);
        var state = new EventLogState();
        EventRows rows = SampleData.Events(10);
        Draw(buffer, rows, state);
        state.MoveToFirst();
        Draw(buffer, rows, state);
        Assert.Equal(0, BarLine(buffer));
        EventRows kept = new();
        for (int i = 3; i < 10; i++) kept.Add(rows[i].Table, rows[i].Row);
        Draw(buffer, kept, state);
        Assert.Equal([103, 104, 105, 106], Pids(buffer));
        Assert.Equal(0, BarLine(buffer));
    }

    [Fact]
    public void A_search_finds_backwards_from_the_newest()
    {
        CellBuffer buffer = Screens.Prefilled(40, 4);
        var state = new EventLogState { Search = "dir3" };
        EventRows rows = SampleData.Events(10);
        Assert.False(state.FindNext(forward: false));
        Draw(buffer, rows, state);
        Assert.True(state.FindNext(forward: false));
        Draw(buffer, rows, state);
        Assert.Equal(3, rows.IndexOf(state.Selected!.Value));
        Assert.Contains("AAAA", Screens.Styles(buffer), StringComparison.Ordinal);
        state.Search = "ls";
        Assert.True(state.FindNext(forward: false));
        Assert.Equal(2, rows.IndexOf(state.Selected!.Value));
        Assert.True(state.FindNext(forward: true));
        Assert.Equal(3, rows.IndexOf(state.Selected!.Value));
        state.Search = "nothing";
        Assert.False(state.FindNext(forward: true));
        Assert.Equal(3, rows.IndexOf(state.Selected!.Value));
    }

    [Fact]
    public void Without_events_the_reason_is_shown()
    {
        CellBuffer buffer = Screens.Prefilled(20, 2);
        EventLog.Draw(buffer, buffer.Bounds, new EventRows(), new EventLogState(), default, "no process started", focused: true);
        Screens.Same("no process started\n", Screens.Text(buffer));
    }

    [Fact]
    public void Rows_are_forgotten_when_cleared_and_may_be_many()
    {
        EventRows rows = SampleData.Events(1000, perTable: 7);
        Assert.Equal(1000, rows.Count);
        Assert.Equal(999, rows.IndexOf(rows[999]));
        rows.Clear();
        Assert.Equal(0, rows.Count);
        Assert.Equal(-1, rows.IndexOf(default));
    }

    private static void Draw(CellBuffer buffer, EventRows rows, EventLogState state) =>
        EventLog.Draw(buffer, buffer.Bounds, rows, state, default, "", focused: true);

    private static int BarLine(CellBuffer buffer) =>
        Array.FindIndex(Screens.Flags(buffer).Split('\n'), line => line.StartsWith("rrr", StringComparison.Ordinal));

    private static int[] Pids(CellBuffer buffer) =>
        [.. Screens.Text(buffer).Split('\n').Select(line => int.Parse(line.AsSpan(18, 3), CultureInfo.InvariantCulture))];
}
