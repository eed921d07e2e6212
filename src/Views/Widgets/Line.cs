using Probetop.Views.Cells;

namespace Probetop.Views.Widgets;

/// <summary>Writes pieces of text one after another into the first row of an area and never beyond it.</summary>
public ref struct Line
{
    private readonly CellBuffer _buffer;
    private readonly int _y;

    /// <summary>Starts at the left edge of the area.</summary>
    public Line(CellBuffer buffer, Rect area)
    {
        _buffer = buffer;
        X = area.X;
        _y = area.Y;
        Right = area.Height > 0 ? area.Right : area.X;
    }

    /// <summary>Column of the next cell.</summary>
    public int X { get; private set; }

    /// <summary>One past the last column.</summary>
    public int Right { get; }

    /// <summary>Cells left.</summary>
    public readonly int Left => Math.Max(0, Right - X);

    /// <summary>Writes a text.</summary>
    public void Text(scoped ReadOnlySpan<char> text, ushort style) => X += _buffer.Write(X, _y, text, style, Left);

    /// <summary>Writes one glyph a number of times.</summary>
    public void Glyph(char glyph, ushort style, int count = 1)
    {
        count = Math.Clamp(count, 0, Left);
        _buffer.Fill(new Rect(X, _y, count, 1), glyph, style);
        X += count;
    }

    /// <summary>Leaves cells as they are.</summary>
    public void Skip(int cells) => X += Math.Clamp(cells, 0, Left);
}
