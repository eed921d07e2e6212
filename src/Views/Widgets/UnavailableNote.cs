using Probetop.Views.Cells;

namespace Probetop.Views.Widgets;

/// <summary>What a pane shows whose tool cannot run here: why, what it needs, and what is shown instead.</summary>
public static class UnavailableNote
{
    /// <summary>Draws the parts that are not empty, wrapped, in the order of their weight.</summary>
    public static void Draw(CellBuffer buffer, Rect area, ReadOnlySpan<char> why, ReadOnlySpan<char> needs, ReadOnlySpan<char> instead)
    {
        area = area.Intersect(buffer.Bounds);
        buffer.Clear(area);
        area = Part(buffer, area, "Not available here", why, Style.Warning);
        area = Part(buffer, area, "Needs", needs, Style.Text);
        _ = Part(buffer, area, "Shown instead", instead, Style.Text);
    }

    private static Rect Part(CellBuffer buffer, Rect area, ReadOnlySpan<char> heading, ReadOnlySpan<char> text, ushort style)
    {
        if (text.IsEmpty || area.IsEmpty) return area;
        if (area.Height > 1) area = TextWrap.Draw(buffer, area, heading, Style.Title);
        area = TextWrap.Draw(buffer, area, text, style);

        // A blank line between the parts, where there is plenty of room.
        return area.Height > 3 ? area.SplitTop(1).Remaining : area;
    }
}
