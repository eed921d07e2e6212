namespace Probetop.Views.Cells;

/// <summary>A grid of cells that widgets draw into; every glyph enters through <see cref="Printable"/>.</summary>
/// <remarks>
/// Drawing outside is clipped, never an error. A wide glyph cut by an edge or half overwritten becomes a space, so that each
/// <see cref="Cell.Continuation"/> always follows its wide glyph and has the same style. Only resizing allocates.
/// </remarks>
public sealed class CellBuffer
{
    private Cell[] _cells = [];

    /// <summary>Makes a blank buffer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public CellBuffer(int width, int height) => Resize(width, height);

    /// <summary>Columns.</summary>
    public int Width { get; private set; }

    /// <summary>Rows.</summary>
    public int Height { get; private set; }

    /// <summary>All cells, row after row.</summary>
    public ReadOnlySpan<Cell> Cells => _cells.AsSpan(0, Width * Height);

    /// <summary>The whole buffer.</summary>
    public Rect Bounds => new(0, 0, Width, Height);

    /// <summary>The cell at a place inside.</summary>
    public Cell this[int x, int y] => Row(y)[x];

    /// <summary>A row's cells, from the left.</summary>
    public ReadOnlySpan<Cell> Row(int y) => MutableRow(y);

    /// <summary>Sets the size and blanks every cell; allocates only when it never was as large.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public void Resize(int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(width);
        ArgumentOutOfRangeException.ThrowIfNegative(height);
        int count = checked(width * height);
        if (_cells.Length < count) _cells = new Cell[count];
        Width = width;
        Height = height;
        Clear();
    }

    /// <summary>Blanks every cell.</summary>
    public void Clear() => _cells.AsSpan(0, Width * Height).Fill(Cell.Blank);

    /// <summary>Blanks an area.</summary>
    public void Clear(Rect area) => Fill(area, ' ', Style.Text);

    /// <summary>Fills an area with one glyph.</summary>
    public void Fill(Rect area, uint glyph, ushort style)
    {
        area = area.Intersect(Bounds);
        if (area.IsEmpty) return;
        glyph = Printable.GlyphOf(glyph, out int width);
        for (int y = area.Y; y < area.Bottom; y++)
        {
            Span<Cell> row = MutableRow(y);
            Part(row, area.X);
            Part(row, area.Right);
            Span<Cell> part = row.Slice(area.X, area.Width);
            if (width == 1)
            {
                part.Fill(new Cell(glyph, style));
                continue;
            }

            for (int x = 0; x < part.Length; x += 2)
            {
                bool whole = x + 1 < part.Length;
                part[x] = new Cell(whole ? glyph : ' ', style);
                if (whole) part[x + 1] = new Cell(Cell.Continuation, style);
            }
        }
    }

    /// <summary>
    /// Writes a text from (<paramref name="x"/>, <paramref name="y"/>) to the right over at most <paramref name="maxWidth"/> cells;
    /// returns the cells used.
    /// </summary>
    public int Write(int x, int y, ReadOnlySpan<char> text, ushort style, int maxWidth = int.MaxValue)
    {
        if (y < 0 || y >= Height) return 0;
        Span<Cell> row = MutableRow(y);
        int limit = Limit(x, maxWidth), at = x;
        while (!text.IsEmpty && at < limit)
        {
            uint glyph = Printable.Next(ref text, out int width);
            at += Place(row, at, limit, glyph, width, style);
        }

        return at - x;
    }

    /// <summary>Writes a UTF-8 text; each invalid sequence shows as one <see cref="Glyphs.Replacement"/>; returns the cells used.</summary>
    public int WriteUtf8(int x, int y, ReadOnlySpan<byte> text, ushort style, int maxWidth = int.MaxValue)
    {
        if (y < 0 || y >= Height) return 0;
        Span<Cell> row = MutableRow(y);
        int limit = Limit(x, maxWidth), at = x;
        while (!text.IsEmpty && at < limit)
        {
            uint glyph = Printable.Next(ref text, out int width);
            at += Place(row, at, limit, glyph, width, style);
        }

        return at - x;
    }

    /// <summary>Writes a whole number in plain digits; returns the cells used.</summary>
    public int Write(int x, int y, long value, ushort style, int maxWidth = int.MaxValue)
    {
        Span<char> digits = stackalloc char[20];
        _ = value.TryFormat(digits, out int length);
        return Write(x, y, digits[..length], style, maxWidth);
    }

    /// <summary>Writes one glyph; returns the cells used.</summary>
    public int Write(int x, int y, uint glyph, ushort style)
    {
        if (y < 0 || y >= Height) return 0;
        glyph = Printable.GlyphOf(glyph, out int width);
        int limit = Limit(x, int.MaxValue);
        return x < limit ? Place(MutableRow(y), x, limit, glyph, width, style) : 0;
    }

    /// <summary>
    /// Writes a text into a field of <paramref name="width"/> cells; one that is too long ends in an ellipsis; returns the cells used.
    /// </summary>
    public int WriteFitted(int x, int y, int width, ReadOnlySpan<char> text, ushort style)
    {
        int used = Write(x, y, text, style, width);
        if (width <= 0 || used < width || Printable.WidthOf(text) <= width) return used;
        _ = Write(x + width - 1, y, Glyphs.Ellipsis, style);
        return used;
    }

    /// <summary>
    /// Writes a text at the right edge of a field of <paramref name="width"/> cells; one that is too long ends in an ellipsis.
    /// </summary>
    public void WriteRight(int x, int y, int width, ReadOnlySpan<char> text, ushort style)
    {
        int blank = Math.Max(0, width - Printable.WidthOf(text));
        _ = WriteFitted(x + blank, y, width - blank, text, style);
    }

    /// <summary>Gives the glyphs of an area another style; a wide glyph that the area cuts is restyled whole.</summary>
    public void Restyle(Rect area, ushort style) => Restyle(area, 0, style);

    /// <summary>Adds style flags to the glyphs of an area; a wide glyph that the area cuts is restyled whole.</summary>
    public void AddFlags(Rect area, ushort flags) => Restyle(area, ushort.MaxValue, flags);

    /// <summary>Takes over size and cells of another buffer.</summary>
    public void CopyFrom(CellBuffer source)
    {
        if (source.Width != Width || source.Height != Height) Resize(source.Width, source.Height);
        source._cells.AsSpan(0, Width * Height).CopyTo(_cells);
    }

    // Cells left and right of x no longer belong together.
    private static void Part(Span<Cell> row, int x)
    {
        if (x <= 0 || x >= row.Length || row[x].Glyph != Cell.Continuation) return;
        row[x - 1] = new Cell(' ', row[x - 1].Style);
        row[x] = new Cell(' ', row[x].Style);
    }

    // Returns the cells to move on by; what falls left of the row or over the limit shows as space, if at all.
    private static int Place(Span<Cell> row, int x, int limit, uint glyph, int width, ushort style)
    {
        int from = Math.Max(0, x), to = Math.Min(limit, x + width);
        if (from < to)
        {
            bool whole = to - from == width;
            Part(row, from);
            Part(row, to);
            row[from] = new Cell(whole ? glyph : ' ', style);
            if (whole && width == 2) row[from + 1] = new Cell(Cell.Continuation, style);
        }

        return to - x;
    }

    private int Limit(int x, int maxWidth) => (int)Math.Min(Width, (long)x + Math.Max(0, maxWidth));

    private Span<Cell> MutableRow(int y) => _cells.AsSpan(0, Width * Height).Slice(y * Width, Width);

    private void Restyle(Rect area, ushort keep, ushort add)
    {
        area = area.Intersect(Bounds);
        if (area.IsEmpty) return;
        for (int y = area.Y; y < area.Bottom; y++)
        {
            Span<Cell> row = MutableRow(y);
            int from = area.X, to = area.Right;
            if (row[from].Glyph == Cell.Continuation) from--;
            if (to < row.Length && row[to].Glyph == Cell.Continuation) to++;
            foreach (ref Cell cell in row[from..to]) cell = new Cell(cell.Glyph, (ushort)((cell.Style & keep) | add));
        }
    }
}
