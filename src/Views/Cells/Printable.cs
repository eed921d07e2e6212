using System.Buffers;
using System.Globalization;
using System.Text;

namespace Probetop.Views.Cells;

/// <summary>The sanitising door: what a text may look like on a terminal or in a text file, whoever wrote it.</summary>
/// <remarks>
/// Letters, digits, punctuation and symbols pass. Every control character becomes its one-cell picture (<c>␛</c>), every other
/// space a space, and all else (C1, bidirectional and zero-width controls, combining marks, surrogates, private, unassigned
/// and line-separating characters, characters of unsettled width) one <c>�</c>: what was there stays visible, never obeyed.
/// </remarks>
public static class Printable
{
    /// <summary>The glyph that stands for <paramref name="scalar"/> and the cells it takes, 1 or 2.</summary>
    public static uint GlyphOf(uint scalar, out int width)
    {
        width = 1;
        if (scalar is >= ' ' and < 0x7F) return scalar;
        if (scalar < ' ') return Glyphs.ControlPicture + scalar;
        if (scalar == 0x7F) return Glyphs.DeletePicture;
        if (scalar > 0x10FFFF) return Glyphs.Replacement;
        switch (CharUnicodeInfo.GetUnicodeCategory((int)scalar))
        {
            case UnicodeCategory.SpaceSeparator:
                return ' ';
            case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark:
                return Glyphs.Replacement;
            default:
                width = GlyphWidth.Of(scalar);
                if (width != 0) return scalar;
                width = 1;
                return Glyphs.Replacement;
        }
    }

    /// <summary>Takes the first scalar off <paramref name="text"/>, which must not be empty, and gives its glyph and width.</summary>
    public static uint Next(ref ReadOnlySpan<char> text, out int width)
    {
        if (text[0] is >= ' ' and < (char)0x7F)
        {
            uint ascii = text[0];
            text = text[1..];
            width = 1;
            return ascii;
        }

        // An unpaired surrogate decodes to the replacement character.
        _ = Rune.DecodeFromUtf16(text, out Rune rune, out int consumed);
        text = text[consumed..];
        return GlyphOf((uint)rune.Value, out width);
    }

    /// <summary>Takes the first scalar off UTF-8 <paramref name="text"/>, which must not be empty, and gives its glyph and width.</summary>
    public static uint Next(ref ReadOnlySpan<byte> text, out int width)
    {
        OperationStatus status = Rune.DecodeFromUtf8(text, out Rune rune, out int consumed);
        text = text[(status == OperationStatus.Done ? consumed : Math.Max(1, consumed))..];
        return GlyphOf((uint)rune.Value, out width);
    }

    /// <summary>Cells that <paramref name="text"/> takes.</summary>
    public static int WidthOf(ReadOnlySpan<char> text)
    {
        int cells = 0;
        while (!text.IsEmpty)
        {
            _ = Next(ref text, out int width);
            cells += width;
        }

        return cells;
    }

    /// <summary>
    /// The text as it may stand in a line of a text file or of the command line's output; the same text again is left as it is.
    /// </summary>
    public static string Sanitise(string text)
    {
        ReadOnlySpan<char> rest = text;
        StringBuilder? clean = null;
        Span<char> units = stackalloc char[2];
        while (!rest.IsEmpty)
        {
            ReadOnlySpan<char> before = rest;
            int length = new Rune(Next(ref rest, out _)).EncodeToUtf16(units);
            ReadOnlySpan<char> original = before[..(before.Length - rest.Length)];
            if (clean is null && !original.SequenceEqual(units[..length]))
                clean = new StringBuilder(text.Length).Append(text.AsSpan()[..(text.Length - before.Length)]);
            clean?.Append(units[..length]);
        }

        return clean?.ToString() ?? text;
    }
}
