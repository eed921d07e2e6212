using Probetop.Views.Cells;

namespace Probetop.Views.Widgets;

/// <summary>A row of values over time, the newest at the right, in eight levels; 0 is blank, not a number is absent.</summary>
public static class Sparkline
{
    /// <summary>
    /// Draws the newest values that fit into the first row of the area; <paramref name="max"/> is the value of a full cell.
    /// </summary>
    public static void Draw(CellBuffer buffer, Rect area, ReadOnlySpan<double> values, double max, ushort style)
    {
        area = area.Intersect(buffer.Bounds).Line(0);
        buffer.Clear(area);
        if (area.IsEmpty) return;
        if (values.Length > area.Width) values = values[^area.Width..];
        int x = area.Right - values.Length;
        foreach (double value in values)
        {
            if (double.IsNaN(value)) _ = buffer.Write(x, area.Y, Glyphs.Absent, Style.Muted);
            else if (value > 0) _ = buffer.Write(x, area.Y, LevelOf(value, max), style);
            x++;
        }
    }

    private static char LevelOf(double value, double max)
    {
        double level = value >= max ? Glyphs.Levels.Length : Math.Ceiling(value / max * Glyphs.Levels.Length);
        return Glyphs.Levels[Math.Clamp((int)level, 1, Glyphs.Levels.Length) - 1];
    }
}
