using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Probetop.Views.Cells;
using Xunit;

namespace Probetop.Tests.Unit;

public class PrintableTests
{
    [Theory]
    [InlineData("nginx: worker", "nginx: worker")]
    [InlineData("\u001b]0;owned\u0007", "␛]0;owned␇")]
    [InlineData("a\tb\nc\r\0", "a␉b␊c␍␀")]
    [InlineData("\u007f", "␡")]
    [InlineData("\u009b31m", "�31m")]
    [InlineData("a\u202eb\u2066c\u200bd\ufeffe\u061cf", "a�b�c�d�e�f")]
    [InlineData("e\u0301", "e�")]
    [InlineData("a\u2028b\u2029c\u00add", "a�b�c�d")]
    [InlineData("\ue000\uffff", "��")]
    [InlineData("a\u00a0b\u3000c", "a b c")]
    [InlineData("🇩🇪👍🏽", "��👍�")]
    [InlineData("Grüße, Ελλάδα, 漢字, שלום", "Grüße, Ελλάδα, 漢字, שלום")]
    public void Text_is_shown_and_controls_become_visible(string text, string shown) => Assert.Equal(shown, Printable.Sanitise(text));

    [Fact]
    public void Each_unpaired_surrogate_becomes_one_replacement() => Assert.Equal("�x��", Printable.Sanitise("\ud800x\udc00\ud83d"));

    [Theory]
    [InlineData(0x00, 0x1F)]
    [InlineData(0x7F, 0x9F)]
    [InlineData(0xAD, 0xAD)]
    [InlineData(0x0300, 0x036F)]
    [InlineData(0x061C, 0x061C)]
    [InlineData(0x1160, 0x11FF)]
    [InlineData(0x180B, 0x180F)]
    [InlineData(0x200B, 0x200F)]
    [InlineData(0x2028, 0x202E)]
    [InlineData(0x2060, 0x206F)]
    [InlineData(0xD800, 0xDFFF)]
    [InlineData(0xE000, 0xF8FF)]
    [InlineData(0xFE00, 0xFE0F)]
    [InlineData(0xFEFF, 0xFEFF)]
    [InlineData(0xFFF9, 0xFFFB)]
    [InlineData(0x1F1E6, 0x1F1FF)]
    [InlineData(0x1F3FB, 0x1F3FF)]
    [InlineData(0x1CC00, 0x1CCFF)]
    [InlineData(0x1FAE8, 0x1FAE9)]
    [InlineData(0x31350, 0x3FFFF)]
    [InlineData(0xE0000, 0x10FFFF)]
    [InlineData(0x110000, 0x110010)]
    public void No_scalar_of_the_range_passes(uint first, uint last)
    {
        for (uint scalar = first; scalar <= last; scalar++)
        {
            uint glyph = Printable.GlyphOf(scalar, out int width);
            Assert.True(glyph != scalar && width == 1, $"U+{scalar:X4} shows as U+{glyph:X4}, {width} wide");
        }
    }

    [Fact]
    public void Every_scalar_shows_as_a_glyph_that_passes_again()
    {
        for (uint scalar = 0; scalar <= 0x10FFFF; scalar++)
        {
            uint glyph = Printable.GlyphOf(scalar, out int width);
            Assert.InRange(width, 1, 2);
            Assert.Equal(glyph, Printable.GlyphOf(glyph, out int widthAgain));
            Assert.Equal(width, widthAgain);
            Assert.True(CharUnicodeInfo.GetUnicodeCategory((int)glyph) is not (UnicodeCategory.Control or UnicodeCategory.Format));
        }
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("漢字", 4)]
    [InlineData("한국", 4)]
    [InlineData("ｱｲｳ", 3)]
    [InlineData("Ａ", 2)]
    [InlineData("😀", 2)]
    [InlineData("é─█▏…µ–●", 8)]
    [InlineData("\u001b\u0301", 2)]
    [InlineData("", 0)]
    public void Width_is_counted_in_cells(string text, int cells) => Assert.Equal(cells, Printable.WidthOf(text));

    [Fact]
    public void Clean_text_is_the_same_instance()
    {
        string text = new('a', 10);
        Assert.Same(text, Printable.Sanitise(text));
    }

    [Fact]
    public void Sanitising_twice_changes_nothing() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        string once = Printable.Sanitise(text ?? "");
        return once == Printable.Sanitise(once) && !once.Any(char.IsControl);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Utf16_and_utf8_give_the_same_glyphs() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        // Encoding replaces unpaired surrogates, as does the door.
        string valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
        ReadOnlySpan<char> chars = valid;
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(valid);
        while (!chars.IsEmpty && !bytes.IsEmpty)
        {
            uint glyph = Printable.Next(ref chars, out int width);
            if (glyph != Printable.Next(ref bytes, out int byteWidth) || width != byteWidth) return false;
        }

        return chars.IsEmpty && bytes.IsEmpty;
    }).QuickCheckThrowOnFailure();
}
