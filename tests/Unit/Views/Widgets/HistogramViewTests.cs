using Probetop.Probes.Histograms;
using Probetop.Views.Cells;
using Probetop.Views.Widgets;
using Xunit;

namespace Probetop.Tests.Unit;

public class HistogramViewTests
{
    private static readonly Histogram Waits = SampleData.Of(
        BucketScale.LogLinearTime, (500, 900), (1_500, 1_006), (2_500, 22_087), (5_000, 21_245), (9_000, 7_333), (1_500_000, 11));

    [Fact]
    public void Rows_are_those_of_bcc_with_bars_exact_to_an_eighth()
    {
        CellBuffer buffer = Screens.Prefilled(44, 14);
        HistogramView.Draw(buffer, new Rect(1, 1, 42, 12), Waits, null, "ns", new HistogramState(), 1);
        Screens.Same(
            """
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            x     0–1 µs     1,906 █▊                  x
            x     2–3 µs    22,087 ████████████████████x
            x     4–7 µs    21,245 ███████████████████▎x
            x    8–15 µs     7,333 ██████▋             x
            x   16–31 µs         0                     x
            x   32–63 µs         0                     x
            x  64–127 µs         0                     x
            x 128–255 µs         0                     x
            x 256–511 µs         0                     x
            x512–1023 µs         0                     x
            x     1–2 ms        11 ▏                   x
            x                                          x
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            """,
            Screens.Text(buffer));
        Assert.Equal("......mmmmmm...........rrrrrrrrrrrrrrrrrrrr.", Screens.Styles(buffer).Split('\n')[2]);
    }

