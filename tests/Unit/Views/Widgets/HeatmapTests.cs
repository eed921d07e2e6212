using FsCheck;
using FsCheck.Fluent;
using Probetop.Probes.Histograms;
using Probetop.Views.Cells;
using Probetop.Views.Widgets;
using Xunit;

namespace Probetop.Tests.Unit;

public class HeatmapTests
{
    private const ulong Second = 1_000_000_000;

    [Fact]
    public void Latency_goes_up_time_to_the_right_and_colour_is_how_many()
    {
        CellBuffer buffer = Screens.Prefilled(42, 12);
        Heatmap.Draw(buffer, new Rect(1, 1, 40, 10), Spiky(), new HeatmapState(), end: 40, ageSeconds: 0);
        Screens.Same(
            """
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            x      ▏                              ░  x
            x512µs ▏                                 x
            x      ▏                                 x
            x 64µs ▏                                 x
            x      ▏                                 x
            x  8µs ▏░░░░░░░░░░░░░░░░░░░░░░░▒▒▒▒▒▒▒▒▒▒x
            x      ▏█████████████████████████████████x
            x      ▏                                 x
            x                     -15s            nowx
            xper s 1░░░ 6▒▒▒ 32▓▓▓ 178███            x
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            """,
            Screens.Text(buffer));
        Screens.Same(
            """
            ..........................................
            .......m..............................2...
            .mmmmm.m..................................
            .......m..................................
            ..mmmm.m..................................
            .......m..................................
            ...mmm.m000000000000000000000005555555555.
            .......mYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYYY.
            .......m..................................
            ......................mmmm............mmm.
            .mmmmm.m012.m345.mm678.mmm9XY.............
            ..........................................
            """,
            Screens.Styles(buffer));
    }

    [Fact]
    public void Absent_zero_gap_and_untrusted_columns_differ()
    {
        var model = new HeatmapModel(64);
        Histogram histogram = SampleData.Of(BucketScale.LogLinearTime, (3_000, 10), (40_000, 10));
        model.Set(0, histogram, Second, HeatColumn.None);
        model.Set(1, null, 0, HeatColumn.None);
        model.Set(2, Histogram.Empty(BucketScale.LogLinearTime), Second, HeatColumn.None);
        model.Set(3, histogram, Second, HeatColumn.Gap);
        model.Set(4, histogram, Second, HeatColumn.Untrusted);
        CellBuffer buffer = Screens.Prefilled(6, 3);
        Heatmap.Draw(buffer, buffer.Bounds, model, new HeatmapState(), end: 5, ageSeconds: 0);
        Screens.Same("·█· ██\n· · ┊\n·█· ██", Screens.Text(buffer));
        Screens.Same("mYm.YY\nm.m.b.\nmYm.YY", Screens.Styles(buffer));
        Screens.Same(".....f\n......\n.....f", Screens.Flags(buffer));
    }

    [Fact]
    public void Small_plots_drop_the_time_axis_then_the_legend_and_the_labels()
    {
        HeatmapModel model = Spiky();
        CellBuffer buffer = Screens.Prefilled(40, 6);
        Heatmap.Draw(buffer, buffer.Bounds, model, new HeatmapState(), end: 40, ageSeconds: 0);
        string[] lines = Screens.Text(buffer).Split('\n');
        Assert.Equal("per s 1░░░ 6▒▒▒ 32▓▓▓ 178███", lines[5].TrimEnd());
        Assert.EndsWith("████", lines[3], StringComparison.Ordinal);

        buffer = Screens.Prefilled(12, 3);
        Heatmap.Draw(buffer, buffer.Bounds, model, new HeatmapState(), end: 40, ageSeconds: 0);
        Screens.Same("         ░\n\n████████████", Screens.Text(buffer));
    }

    [Fact]
    public void Few_values_fill_a_high_plot()
    {
        var model = new HeatmapModel(64);
        model.Reset(BucketScale.Linear, "count");
        for (int i = 0; i < 40; i++)
            model.Set(i, SampleData.Of(BucketScale.Linear, (0, 90), (1, 20), (2, (ulong)(i % 2))), Second, HeatColumn.None);
        CellBuffer buffer = Screens.Prefilled(20, 10);
        Heatmap.Draw(buffer, buffer.Bounds, model, new HeatmapState(), end: 40, ageSeconds: 0);
        Screens.Same(
            """
                  ▏
                3 ▏
                  ▏░ ░ ░ ░ ░ ░ ░
                2 ▏░ ░ ░ ░ ░ ░ ░
                  ▏▓▓▓▓▓▓▓▓▓▓▓▓▓
                1 ▏▓▓▓▓▓▓▓▓▓▓▓▓▓
                  ▏█████████████
                0 ▏█████████████
                             now

            """,
            Screens.Text(buffer));
    }

