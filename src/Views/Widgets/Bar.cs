using Probetop.Views.Cells;

namespace Probetop.Views.Widgets;

/// <summary>A horizontal bar, exact to an eighth of a cell.</summary>
public static class Bar
{
    private const int EighthsPerCell = 8;

    /// <summary>
    /// Draws a bar over <paramref name="fraction"/> of <paramref name="width"/> cells; anything above 0 shows at least an eighth; returns
    /// the cells touched.
    /// </summary>
    public static int Draw(CellBuffer buffer, int x, int y, int width, double fraction, ushort style)
    {
        if (width <= 0 || !(fraction > 0)) return 0;
        long eighths = Math.Max(1, (long)Math.Round(Math.Min(1, fraction) * width * EighthsPerCell));
        int whole = (int)(eighths / EighthsPerCell), part = (int)(eighths % EighthsPerCell);
        buffer.Fill(new Rect(x, y, whole, 1), Glyphs.Full, style);
        if (part == 0) return whole;
        _ = buffer.Write(x + whole, y, Glyphs.Eighths[part - 1], style);
        return whole + 1;
    }
}

/// <summary>A bar with its figure at the right, such as a share of a CPU.</summary>
public static class Meter
{
    /// <summary>Draws into the first row of the area; a fraction that is not a number is absent: no bar, not an empty one.</summary>
    public static void Draw(CellBuffer buffer, Rect area, double fraction, ReadOnlySpan<char> figure, ushort style)
    {
        area = area.Intersect(buffer.Bounds).Line(0);
        buffer.Clear(area);
        int figureWidth = Printable.WidthOf(figure);
        int barWidth = figureWidth == 0 ? area.Width : area.Width - figureWidth - 1;
        if (double.IsNaN(fraction)) buffer.Fill(new Rect(area.X, area.Y, barWidth, area.Height), Glyphs.Absent, Style.Muted);
        else _ = Bar.Draw(buffer, area.X, area.Y, area.Height == 0 ? 0 : barWidth, fraction, style);
        if (!area.IsEmpty) buffer.WriteRight(area.X, area.Y, area.Width, figure, Style.Text);
    }
}
