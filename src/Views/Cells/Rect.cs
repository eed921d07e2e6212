namespace Probetop.Views.Cells;

/// <summary>A rectangle of cells; width and height are never negative, and edges saturate instead of overflowing.</summary>
public readonly record struct Rect
{
    /// <summary>Makes a rectangle; negative sizes become 0.</summary>
    public Rect(int x, int y, int width, int height)
    {
        X = x;
        Y = y;
        Width = Math.Max(0, width);
        Height = Math.Max(0, height);
    }

    /// <summary>Leftmost column.</summary>
    public int X { get; }

    /// <summary>Topmost row.</summary>
    public int Y { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>One past the rightmost column.</summary>
    public int Right => (int)Math.Min(int.MaxValue, (long)X + Width);

    /// <summary>One past the lowest row.</summary>
    public int Bottom => (int)Math.Min(int.MaxValue, (long)Y + Height);

    /// <summary>Whether it holds no cell.</summary>
    public bool IsEmpty => Width == 0 || Height == 0;

    /// <summary>Whether the cell lies inside.</summary>
    public bool Contains(int x, int y) => x >= X && x < Right && y >= Y && y < Bottom;

    /// <summary>The part that lies in both.</summary>
    public Rect Intersect(Rect other)
    {
        int x = Math.Max(X, other.X), y = Math.Max(Y, other.Y);
        long width = (long)Math.Min(Right, other.Right) - x, height = (long)Math.Min(Bottom, other.Bottom) - y;
        return new Rect(x, y, (int)Math.Max(0, width), (int)Math.Max(0, height));
    }

    /// <summary>
    /// The rectangle without <paramref name="columns"/> at the left and right and <paramref name="rows"/> at the top and bottom.
    /// </summary>
    public Rect Inset(int columns, int rows)
    {
        int dx = Math.Min(columns, Width / 2), dy = Math.Min(rows, Height / 2);
        return new Rect(X + dx, Y + dy, Width - (2 * dx), Height - (2 * dy));
    }

    /// <summary>One row of it, counted from the top; empty when there is none.</summary>
    public Rect Line(int row) => row < 0 || row >= Height ? new Rect(X, Y, 0, 0) : new Rect(X, Y + row, Width, 1);

    /// <summary>Cuts <paramref name="rows"/> off the top.</summary>
    public (Rect Top, Rect Remaining) SplitTop(int rows)
    {
        rows = Math.Clamp(rows, 0, Height);
        return (new Rect(X, Y, Width, rows), new Rect(X, Y + rows, Width, Height - rows));
    }

    /// <summary>Cuts <paramref name="rows"/> off the bottom.</summary>
    public (Rect Remaining, Rect Bottom) SplitBottom(int rows) => SplitTop(Height - Math.Clamp(rows, 0, Height));

    /// <summary>Cuts <paramref name="columns"/> off the left.</summary>
    public (Rect Left, Rect Remaining) SplitLeft(int columns)
    {
        columns = Math.Clamp(columns, 0, Width);
        return (new Rect(X, Y, columns, Height), new Rect(X + columns, Y, Width - columns, Height));
    }

    /// <summary>Cuts <paramref name="columns"/> off the right.</summary>
    public (Rect Remaining, Rect Right) SplitRight(int columns) => SplitLeft(Width - Math.Clamp(columns, 0, Width));

    /// <summary>
    /// The <paramref name="index"/>-th of <paramref name="count"/> columns of equal width; together they fill the rectangle.
    /// </summary>
    public Rect Column(int index, int count)
    {
        int left = (int)((long)Width * index / count), right = (int)((long)Width * (index + 1) / count);
        return new Rect(X + left, Y, right - left, Height);
    }
}