    [Fact]
    public void Sizes_are_labelled_in_bytes()
    {
        var model = new HeatmapModel(8);
        model.Reset(BucketScale.LogLinear, "bytes");
        model.Set(0, SampleData.Of(BucketScale.LogLinear, (4096, 7), (131072, 9)), Second, HeatColumn.None);
        CellBuffer buffer = Screens.Prefilled(22, 8);
        Heatmap.Draw(buffer, buffer.Bounds, model, new HeatmapState(), end: 1, ageSeconds: 0);
        Assert.Equal(["128K", "64K", "32K", "16K", "8K", "<8K"], Labels(buffer));
    }

    [Fact]
    public void A_step_back_in_time_is_on_the_axis()
    {
        CellBuffer buffer = Screens.Prefilled(42, 10);
        Heatmap.Draw(buffer, buffer.Bounds, Spiky(), new HeatmapState(), end: 30, ageSeconds: 995);
        Assert.Equal("-16m 50s          -995s", Screens.Text(buffer).Split('\n')[8].Trim());
    }

    [Fact]
    public void The_cursor_reads_its_cell_and_stays_with_its_interval_while_time_goes_on()
    {
        HeatmapModel model = Spiky();
        var state = new HeatmapState();
        CellBuffer buffer = Screens.Prefilled(60, 10);
        Heatmap.Draw(buffer, buffer.Bounds, model, state, end: 40, ageSeconds: 0);
        Assert.Null(state.Selected);

        state.MoveCursor(0, 0);
        state.MoveCursor(-2, 3);
        HeatBox box = Assert.IsType<HeatBox>(state.Selected);
        Assert.Equal(37, box.Column);
        Assert.Equal(5UL, model.CountOf(box.Column, box.Low, box.High));

        Heatmap.Draw(buffer, buffer.Bounds, model, state, end: 40, ageSeconds: 0);
        Assert.Equal((57, 0), Cursor(buffer));
        Assert.EndsWith("2s ago  1.5–4 ms  5", Screens.Text(buffer), StringComparison.Ordinal);

        model.Set(40, SampleData.Of(BucketScale.LogLinearTime, (3_000, 1)), Second, HeatColumn.None);
        Heatmap.Draw(buffer, buffer.Bounds, model, state, end: 41, ageSeconds: 0);
        Assert.Equal((56, 0), Cursor(buffer));
        Assert.Equal(37, state.Selected!.Value.Column);

        state.ClearCursor();
        Assert.Null(state.Selected);
    }

