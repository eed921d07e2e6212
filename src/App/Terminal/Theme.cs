using Probetop.Views.Cells;

namespace Probetop.App.Terminal;

/// <summary>Turns what a cell means into the glyph and pen that the terminal has for it.</summary>
/// <remarks>Every colour of text keeps a contrast of 3 : 1 on black and on white; the background stays the user's own.</remarks>
internal sealed class Theme
{
    private const int Roles = 256;

    private readonly ColorDepth _colors;
    private readonly Pen[] _pens = new Pen[Roles];

    /// <summary>Makes the theme of a colour depth and a set of glyphs.</summary>
    public Theme(ColorDepth colors, GlyphSet glyphs)
    {
        _colors = colors;
        Glyphs = glyphs;
        switch (colors)
        {
            case ColorDepth.Monochrome: Monochrome(); break;
            case ColorDepth.Ansi16: Ansi16(); break;
            case ColorDepth.Indexed256 or ColorDepth.TrueColor: Indexed256(); break;
            default: throw new ArgumentOutOfRangeException(nameof(colors));
        }
    }

    /// <summary>The glyphs that are left as they are.</summary>
    public GlyphSet Glyphs { get; }

    /// <summary>The pen and the glyph (or <see cref="Cell.Continuation"/>) to show a cell with.</summary>
    public Pen Resolve(Cell cell, out uint glyph)
    {
        int role = cell.Style & 0xFF;
        PenAttributes flags = (PenAttributes)(cell.Style >> 8) & (PenAttributes.Reverse | PenAttributes.Bold | PenAttributes.Faint);
        int step = role - Style.Heat;
        if (step is >= 0 and < Style.HeatSteps && _colors != ColorDepth.Monochrome) return Heat(cell.Glyph, step, flags, out glyph);
        glyph = Show(cell.Glyph);
        return Add(_pens[role], flags);
    }

    // A reversed role that is reversed again must still stand out from its like.
    private static Pen Add(Pen pen, PenAttributes flags) =>
        pen with { Attributes = (pen.Attributes | (flags & ~PenAttributes.Reverse)) ^ (flags & PenAttributes.Reverse) };

    private Pen Heat(uint cellGlyph, int step, PenAttributes flags, out uint glyph)
    {
        Pen text = HeatRamp.Text(_colors, step);
        if (cellGlyph is not (' ' or '░' or '▒' or '▓' or '█'))
        {
            glyph = Show(cellGlyph);
            return Add(text, flags);
        }

        if ((flags & PenAttributes.Reverse) != 0)
        {
            // A swap of two unknown colours may be the neighbour's look; a mark never is.
            glyph = Show(Views.Cells.Glyphs.Cursor);
            return Add(text, PenAttributes.Bold);
        }

        Pen fill = HeatRamp.Fill(_colors, step, out glyph);
        if ((flags & PenAttributes.Faint) != 0)
        {
            // Faint dims text only: a value not to be trusted shows as half a colour.
            glyph = '▒';
            fill = new Pen(fill.Background, Color.Default, PenAttributes.None);
        }

        glyph = Show(glyph);
        return fill;
    }

    // Without wide glyphs the substitute stands in the left cell alone.
    private uint Show(uint glyph)
    {
        if (glyph != Cell.Continuation) return Glyphs.Substitute(glyph);
        return Glyphs == GlyphSet.Unicode ? Cell.Continuation : ' ';
    }

    private void Monochrome()
    {
        Set(Style.Focus, PenAttributes.Bold);
        Set(Style.Title, PenAttributes.Bold);
        Set(Style.Key, PenAttributes.Bold);
        Set(Style.Accent, PenAttributes.Bold);
        Set(Style.Warning, PenAttributes.Bold);
        Set(Style.Error, PenAttributes.Bold | PenAttributes.Reverse);
        Set(Style.SelectedBar, PenAttributes.Bold);
        Set(Style.Live, PenAttributes.Bold);
    }

    // Faint where others use bright black, which some colour schemes make the background's colour.
    private void Ansi16()
    {
        const byte Red = 1, Green = 2, Magenta = 5, Cyan = 6;
        Set(Style.Muted, PenAttributes.Faint);
        Set(Style.Border, PenAttributes.Faint);
        Set(Style.Focus, PenAttributes.Bold, Cyan);
        Set(Style.Title, PenAttributes.Bold);
        Set(Style.Chrome, PenAttributes.Faint);
        Set(Style.Key, PenAttributes.Bold, Cyan);
        Set(Style.Accent, PenAttributes.Bold);
        Set(Style.Warning, PenAttributes.None, Red);
        Set(Style.Error, PenAttributes.Bold | PenAttributes.Reverse, Red);
        Set(Style.Bar, PenAttributes.None, Cyan);
        Set(Style.SelectedBar, PenAttributes.None, Magenta);
        Set(Style.Live, PenAttributes.Bold, Green);
    }

    private void Indexed256()
    {
        const byte Gray = 243, Blue = 32, Teal = 30, Orange = 166, Red = 160, Steel = 67, Green = 28;
        Set(Style.Muted, PenAttributes.None, Gray);
        Set(Style.Border, PenAttributes.None, Gray);
        Set(Style.Focus, PenAttributes.Bold, Blue);
        Set(Style.Title, PenAttributes.Bold);
        Set(Style.Chrome, PenAttributes.None, Gray);
        Set(Style.Key, PenAttributes.Bold, Blue);
        Set(Style.Accent, PenAttributes.Bold, Teal);
        Set(Style.Warning, PenAttributes.None, Orange);
        Set(Style.Error, PenAttributes.Bold, Red);
        Set(Style.Bar, PenAttributes.None, Steel);
        Set(Style.SelectedBar, PenAttributes.None, Orange);
        Set(Style.Live, PenAttributes.Bold, Green);
    }

    private void Set(ushort role, PenAttributes attributes) => _pens[role] = new Pen(Color.Default, Color.Default, attributes);

    private void Set(ushort role, PenAttributes attributes, byte foreground) =>
        _pens[role] = new Pen(Color.Indexed(foreground), Color.Default, attributes);
}
