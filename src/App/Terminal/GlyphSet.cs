using Probetop.Views.Cells;

namespace Probetop.App.Terminal;

/// <summary>Which glyphs the terminal can show.</summary>
internal enum GlyphSet
{
    /// <summary>ASCII.</summary>
    Ascii,

    /// <summary>What the fonts of the Linux console have in common: Latin-1, single lines, shades, half blocks.</summary>
    Console,

    /// <summary>Everything, wide glyphs included.</summary>
    Unicode,
}

/// <summary>Substitutes for glyphs that a terminal lacks.</summary>
internal static class GlyphSets
{
    /// <summary>The glyph that the set shows for a scalar, one cell wide in every set but Unicode; never a control character.</summary>
    public static uint Substitute(this GlyphSet set, uint glyph)
    {
        if (glyph is >= ' ' and < 0x7F) return glyph;
        // The last door: whatever a cell holds, no control sequence of a process's making leaves through here.
        if (glyph < 0xA0 || glyph is >= 0xD800 and <= 0xDFFF or > 0x10FFFF) return '?';
        return set switch
        {
            GlyphSet.Unicode => glyph,
            GlyphSet.Console => Console(glyph),
            _ => Glyphs.AsciiOf(glyph),
        };
    }

    private static uint Console(uint glyph) => glyph switch
    {
        // The soft hyphen is invisible in some fonts.
        <= 0xFF and not 0xAD => glyph,
        '─' or '│' or '┌' or '┐' or '└' or '┘' or '├' or '┤' or '┬' or '┴' or '┼' => glyph,
        '░' or '▒' or '▓' or '█' or '▄' or '▌' or '▲' or '▼' or '◆' => glyph,
        '▏' => '│',
        '▎' or '▍' or '▋' => '▌',
        '▊' or '▉' or '▇' => '█',
        '▂' => '_',
        '▃' or '▅' or '▆' => '▄',
        '●' => '•',
        _ => Glyphs.AsciiOf(glyph),
    };
}
