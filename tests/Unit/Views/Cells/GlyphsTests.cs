using Probetop.Views.Cells;
using Xunit;

namespace Probetop.Tests.Unit;

public class GlyphsTests
{
    [Fact]
    public void Every_glyph_of_ours_passes_the_door_and_has_a_substitute_of_its_own()
    {
        char[] singles =
        [
            Glyphs.Horizontal, Glyphs.Vertical, Glyphs.TopLeft, Glyphs.TopRight, Glyphs.BottomLeft, Glyphs.BottomRight, Glyphs.Axis,
            Glyphs.Gap, Glyphs.Absent, Glyphs.Cursor, Glyphs.Falling, Glyphs.Rising, Glyphs.Live, Glyphs.Ellipsis, Glyphs.RangeDash,
            Glyphs.Micro, Glyphs.Full,
        ];
        foreach (char glyph in singles.Concat(Glyphs.Eighths).Concat(Glyphs.Levels).Concat(Glyphs.Shades))
        {
            Assert.Equal(glyph, Printable.GlyphOf(glyph, out int width));
            Assert.Equal(1, width);
            Assert.NotEqual('?', Glyphs.AsciiOf(glyph));
        }
    }

    [Fact]
    public void Levels_and_shades_stay_distinct_without_unicode()
    {
        Assert.Equal("_.-=+*%#", string.Concat(Glyphs.Levels.Select(glyph => Glyphs.AsciiOf(glyph))));
        Assert.Equal(".:+#", string.Concat(Glyphs.Shades.Select(glyph => Glyphs.AsciiOf(glyph))));
    }

    [Fact]
    public void Every_scalar_has_a_printable_ascii_substitute()
    {
        for (uint scalar = 0; scalar <= 0x110000; scalar++) Assert.InRange(Glyphs.AsciiOf(scalar), ' ', '~');
    }
}
