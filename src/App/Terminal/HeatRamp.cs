using Probetop.Views.Cells;

namespace Probetop.App.Terminal;

/// <summary>The colours of the heatmap steps, from nearly none to most.</summary>
/// <remarks>
/// Purple through blue and green to yellow, lightness strictly rising, also for the three kinds of colour blindness; neither end
/// is close to a black or a white background.
/// </remarks>
internal static class HeatRamp
{
    // The user's colour scheme defines these four; only their order of lightness is relied on: blue, magenta, cyan, white.
    private static ReadOnlySpan<byte> Ansi => [4, 5, 6, 7];

    private static ReadOnlySpan<byte> Palette => [53, 54, 55, 25, 26, 30, 67, 36, 42, 149, 155, 227];

    // An array: a span of anything but bytes is allocated anew at each use in a debug build.
    private static readonly uint[] Rgb =
    [
        0x4E1586, 0x4E2E9E, 0x4746B4, 0x325FC7, 0x007BC2, 0x0993B4, 0x09A8AF, 0x00BEA3, 0x29D389, 0x84DE70, 0xC2E558, 0xF6EA4D,
    ];

    // Steps from here on are light enough for black text.
    private const int LightFrom = 5;

    /// <summary>How a heatmap cell of a step is painted, and the glyph it is painted with.</summary>
    /// <remarks>With few colours, shades mix each colour with the next one; otherwise the background is all.</remarks>
    public static Pen Fill(ColorDepth depth, int step, out uint glyph)
    {
        glyph = ' ';
        if (depth != ColorDepth.Ansi16) return new Pen(Color.Default, Background(depth, step), PenAttributes.None);
        const int Shades = 4;
        int quarters = ((step * (Ansi.Length - 1) * Shades * 2) + Style.HeatSteps - 1) / ((Style.HeatSteps - 1) * 2);
        int color = quarters / Shades, next = Math.Min(color + 1, Ansi.Length - 1);
        glyph = (quarters % Shades) switch { 0 => ' ', 1 => '░', 2 => '▒', _ => '▓' };
        return new Pen(Color.Indexed(Ansi[next]), Color.Indexed(Ansi[color]), PenAttributes.None);
    }

    /// <summary>How text upon a heatmap cell is painted.</summary>
    public static Pen Text(ColorDepth depth, int step)
    {
        bool light = step >= LightFrom;
        Color foreground = depth == ColorDepth.Ansi16 ? Color.Indexed((byte)(light ? 0 : 7)) : Color.Indexed((byte)(light ? 16 : 231));
        return new Pen(foreground, Background(depth, step), PenAttributes.None);
    }

    /// <summary>The colour of a step; with few colours the nearest one below.</summary>
    public static Color Background(ColorDepth depth, int step) => depth switch
    {
        ColorDepth.TrueColor => Color.Rgb(Rgb[step]),
        ColorDepth.Indexed256 => Color.Indexed(Palette[step]),
        _ => Color.Indexed(Ansi[step * (Ansi.Length - 1) / (Style.HeatSteps - 1)]),
    };
}
