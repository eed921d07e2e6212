using FsCheck;
using FsCheck.Fluent;
using Probetop.Views.Cells;
using Xunit;

namespace Probetop.Tests.Unit;

public class CellBufferTests
{
    private const string Nasty = "\u001b\u0000\u007f\u0085\u009b\u202e\u200d\u0301\ud83d\udc00\ue000\u2028\u00ad漢😀é─x ";

    [Fact]
    public void Text_is_written_in_cells()
    {
        CellBuffer buffer = Screens.Prefilled(12, 3);
        Assert.Equal(5, buffer.Write(1, 0, "a漢字", Style.Title));
        Assert.Equal(4, buffer.Write(1, 1, -123, Style.Accent));
        Assert.Equal(4, buffer.WriteUtf8(1, 2, [(byte)'a', 0xFF, 0xC3, 0xA9, 0xE6], Style.Text));
        Screens.Same(
            """
            xa漢字xxxxxx
            x-123xxxxxxx
            xa�é�xxxxxxx
            """,
            Screens.Text(buffer));
        Screens.Same(
            """
            .ttttt......
            .aaaa.......
            ............
            """,
            Screens.Styles(buffer));
    }

    [Fact]
    public void Everything_is_clipped()
    {
        CellBuffer buffer = Screens.Prefilled(4, 2);
        Assert.Equal(7, buffer.Write(-3, 0, "abcdefgh", Style.Text));
        Assert.Equal(0, buffer.Write(0, 2, "below", Style.Text));
        Assert.Equal(0, buffer.Write(0, -1, "above", Style.Text));
        Assert.Equal(0, buffer.Write(4, 0, "right", Style.Text));
        Assert.Equal(0, buffer.Write(int.MaxValue, 0, "right", Style.Text));
        Assert.Equal(0, buffer.Write(0, 1, "none", Style.Text, 0));
        Assert.Equal(0, buffer.Write(0, 1, "none", Style.Text, -1));
        Assert.Equal(2, buffer.Write(1, 1, "two of them", Style.Text, 2));
        buffer.Fill(new Rect(3, 1, int.MaxValue, int.MaxValue), '-', Style.Text);
        Screens.Same("defg\nxtw-", Screens.Text(buffer));
    }

    [Fact]
    public void A_wide_glyph_at_an_edge_becomes_a_space()
    {
        CellBuffer buffer = Screens.Prefilled(5, 4);
        _ = buffer.Write(-1, 0, "漢a", Style.Text);
        _ = buffer.Write(3, 1, "a漢", Style.Text);
        _ = buffer.Write(0, 2, "漢漢", Style.Text, 3);
        buffer.Fill(new Rect(0, 3, 5, 1), '漢', Style.Text);
        Screens.Same(" axxx\nxxxa \n漢 xx\n漢漢 ", Screens.Text(buffer));
    }

    [Fact]
    public void A_half_overwritten_wide_glyph_becomes_a_space()
    {
        var buffer = new CellBuffer(8, 1);
        _ = buffer.Write(0, 0, "漢漢漢漢", Style.Text);
        _ = buffer.Write(1, 0, "a", Style.Text);
        _ = buffer.Write(4, 0, "b", Style.Text);
        Screens.Same(" a漢b 漢", Screens.Text(buffer));
    }

    [Fact]
    public void A_text_that_is_too_long_ends_in_an_ellipsis()
    {
        CellBuffer buffer = Screens.Prefilled(8, 5);
        Assert.Equal(4, buffer.WriteFitted(1, 0, 4, "abcd", Style.Text));
        Assert.Equal(4, buffer.WriteFitted(1, 1, 4, "abcde", Style.Text));
        Assert.Equal(4, buffer.WriteFitted(1, 2, 4, "漢漢漢", Style.Text));
        buffer.WriteRight(1, 3, 4, "ab", Style.Text);
        buffer.WriteRight(1, 4, 4, "abcde", Style.Text);
        Screens.Same("xabcdxxx\nxabc…xxx\nx漢 …xxx\nxxxabxxx\nxabc…xxx", Screens.Text(buffer));
    }

    [Fact]
    public void Restyling_keeps_wide_glyphs_whole()
    {
        var buffer = new CellBuffer(6, 1);
        _ = buffer.Write(0, 0, "漢漢漢", Style.Title);
        buffer.AddFlags(new Rect(1, 0, 2, 1), Style.Reverse);
        Assert.Equal("TTTTtt", Screens.Styles(buffer));
        buffer.Restyle(new Rect(5, 0, 9, 1), Style.Accent);
        Assert.Equal("TTTTaa", Screens.Styles(buffer));
    }