    [Fact]
    public void The_cursor_stops_at_every_edge_and_says_when_there_is_no_reading()
    {
        var state = new HeatmapState();
        CellBuffer buffer = Screens.Prefilled(60, 10);
        state.MoveCursor(1, 1);
        Assert.False(state.HasCursor);
        Heatmap.Draw(buffer, buffer.Bounds, Spiky(), state, end: 40, ageSeconds: 0);
        state.MoveCursor(0, 0);
        state.MoveCursor(1000, 1000);
        Assert.Equal(39, state.Selected!.Value.Column);
        state.MoveCursor(-1000, -1000);
        Assert.Equal((40 - 53, 0), (state.Selected!.Value.Column, state.Selected.Value.Low));
        Heatmap.Draw(buffer, buffer.Bounds, Spiky(), state, end: 40, ageSeconds: 0);
        Assert.Equal((7, 7), Cursor(buffer));
        Assert.EndsWith("52s ago  0–2 µs  no reading", Screens.Text(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_scrolled_second_changes_a_small_part_of_the_cells()
    {
        var model = new HeatmapModel(256);
        for (int i = 0; i < 120; i++) model.Set(i, SampleData.Latencies(i, 5_000), Second, HeatColumn.None);
        var state = new HeatmapState();
        CellBuffer before = Screens.Prefilled(67, 10), after = Screens.Prefilled(67, 10);
        Heatmap.Draw(before, before.Bounds, model, state, end: 100, ageSeconds: 0);
        int changed = 0, warm = 0;
        for (int end = 101; end <= 120; end++)
        {
            Heatmap.Draw(after, after.Bounds, model, state, end, ageSeconds: 0);
            for (int y = 0; y < after.Height; y++)
            {
                for (int x = 0; x < after.Width; x++)
                {
                    if ((after[x, y].Style & 0xFF) >= Style.Heat) warm++;
                    if (after[x, y] != before[x, y]) changed++;
                }
            }

            before.CopyFrom(after);
        }

        Assert.True(warm > 20 * 200, $"{warm} warm cells");
        Assert.True(changed < warm / 4, $"{changed} of {warm} cells changed");
    }

    [Fact]
    public void More_events_never_make_a_colder_picture()
    {
        Gen<int[]> counts = Gen.Choose(0, 2_000).ArrayOf(12);
        Prop.ForAll(counts.ToArbitrary(), Gen.Choose(0, 11).ToArbitrary(), Gen.Choose(0, 2_000).ToArbitrary(), (before, at, more) =>
        {
            int[] after = [.. before];
            after[at] += more;
            return Heat(before) <= Heat(after);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Colours_are_normalised_to_one_second()
    {
        var model = new HeatmapModel(4);
        Histogram histogram = SampleData.Of(BucketScale.LogLinearTime, (3_000, 100));
        int bucket = histogram.At(0).Bucket;
        model.Set(0, histogram, 5 * Second, HeatColumn.None);
        model.Set(1, histogram, Second / 10, HeatColumn.None);
        model.Set(2, histogram, 0, HeatColumn.None);
        model.Set(3, histogram, ulong.MaxValue, HeatColumn.None);
        Assert.Equal([20, 1_000, 100, 1], Enumerable.Range(0, 4).Select(i => model.PerSecond(i, bucket, bucket + 1)));
        Assert.Equal(100UL, model.CountOf(0, bucket, bucket + 1));
    }

    [Fact]
    public void The_model_forgets_old_columns_and_refuses_another_scale()
    {
        var model = new HeatmapModel(3);
        for (int i = 0; i < 5; i++) model.Set(i, SampleData.Of(BucketScale.LogLinearTime, (3_000, 1)), Second, HeatColumn.None);
        Assert.Equal([false, false, true, true, true, false], Enumerable.Range(0, 6).Select(i => model.Has(i)));
        Assert.False(model.Has(-1));
        Assert.Equal(HeatColumn.Absent, model.FlagsOf(1));
        Assert.Equal(0UL, model.CountOf(1, 0, 160));
        _ = Assert.Throws<ArgumentException>(() => model.Set(5, Histogram.Empty(BucketScale.Linear), Second, HeatColumn.None));
        model.Reset(BucketScale.Linear, "count");
        Assert.False(model.Has(4));
    }

    private static HeatmapModel Spiky()
    {
        var model = new HeatmapModel(64);
        for (int i = 0; i < 40; i++)
        {
            ulong medium = i < 30 ? 1UL : 30, slow = i == 37 ? 5UL : 0;
            Histogram histogram = SampleData.Of(BucketScale.LogLinearTime, (3_000, 900), (6_000, 100), (20_000, medium), (3_000_000, slow));
            model.Set(i, histogram, Second, HeatColumn.None);
        }

        return model;
    }

    // A pinned highest cell keeps the scale: only then colours of different pictures mean the same.
    private static int Heat(int[] counts)
    {
        var model = new HeatmapModel(16);
        for (int i = 0; i < counts.Length; i++)
            model.Set(i, SampleData.Of(BucketScale.LogLinearTime, (3_000, (ulong)counts[i])), Second, HeatColumn.None);
        model.Set(counts.Length, SampleData.Of(BucketScale.LogLinearTime, (3_000, 5_000)), Second, HeatColumn.None);
        var buffer = new CellBuffer(counts.Length + 1, 1);
        Heatmap.Draw(buffer, buffer.Bounds, model, new HeatmapState(), end: counts.Length + 1, ageSeconds: 0);
        int heat = 0;
        foreach (Cell cell in buffer.Row(0)) heat += cell.Style >= Style.Heat ? cell.Style - Style.Heat + 1 : 0;
        return heat;
    }

    private static (int X, int Y) Cursor(CellBuffer buffer)
    {
        for (int y = 0; y < buffer.Height; y++)
            for (int x = 0; x < buffer.Width; x++)
                if (buffer[x, y].Glyph == Glyphs.Cursor && (buffer[x, y].Style & Style.Reverse) != 0) return (x, y);
        return (-1, -1);
    }

    private static string[] Labels(CellBuffer buffer) =>
    [
        .. Screens.Text(buffer).Split('\n').Where(line => line.Contains('▏', StringComparison.Ordinal))
            .Select(line => line[..6].Trim()).Where(label => label.Length > 0),
    ];
}
