using Probetop.Views.Cells;
using Xunit;

namespace Probetop.Tests.Unit;

public class EveryWidgetTests
{
    private static readonly Rect[] Areas =
    [
        new(0, 0, 0, 0), new(3, 3, 0, 5), new(3, 3, 5, 0), new(0, 0, 1, 1), new(5, 5, 1, 1), new(2, 2, 2, 2), new(0, 0, 3, 40),
        new(0, 0, 40, 2), new(1, 1, 7, 3), new(1, 1, 21, 7), new(-5, -5, 20, 20), new(30, 8, 40, 40), new(200, 100, 10, 10),
        new(int.MinValue, int.MinValue, 5, 5), new(0, 0, int.MaxValue, int.MaxValue), new(10, 2, int.MaxValue, 3),
        new(int.MaxValue, 0, int.MaxValue, 1),
    ];

    [Theory]
    [MemberData(nameof(EveryWidget.All), MemberType = typeof(EveryWidget))]
    public void Draws_into_any_area_and_nowhere_else(string widget)
    {
        foreach (Rect area in Areas)
        {
            Action<CellBuffer, Rect> draw = EveryWidget.Make(widget);
            for (int frame = 0; frame < 3; frame++)
            {
                CellBuffer buffer = Screens.Prefilled(50, 20);
                draw(buffer, area);
                for (int y = 0; y < buffer.Height; y++)
                    for (int x = 0; x < buffer.Width; x++)
                        Assert.True(area.Contains(x, y) || buffer[x, y] == new Cell('x', Style.Text), $"({x}, {y}) is outside of {area}");
            }

            draw(new CellBuffer(0, 0), area);
            draw(new CellBuffer(1, 1), area);
        }
    }

    [Theory]
    [MemberData(nameof(EveryWidget.All), MemberType = typeof(EveryWidget))]
    public void Fills_every_screen_it_is_made_for(string widget)
    {
        foreach ((int width, int height) in new[] { (40, 10), (80, 24), (120, 40), (200, 60) })
        {
            var buffer = new CellBuffer(width, height);
            EveryWidget.Make(widget)(buffer, buffer.Bounds);
            Assert.Contains(Screens.Text(buffer), glyph => glyph is not (' ' or '\n'));
        }
    }

    [Theory]
    [MemberData(nameof(EveryWidget.All), MemberType = typeof(EveryWidget))]
    public void Shows_no_glyph_of_ours_without_an_ascii_substitute(string widget)
    {
        var buffer = new CellBuffer(80, 24);
        EveryWidget.Make(widget)(buffer, buffer.Bounds);
        foreach (char glyph in Screens.Text(buffer).Where(glyph => glyph > '~' && !"漢字␛␇␊␍�".Contains(glyph, StringComparison.Ordinal)))
            Assert.True(Glyphs.AsciiOf(glyph) != '?', $"{glyph} has no substitute");
    }

    [Theory]
    [MemberData(nameof(EveryWidget.All), MemberType = typeof(EveryWidget))]
    public void Allocates_nothing_once_it_is_warm(string widget)
    {
        var buffer = new CellBuffer(120, 40);
        var area = new Rect(1, 1, 100, 30);
        Action<CellBuffer, Rect> draw = EveryWidget.Make(widget);
        for (int frame = 0; frame < 40; frame++) draw(buffer, area);
        long allocated = Allocation.Of(() =>
        {
            for (int frame = 0; frame < 40; frame++) draw(buffer, area);
        });
        Assert.Equal(0, allocated);
    }
}
