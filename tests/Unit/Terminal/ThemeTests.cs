using System.Reflection;
using Probetop.App.Terminal;
using Probetop.Views.Cells;
using Xunit;

namespace Probetop.Tests.Unit.Terminal;

public class ThemeTests
{
    // Machado, Oliveira, Fernandes: full protanopia, deuteranopia, tritanopia, and nothing, in linear RGB.
    private static readonly double[][] Visions =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    private static IEnumerable<(string Name, ushort Role)> Roles =>
        from constant in typeof(Style).GetFields(BindingFlags.Public | BindingFlags.Static)
        where constant.FieldType == typeof(ushort) && (ushort)constant.GetRawConstantValue()! < Style.Heat
        select (constant.Name, (ushort)constant.GetRawConstantValue()!);

    [Theory]
    [InlineData(ColorDepth.TrueColor)]
    [InlineData(ColorDepth.Indexed256)]
    internal void Each_heat_step_is_lighter_than_the_one_before_for_every_kind_of_colour_vision(ColorDepth depth)
    {
        foreach (double[] vision in Visions)
        {
            IEnumerable<double[]> ramp = Enumerable.Range(0, Style.HeatSteps).Select(step => RgbOf(HeatRamp.Background(depth, step)));
            double[] lightness = [.. ramp.Select(rgb => Lightness(Luminance(rgb, vision)))];
            for (int step = 1; step < lightness.Length; step++)
                Assert.True(lightness[step] - lightness[step - 1] > 1, $"step {step}: {lightness[step - 1]:F1} to {lightness[step]:F1}");
        }
    }

    [Theory]
    [InlineData(ColorDepth.TrueColor)]
    [InlineData(ColorDepth.Indexed256)]
    internal void Text_upon_every_heat_step_has_a_contrast_of_4_5(ColorDepth depth)
    {
        for (int step = 0; step < Style.HeatSteps; step++)
        {
            Pen pen = HeatRamp.Text(depth, step);
            Assert.True(Contrast(RgbOf(pen.Foreground), RgbOf(pen.Background)) >= 4.5, $"step {step}");
        }
    }

    [Fact]
    public void Every_colour_of_text_has_a_contrast_of_3_on_black_and_on_white()
    {
        Theme theme = new(ColorDepth.TrueColor, GlyphSet.Unicode);
        foreach ((string name, ushort role) in Roles)
        {
            Pen pen = theme.Resolve(new Cell('x', role), out _);
            Assert.True(pen.Background.IsDefault, name);
            if (pen.Foreground.IsDefault) continue;
            double luminance = Luminance(RgbOf(pen.Foreground), Visions[0]);
            Assert.True((luminance + 0.05) / 0.05 >= 3 && 1.05 / (luminance + 0.05) >= 3, $"{name}: {luminance:F3}");
        }
    }

    [Fact]
    public void With_few_colours_every_heat_step_still_looks_different()
    {
        Theme theme = new(ColorDepth.Ansi16, GlyphSet.Ascii);
        HashSet<(Pen, uint)> looks = [];
        for (int step = 0; step < Style.HeatSteps; step++)
        {
            Pen pen = theme.Resolve(new Cell('▒', (ushort)(Style.Heat + step)), out uint glyph);
            // A space shows no foreground.
            Assert.True(looks.Add((glyph == ' ' ? new Pen(Color.Default, pen.Background, pen.Attributes) : pen, glyph)), $"step {step}");
        }
    }

    [Fact]
    public void In_colour_the_background_is_the_heat_and_without_colour_the_glyph()
    {
        Cell cell = new('▓', Style.Heat + 5);
        Pen pen = new Theme(ColorDepth.TrueColor, GlyphSet.Unicode).Resolve(cell, out uint glyph);
        Assert.Equal((HeatRamp.Background(ColorDepth.TrueColor, 5), ' '), (pen.Background, (char)glyph));

        pen = new Theme(ColorDepth.Monochrome, GlyphSet.Unicode).Resolve(cell, out glyph);
        Assert.Equal((default, '▓'), (pen, (char)glyph));
        pen = new Theme(ColorDepth.Monochrome, GlyphSet.Ascii).Resolve(cell, out glyph);
        Assert.Equal((default, Glyphs.AsciiOf('▓')), (pen, (char)glyph));
    }

