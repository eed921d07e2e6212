using Probetop.Views.Cells;
using Probetop.Views.Widgets;
using Xunit;

namespace Probetop.Tests.Unit;

public class BarTests
{
    [Theory]
    [InlineData(0, "xxxxxx")]
    [InlineData(double.NaN, "xxxxxx")]
    [InlineData(-1, "xxxxxx")]
    [InlineData(1e-12, "▏xxxxx")]
    [InlineData(0.5, "██xxxx")]
    [InlineData(0.53125, "██▏xxx")]
    [InlineData(0.71875, "██▉xxx")]
    [InlineData(1, "████xx")]
    [InlineData(1e300, "████xx")]
    [InlineData(double.PositiveInfinity, "████xx")]
    public void A_bar_is_exact_to_an_eighth_and_never_longer_than_its_field(double fraction, string text)
    {
        CellBuffer buffer = Screens.Prefilled(6, 1);
        int used = Bar.Draw(buffer, 0, 0, 4, fraction, Style.Bar);
        Screens.Same(text, Screens.Text(buffer));
        Assert.Equal(text.Count(glyph => glyph != 'x'), used);
    }

    [Fact]
    public void A_meter_shows_its_figure_and_an_absent_value_is_not_zero()
    {
        CellBuffer buffer = Screens.Prefilled(14, 4);
        Meter.Draw(buffer, new Rect(0, 0, 12, 1), 0.5, "50.0%", Style.Bar);
        Meter.Draw(buffer, new Rect(0, 1, 12, 1), 0, "0.0%", Style.Bar);
        Meter.Draw(buffer, new Rect(0, 2, 12, 1), double.NaN, "", Style.Bar);
        Meter.Draw(buffer, new Rect(0, 3, 3, 1), 0.5, "50.0%", Style.Bar);
        Screens.Same(
            """
            ███    50.0%xx
                    0.0%xx
            ············xx
            50…xxxxxxxxxxx
            """,
            Screens.Text(buffer));
    }

    [Fact]
    public void A_sparkline_has_the_newest_at_the_right_and_tells_absent_from_zero()
    {
        CellBuffer buffer = Screens.Prefilled(10, 2);
        double[] values = [8, 0, 1, 2, 3, double.NaN, 5, 6, 7, 9];
        Sparkline.Draw(buffer, new Rect(0, 0, 9, 1), values, 8, Style.Bar);
        Sparkline.Draw(buffer, new Rect(0, 1, 10, 1), [4, ulong.MaxValue], 8, Style.Bar);
        Screens.Same(" ▁▂▃·▅▆▇█x\n        ▄█", Screens.Text(buffer));
        Screens.Same(".rrrmrrrr.\n........rr", Screens.Styles(buffer));
    }

    [Fact]
    public void A_sparkline_without_a_maximum_shows_full_cells()
    {
        CellBuffer buffer = Screens.Prefilled(3, 1);
        Sparkline.Draw(buffer, buffer.Bounds, [0, 1, 2], 0, Style.Bar);
        Screens.Same(" ██", Screens.Text(buffer));
    }
}
