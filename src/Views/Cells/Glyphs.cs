namespace Probetop.Views.Cells;

/// <summary>Every glyph beyond ASCII that the screen is drawn with, and what stands for it on an ASCII terminal.</summary>
public static class Glyphs
{
    /// <summary>Box lines and corners of panels; ASCII <c>- | +</c>.</summary>
    public const char Horizontal = '─', Vertical = '│', TopLeft = '┌', TopRight = '┐', BottomLeft = '└', BottomRight = '┘';

    /// <summary>Vertical line of a chart's axis; ASCII <c>|</c>.</summary>
    public const char Axis = '▏';

    /// <summary>A gap in time on a chart; ASCII <c>:</c>.</summary>
    public const char Gap = '┊';

    /// <summary>A place without a reading; ASCII <c>.</c></summary>
    public const char Absent = '·';

    /// <summary>The cursor of a chart; ASCII <c>X</c>.</summary>
    public const char Cursor = '◆';

    /// <summary>Sort marker of a falling column; ASCII <c>v</c>.</summary>
    public const char Falling = '▼';

    /// <summary>Sort marker of a rising column; ASCII <c>^</c>.</summary>
    public const char Rising = '▲';

    /// <summary>Live marker; ASCII <c>*</c>.</summary>
    public const char Live = '●';

    /// <summary>Half of the paused marker; ASCII <c>|</c>.</summary>
    public const char Paused = '❚';

    /// <summary>Marker of a moment in the past; ASCII <c>&lt;</c>.</summary>
    public const char Past = '◀';

    /// <summary>Something left out, or a value that does not fit; ASCII <c>~</c>.</summary>
    public const char Ellipsis = '…';

    /// <summary>Between the ends of a range; ASCII <c>-</c>.</summary>
    public const char RangeDash = '–';

    /// <summary>Micro, as in µs; ASCII <c>u</c>.</summary>
    public const char Micro = 'µ';

    /// <summary>A full block; ASCII <c>#</c>.</summary>
    public const char Full = '█';

    /// <summary>Picture of the control character 0; the others up to 0x1F follow it; ASCII <c>?</c>.</summary>
    public const uint ControlPicture = 0x2400;

    /// <summary>Picture of the delete character; ASCII <c>?</c>.</summary>
    public const uint DeletePicture = 0x2421;

    /// <summary>What stands for a character that is never shown; ASCII <c>?</c>.</summary>
    public const uint Replacement = 0xFFFD;

    /// <summary>Left blocks of 1 to 8 eighths, for the ends of bars; ASCII <c>|</c> up to a half, then <c>#</c>.</summary>
    public const string Eighths = "▏▎▍▌▋▊▉█";

    /// <summary>Lower blocks of 1 to 8 eighths, for sparklines; ASCII <c>_.-=+*%#</c>.</summary>
    public const string Levels = "▁▂▃▄▅▆▇█";

    /// <summary>Four shades from light to full, for heatmaps without colours; ASCII <c>.:+#</c>.</summary>
    public const string Shades = "░▒▓█";

    /// <summary>The ASCII character that stands for a glyph: itself, the substitute above, or <c>?</c> for text in other scripts.</summary>
    public static char AsciiOf(uint glyph) => glyph switch
    {
        >= ' ' and < 0x7F => (char)glyph,
        Horizontal or RangeDash => '-',
        Vertical or Axis => '|',
        TopLeft or TopRight or BottomLeft or BottomRight => '+',
        Gap => ':',
        Absent => '.',
        Cursor => 'X',
        Falling => 'v',
        Rising => '^',
        Live => '*',
        Paused => '|',
        Past => '<',
        Ellipsis => '~',
        Micro => 'u',
        '▎' or '▍' or '▌' => '|',
        '▋' or '▊' or '▉' or Full => '#',
        '▁' => '_',
        '▂' => '.',
        '▃' => '-',
        '▄' => '=',
        '▅' => '+',
        '▆' => '*',
        '▇' => '%',
        '░' => '.',
        '▒' => ':',
        '▓' => '+',
        _ => '?',
    };
}
