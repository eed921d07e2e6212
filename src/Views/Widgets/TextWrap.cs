using Probetop.Views.Cells;

namespace Probetop.Views.Widgets;

/// <summary>Breaks text into lines at spaces, measured in cells.</summary>
public static class TextWrap
{
    /// <summary>Takes the next line of at most <paramref name="width"/> cells off the text; a longer word is broken.</summary>
    public static ReadOnlySpan<char> NextLine(ref ReadOnlySpan<char> text, int width)
    {
        text = text.TrimStart(' ');
        ReadOnlySpan<char> rest = text;
        int cells = 0, lastSpace = -1;
        while (!rest.IsEmpty)
        {
            int at = text.Length - rest.Length;
            if (rest[0] == ' ') lastSpace = at;
            _ = Printable.Next(ref rest, out int glyphWidth);
            cells += glyphWidth;
            if (cells <= width) continue;

            // At least one character goes on a line, else a wide one in one cell would never end.
            int cut = lastSpace > 0 ? lastSpace : at > 0 ? at : text.Length - rest.Length;
            ReadOnlySpan<char> line = text[..cut];
            text = text[cut..].TrimStart(' ');
            return line.TrimEnd(' ');
        }

        ReadOnlySpan<char> last = text.TrimEnd(' ');
        text = default;
        return last;
    }

    /// <summary>Writes text over as many rows of the area as it takes and returns what is left of the area.</summary>
    public static Rect Draw(CellBuffer buffer, Rect area, ReadOnlySpan<char> text, ushort style)
    {
        while (!area.IsEmpty && !text.IsEmpty)
        {
            ReadOnlySpan<char> line = NextLine(ref text, area.Width);
            _ = buffer.Write(area.X, area.Y, line, style, area.Width);
            area = area.SplitTop(1).Remaining;
        }

        return area;
    }
}