    [Theory]
    [InlineData(ColorDepth.TrueColor)]
    [InlineData(ColorDepth.Indexed256)]
    [InlineData(ColorDepth.Ansi16)]
    [InlineData(ColorDepth.Monochrome)]
    internal void A_heat_cell_under_the_cursor_and_one_not_to_be_trusted_look_unlike_all_others(ColorDepth depth)
    {
        Theme theme = new(depth, GlyphSet.Unicode);
        for (int step = 0; step < Style.HeatSteps; step++)
        {
            ushort style = (ushort)(Style.Heat + step);
            (Pen, uint) cursor = Look(theme, (ushort)(style | Style.Reverse)), faint = Look(theme, (ushort)(style | Style.Faint));
            Assert.Equal(3, new HashSet<(Pen, uint)> { Look(theme, style), cursor, faint }.Count);
        }
    }

    [Theory]
    [InlineData(ColorDepth.TrueColor)]
    [InlineData(ColorDepth.Ansi16)]
    [InlineData(ColorDepth.Monochrome)]
    internal void Reversing_shows_in_every_role(ColorDepth depth)
    {
        Theme theme = new(depth, GlyphSet.Unicode);
        foreach ((string name, ushort role) in Roles)
        {
            Pen plain = theme.Resolve(new Cell('x', role), out _);
            Pen reversed = theme.Resolve(new Cell('x', (ushort)(role | Style.Reverse)), out _);
            Assert.True((plain.Attributes ^ reversed.Attributes) == PenAttributes.Reverse, name);
        }
    }

    [Fact]
    public void Without_colour_no_role_has_one()
    {
        Theme theme = new(ColorDepth.Monochrome, GlyphSet.Unicode);
        for (int style = 0; style < 0x800; style++)
        {
            Pen pen = theme.Resolve(new Cell('x', (ushort)style), out _);
            Assert.True(pen.Foreground.IsDefault && pen.Background.IsDefault, $"style {style:x}");
        }
    }

    private static (Pen, uint) Look(Theme theme, ushort style) => (theme.Resolve(new Cell('▒', style), out uint glyph), glyph);

    private static double[] RgbOf(Color color)
    {
        if (!color.IsIndexed) return [color.Red, color.Green, color.Blue];
        uint index = color.Index;
        if (index >= 232) return [8 + (10 * (index - 232)), 8 + (10 * (index - 232)), 8 + (10 * (index - 232))];
        Assert.InRange(index, 16u, 231u);
        index -= 16;
        double[] levels = [0, 95, 135, 175, 215, 255];
        return [levels[index / 36], levels[index / 6 % 6], levels[index % 6]];
    }

    private static double Luminance(double[] rgb, double[] vision)
    {
        double[] linear = Array.ConvertAll(rgb, c => c / 255 <= 0.04045 ? c / 255 / 12.92 : Math.Pow(((c / 255) + 0.055) / 1.055, 2.4));
        double Seen(int row) => Math.Clamp(Enumerable.Range(0, 3).Sum(column => vision[(3 * row) + column] * linear[column]), 0, 1);
        return (0.2126 * Seen(0)) + (0.7152 * Seen(1)) + (0.0722 * Seen(2));
    }

    private static double Lightness(double luminance) => luminance > 0.008856 ? (116 * Math.Cbrt(luminance)) - 16 : 903.3 * luminance;

    private static double Contrast(double[] a, double[] b)
    {
        double first = Luminance(a, Visions[0]), second = Luminance(b, Visions[0]);
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }
}