    [Fact]
    public void The_selection_lies_over_the_total_and_has_its_own_count()
    {
        Histogram selected = SampleData.Of(BucketScale.LogLinearTime, (2_500, 11_043), (5_000, 1), (1_500_000, 11));
        CellBuffer buffer = Screens.Prefilled(54, 6);
        HistogramView.Draw(buffer, buffer.Bounds, Waits, selected, "ns", new HistogramState(), 1);
        Screens.Same(
            """
                 0–3 µs    23,993    11,043 ████████▌▒▒▒▒▒▒▒▒▒
                4–15 µs    28,578         1 ▏▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
               16–63 µs         0         0
              64–255 µs         0         0
            256–1023 µs         0         0
                 1–4 ms        11        11 ▏
            """,
            Screens.Text(buffer));
        Assert.EndsWith("ssssss.sssssssssrrrrrrrrr....", Screens.Styles(buffer).Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_rows_are_few_octaves_share_them_and_nothing_is_left_out()
    {
        for (int rows = 1; rows <= 12; rows++)
        {
            CellBuffer buffer = Screens.Prefilled(40, rows);
            HistogramView.Draw(buffer, buffer.Bounds, Waits, null, "ns", new HistogramState(), 1);
            ulong sum = 0;
            foreach (string line in Screens.Text(buffer).Split('\n'))
            {
                string count = line.Substring(12, 9).Trim().Replace(",", "", StringComparison.Ordinal);
                sum += count.Length == 0 ? 0 : ulong.Parse(count, System.Globalization.CultureInfo.InvariantCulture);
            }

            Assert.Equal(Waits.Total, sum);
        }
    }

    [Fact]
    public void Narrow_rows_shorten_the_count_then_lose_the_bar_and_the_label()
    {
        CellBuffer buffer = Screens.Prefilled(23, 4);
        Histogram histogram = SampleData.Of(BucketScale.LogLinearTime, (2_500, 22_087));
        int[] widths = [23, 16, 10, 4];
        for (int row = 0; row < widths.Length; row++)
            HistogramView.Draw(buffer, new Rect(0, row, widths[row], 1), histogram, null, "ns", new HistogramState(), 1);
        Screens.Same(
            """
                 0–3 µs  22k ██████
                 0–3 µs  22kxxxxxxx
            0–3 …  22kxxxxxxxxxxxxx
             22kxxxxxxxxxxxxxxxxxxx
            """,
            Screens.Text(buffer));
    }

    [Fact]
    public void Linear_and_byte_scales_have_their_own_rows()
    {
        CellBuffer buffer = Screens.Prefilled(30, 4);
        Histogram linear = SampleData.Of(BucketScale.Linear, (0, 4), (1, 2));
        Histogram sizes = SampleData.Of(BucketScale.LogLinear, (4096, 4), (8192, 2));
        HistogramView.Draw(buffer, new Rect(0, 0, 30, 2), linear, null, "count", new HistogramState(), 1);
        HistogramView.Draw(buffer, new Rect(0, 2, 30, 2), sizes, null, "bytes", new HistogramState(), 1);
        Screens.Same(
            """
                      0         4 ████████
                      1         2 ████
                 0–8 KB         4 ████████
                8–16 KB         2 ████
            """,
            Screens.Text(buffer));
    }

    [Fact]
    public void Log2_rows_are_the_same_octaves()
    {
        CellBuffer buffer = Screens.Prefilled(30, 3);
        Histogram histogram = SampleData.Of(BucketScale.Log2Time, (500, 1), (1_500, 1), (2_500, 4));
        HistogramView.Draw(buffer, buffer.Bounds, histogram, null, "ns", new HistogramState(), 1);
        Screens.Same(
            """
                 0–1 µs         2 ████
                 2–3 µs         4 ████████

            """,
            Screens.Text(buffer));
    }

    [Fact]
    public void No_reading_is_not_an_empty_one()
    {
        CellBuffer buffer = Screens.Prefilled(20, 2);
        HistogramView.Draw(buffer, new Rect(0, 0, 20, 1), null, null, "ns", new HistogramState(), 1);
        HistogramView.Draw(buffer, new Rect(0, 1, 20, 1), Histogram.Empty(BucketScale.LogLinearTime), null, "ns", new HistogramState(), 1);
        Screens.Same("no reading\nnothing counted", Screens.Text(buffer));
    }

    [Fact]
    public void Rows_stay_where_they_are_while_the_slowest_octave_comes_and_goes()
    {
        var state = new HistogramState();
        Histogram slow = SampleData.Of(BucketScale.LogLinearTime, (2_500, 10), (1_500_000, 1));
        Histogram fast = SampleData.Of(BucketScale.LogLinearTime, (5_000, 10));
        CellBuffer buffer = Screens.Prefilled(40, 12);
        for (int interval = 0; interval < 50; interval++)
        {
            HistogramView.Draw(buffer, buffer.Bounds, interval % 2 == 0 ? slow : fast, null, "ns", state, interval);
            Assert.Equal(2, Array.FindIndex(Screens.Text(buffer).Split('\n'), line => line.Contains("4–7 µs", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData(60, "p50 3.8µs p99 11ms p99.9 15ms max 16ms")]
    [InlineData(35, "p50 3.8µs p99 11ms max 16ms")]
    [InlineData(24, "p99 11ms max 16ms")]
    [InlineData(16, "p99 11ms")]
    [InlineData(7, "")]
    [InlineData(0, "")]
    public void The_title_has_the_figures_that_fit(int width, string text)
    {
        Histogram histogram = SampleData.Of(BucketScale.LogLinearTime, (3_900, 980), (11_000_000, 12), (15_000_000, 8));
        var target = new char[width];
        string title = new(target, 0, HistogramView.WriteTitle(target, histogram, "ns"));
        Assert.Equal(text, title);
    }

    [Fact]
    public void The_title_of_nothing_is_empty()
    {
        Assert.Equal(0, HistogramView.WriteTitle(new char[40], null, "ns"));
        Assert.Equal(0, HistogramView.WriteTitle(new char[40], Histogram.Empty(BucketScale.Linear), "count"));
    }

    [Theory]
    [InlineData(BucketScale.LogLinearTime)]
    [InlineData(BucketScale.LogLinear)]
    [InlineData(BucketScale.Log2Time)]
    [InlineData(BucketScale.Linear)]
    public void Each_bucket_lies_within_its_octave_row(BucketScale scale)
    {
        for (int bucket = 0; bucket < Buckets.Count(scale); bucket++)
        {
            int row = OctaveRows.RowOf(scale, bucket);
            Assert.True(OctaveRows.Low(scale, row) <= Buckets.Low(scale, bucket), $"bucket {bucket} begins below row {row}");
            Assert.True(Buckets.High(scale, bucket) <= OctaveRows.Low(scale, row + 1), $"bucket {bucket} ends above row {row}");
        }

        Assert.True(OctaveRows.Count(scale) <= OctaveRows.MostRows);
    }
}
