using Probetop.Views.Cells;

namespace Probetop.Views.Widgets;

/// <summary>A border with a title; where there is no room for a border, a title line.</summary>
public static class Panel
{
    /// <summary>Fewer rows than this have no border but a title line.</summary>
    public const int MinBoxHeight = 4;

    private const int MinBoxWidth = 8;

    /// <summary>
    /// Clears the area, draws the border and returns what is inside; <paramref name="extra"/> stands at the right when it fits beside the
    /// title.
    /// </summary>
    public static Rect Draw(CellBuffer buffer, Rect area, ReadOnlySpan<char> title, ReadOnlySpan<char> extra, bool focused)
    {
        area = area.Intersect(buffer.Bounds);
        if (area.IsEmpty) return area;
        buffer.Clear(area);
        ushort border = focused ? Style.Focus : Style.Border;
        bool box = area.Height >= MinBoxHeight && area.Width >= MinBoxWidth;
        Rect top = area.Line(0);
        buffer.Fill(top, Glyphs.Horizontal, border);
        if (box)
        {
            DrawSides(buffer, area, border);
            top = new Rect(area.X + 1, area.Y, area.Width - 2, 1);
        }

        DrawTitle(buffer, top, title, extra, focused);
        return box ? area.Inset(1, 1) : area.SplitTop(1).Remaining;
    }

    private static void DrawSides(CellBuffer buffer, Rect area, ushort border)
    {
        int right = area.Right - 1, bottom = area.Bottom - 1;
        buffer.Fill(new Rect(area.X, bottom, area.Width, 1), Glyphs.Horizontal, border);
        buffer.Fill(new Rect(area.X, area.Y, 1, area.Height), Glyphs.Vertical, border);
        buffer.Fill(new Rect(right, area.Y, 1, area.Height), Glyphs.Vertical, border);
        _ = buffer.Write(area.X, area.Y, Glyphs.TopLeft, border);
        _ = buffer.Write(right, area.Y, Glyphs.TopRight, border);
        _ = buffer.Write(area.X, bottom, Glyphs.BottomLeft, border);
        _ = buffer.Write(right, bottom, Glyphs.BottomRight, border);
    }

    private static void DrawTitle(CellBuffer buffer, Rect top, ReadOnlySpan<char> title, ReadOnlySpan<char> extra, bool focused)
    {
        ushort style = focused ? (ushort)(Style.Focus | Style.Bold) : Style.Title;
        int titleWidth = title.IsEmpty ? 0 : Math.Min(Printable.WidthOf(title), top.Width - 2);
        if (titleWidth > 0)
        {
            buffer.Fill(new Rect(top.X, top.Y, titleWidth + 2, 1), ' ', style);
            _ = buffer.WriteFitted(top.X + 1, top.Y, titleWidth, title, style);
        }

        int extraWidth = Printable.WidthOf(extra);
        if (extraWidth == 0 || titleWidth + extraWidth + 5 > top.Width) return;
        int x = top.Right - extraWidth - 2;
        buffer.Fill(new Rect(x, top.Y, extraWidth + 2, 1), ' ', Style.Text);
        _ = buffer.Write(x + 1, top.Y, extra, Style.Text, extraWidth);
    }
}
