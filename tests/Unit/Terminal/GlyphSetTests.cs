using System.Text;
using Probetop.App.Terminal;
using Probetop.Views.Cells;
using Xunit;

namespace Probetop.Tests.Unit.Terminal;

public class GlyphSetTests
{
    [Fact]
    public void No_set_shows_a_control_character_or_half_a_scalar()
    {
        foreach (GlyphSet set in Enum.GetValues<GlyphSet>())
        {
            for (uint glyph = 0; glyph < 0x110100; glyph++)
            {
                uint shown = set.Substitute(glyph);
                Assert.True(Rune.IsValid(shown) && !Rune.IsControl(new Rune(shown)), $"{set} {glyph:x}");
                if (set == GlyphSet.Ascii) Assert.InRange(shown, ' ', '~');
            }
        }
    }

    [Fact]
    public void The_unicode_set_leaves_text_as_it_is()
    {
        const string Text = "aZ~é─│▁▉●漢😀";
        Assert.Equal(Text, Shown(GlyphSet.Unicode, Text));
    }

    [Theory]
    [InlineData("─│┌┐└┘ ░▒▓█ µé·", "─│┌┐└┘ ░▒▓█ µé·")]
    [InlineData("▏▎▍▌▋▊▉█", "│▌▌▌▌███")]
    [InlineData("▁▂▃▄▅▆▇█", "__▄▄▄▄██")]
    [InlineData("●▲▼…–", "•▲▼~-")]
    [InlineData("漢\u00AD", "??")]
    public void The_linux_console_gets_what_its_fonts_have(string text, string shown) => Assert.Equal(shown, Shown(GlyphSet.Console, text));

    [Fact]
    public void An_ascii_terminal_gets_the_substitutes_that_the_glyphs_declare()
    {
        const string Drawn = Glyphs.Eighths + Glyphs.Levels + Glyphs.Shades;
        Assert.Equal(string.Concat(Drawn.Select(glyph => Glyphs.AsciiOf(glyph))), Shown(GlyphSet.Ascii, Drawn));
        Assert.Equal("??", Shown(GlyphSet.Ascii, "é漢"));
    }

    private static string Shown(GlyphSet set, string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => new Rune(set.Substitute((uint)rune.Value))));
}