    [Fact]
    public void Resizing_blanks_and_keeps_its_memory()
    {
        CellBuffer buffer = Screens.Prefilled(4, 4);
        buffer.Resize(2, 3);
        Assert.Equal((2, 3), (buffer.Width, buffer.Height));
        Screens.Same("\n\n", Screens.Text(buffer));
        Assert.Equal(0, Allocation.Of(() => buffer.Resize(4, 4)));
        _ = Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Resize(-1, 1));
    }

    [Fact]
    public void A_copy_is_equal_and_independent()
    {
        var source = new CellBuffer(5, 2);
        _ = source.Write(0, 1, "漢ab", Style.Title);
        var copy = new CellBuffer(1, 1);
        copy.CopyFrom(source);
        source.Clear();
        Screens.Same("\n漢ab", Screens.Text(copy));
        Screens.Same("\n", Screens.Text(source));
    }

    [Fact]
    public void An_empty_buffer_takes_anything()
    {
        var buffer = new CellBuffer(0, 0);
        Assert.Equal(0, buffer.Write(0, 0, "abc", Style.Text));
        buffer.Fill(new Rect(-5, -5, 100, 100), 'x', Style.Text);
        buffer.AddFlags(new Rect(-5, -5, 100, 100), Style.Reverse);
        buffer.Clear();
        Assert.True(buffer.Bounds.IsEmpty);
    }

    [Fact]
    public void No_cell_ever_holds_what_a_terminal_obeys()
    {
        Gen<char> character = Gen.OneOf(Gen.Elements(Nasty.ToCharArray()), Gen.Choose(0, 0xFFFF).Select(code => (char)code));
        Gen<(int X, int Y, int Kind, string Text)[]> writes = Gen.Choose(-4, 14).Zip(Gen.Choose(-1, 4)).Zip(Gen.Choose(0, 5))
            .Zip(character.ArrayOf(), (place, text) => (place.Item1.Item1, place.Item1.Item2, place.Item2, new string(text))).ArrayOf();
        Prop.ForAll(writes.ToArbitrary(), list =>
        {
            var buffer = new CellBuffer(11, 4);
            foreach ((int x, int y, int kind, string text) in list) Apply(buffer, x, y, kind, text);
            for (int y = 0; y < buffer.Height; y++) AssertSound(buffer.Row(y));
        }).QuickCheckThrowOnFailure();
    }

    private static void Apply(CellBuffer buffer, int x, int y, int kind, string text)
    {
        ushort style = (ushort)(text.Length % 8);
        switch (kind)
        {
            case 0:
                _ = buffer.Write(x, y, text, style, text.Length / 2);
                break;
            case 1:
                _ = buffer.WriteUtf8(x, y, System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()), style);
                break;
            case 2:
                buffer.Fill(new Rect(x, y, text.Length, 2), text.Length > 0 ? text[0] : '漢', style);
                break;
            case 3:
                buffer.Restyle(new Rect(x, y, text.Length, 2), style);
                break;
            case 4:
                _ = buffer.WriteFitted(x, y, 7, text, style);
                break;
            default:
                _ = buffer.Write(x, y, (uint)(text.Length > 0 ? text[0] : 0x1F600), style);
                break;
        }
    }

    private static void AssertSound(ReadOnlySpan<Cell> row)
    {
        for (int x = 0; x < row.Length; x++)
        {
            uint glyph = row[x].Glyph;
            if (glyph == Cell.Continuation)
            {
                Assert.True(x > 0);
                Assert.Equal(2, WidthOf(row[x - 1].Glyph));
                Assert.Equal(row[x - 1].Style, row[x].Style);
                continue;
            }

            Assert.True(glyph is >= ' ' and not (>= 0x7F and < 0xA0) and not 0xAD and <= 0x10FFFF);
            Assert.True(glyph is not (>= 0x300 and < 0x370) and not (>= 0x200B and < 0x2010) and not (>= 0x2028 and < 0x202F));
            Assert.True(glyph is not (>= 0x2060 and < 0x2070) and not (>= 0xD800 and < 0xF900));
            Assert.True(WidthOf(glyph) == 1 || (x + 1 < row.Length && row[x + 1].Glyph == Cell.Continuation));
        }
    }

    private static int WidthOf(uint glyph)
    {
        Assert.Equal(glyph, Printable.GlyphOf(glyph, out int width));
        return width;
    }
}
