using System.Runtime.InteropServices;
using Probetop.Views.Cells;

namespace Probetop.App.Terminal;

/// <summary>Remembers what the terminal shows and writes the bytes that turn it into the next frame.</summary>
/// <remarks>
/// Allocates only when a frame is larger than any before. Each frame's bytes must reach the terminal whole and in order.
/// </remarks>
internal sealed class FrameDiff
{
    // Equal to no cell that can be drawn.
    private static readonly Cell Unknown = new(uint.MaxValue, 0);

    private readonly Theme _theme;
    private readonly AnsiWriter _writer;
    private readonly RowShift? _shift;
    private readonly bool _repeats;
    private Cell[] _front = [];
    private int _width;
    private int _height;
    private bool _valid;

    /// <summary>Starts with a screen of unknown content.</summary>
    public FrameDiff(Theme theme, TerminalSupport support)
    {
        _theme = theme;
        _writer = new AnsiWriter(support);
        _shift = support.Ecma48 ? new RowShift(support.Colors) : null;
        _repeats = support.Repeats;
    }

    /// <summary>Forgets what the terminal shows: the next frame is painted whole.</summary>
    public void Invalidate() => _valid = false;

    /// <summary>The bytes from the last frame to this one, valid until the next call; empty when nothing changed.</summary>
    /// <param name="cells">The rows one after the other.</param>
    /// <param name="width">Columns; a change repaints everything.</param>
    /// <param name="height">Rows; a change repaints everything.</param>
    public ReadOnlySpan<byte> Next(ReadOnlySpan<Cell> cells, int width, int height)
    {
        _writer.Begin(width);
        if (!_valid || width != _width || height != _height) Restart(width, height);
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<Cell> next = cells.Slice(y * width, width);
            Span<Cell> front = _front.AsSpan(y * width, width);
            if (FirstDifference(next, front, 0) < width) Row(y, next, front);
        }

        return _writer.End();
    }

    private void Restart(int width, int height)
    {
        if (_front.Length < width * height) _front = new Cell[width * height];
        _front.AsSpan(0, width * height).Fill(Cell.Blank);
        (_width, _height, _valid) = (width, height, true);
        _writer.ReserveRow();
        _writer.ClearScreen();
    }

    private void Row(int y, ReadOnlySpan<Cell> next, Span<Cell> front)
    {
        _writer.ReserveRow();
        int erasable = ErasableFrom(next), shiftableFrom = 0, x = 0;
        while ((x = FirstDifference(next, front, x)) < next.Length)
        {
            if (next[x].Glyph == Cell.Continuation && x > 0 && IsWide(next, x - 1)) x--;
            if (x >= erasable && Erase(y, x, next, front)) return;
            if (x >= shiftableFrom && _shift is not null && _shift.Find(next, front, x))
            {
                Shift(y, x, front);
                shiftableFrom = _shift.End;
            }
            else
            {
                x = Paint(y, x, next, front);
            }
        }
    }

    // Paints what starts at a difference; returns the column after it.
    private int Paint(int y, int x, ReadOnlySpan<Cell> next, Span<Cell> front)
    {
        Pen pen = _theme.Resolve(next[x], out uint glyph);
        if (IsWide(next, x))
        {
            Reach(y, x, next);
            _writer.Put(glyph, 2, pen);
            // Emulators and multiplexers disagree about some widths: the next narrow glyph finds its own place.
            if (x + 2 >= next.Length || !IsWide(next, x + 2)) _writer.DistrustColumn();
            next.Slice(x, 2).CopyTo(front[x..]);
            return x + 2;
        }

        if (LooksAlike(pen, glyph, front[x]))
        {
            front[x] = next[x];
            return x + 1;
        }

        Reach(y, x, next);
        _writer.Put(glyph == Cell.Continuation ? ' ' : glyph, 1, pen);
        int run = RunLength(next, front, x);
        int bytes = AnsiWriter.ForwardLength(run);
        if (_repeats && glyph is >= ' ' and < 0x7F && run - 1 > bytes) _writer.Repeat(run - 1);
        else run = 1;
        next.Slice(x, run).CopyTo(front[x..]);
        return x + run;
    }

    // Cells from x on that are equal to each other, up to the last one that differs from the front.
    private static int RunLength(ReadOnlySpan<Cell> next, ReadOnlySpan<Cell> front, int x)
    {
        int length = 1;
        for (int k = x + 1; k < next.Length && next[k] == next[x]; k++)
            if (next[k] != front[k]) length = k + 1 - x;
        return length;
    }

    // Mere style changes may not show, as when there are no colours.
    private bool LooksAlike(Pen pen, uint glyph, Cell front)
    {
        if (front.Glyph is Cell.Continuation or uint.MaxValue) return false;
        Pen shown = _theme.Resolve(front, out uint shownGlyph);
        return glyph == shownGlyph && (pen == shown || (glyph == ' ' && pen.BlanksLike(shown)));
    }

    // Moves to x; where it is not longer, by writing the unchanged cells before it again.
    private void Reach(int y, int x, ReadOnlySpan<Cell> next)
    {
        int from = _writer.ColumnIn(y), gap = x - from;
        if (from >= 0 && gap > 0 && gap <= AnsiWriter.ForwardLength(gap) && WrittenAlike(next[from..x]))
        {
            foreach (Cell cell in next[from..x])
            {
                Pen pen = _theme.Resolve(cell, out uint glyph);
                _writer.Put(glyph, 1, pen);
            }
        }

        _writer.MoveTo(x, y);
    }

    private bool WrittenAlike(ReadOnlySpan<Cell> cells)
    {
        foreach (Cell cell in cells)
        {
            Pen pen = _theme.Resolve(cell, out uint glyph);
            if (glyph is < ' ' or >= 0x7F) return false;
            if (pen != _writer.Pen && (glyph != ' ' || !pen.BlanksLike(_writer.Pen))) return false;
        }

        return true;
    }

    private bool Erase(int y, int x, ReadOnlySpan<Cell> next, Span<Cell> front)
    {
        int last = next.Length - 1;
        while (next[last] == front[last]) last--;
        int style = _writer.Pen.BlanksLike(default) ? 0 : 3;
        const int EraseLength = 3;
        if (last + 1 - x <= EraseLength + style) return false;
        _writer.MoveTo(x, y);
        _writer.EraseToEndOfRow();
        next[x..].CopyTo(front[x..]);
        return true;
    }

    private int ErasableFrom(ReadOnlySpan<Cell> next)
    {
        int x = next.Length;
        while (x > 0 && _theme.Resolve(next[x - 1], out uint glyph).BlanksLike(default) && glyph == ' ') x--;
        return x;
    }

    private void Shift(int y, int x, Span<Cell> front)
    {
        RowShift shift = _shift!;
        if (shift.DeleteAt >= 0)
        {
            _writer.MoveTo(shift.DeleteAt, y);
            _writer.DeleteCells(shift.Count);
        }

        if (shift.InsertAt >= 0)
        {
            _writer.MoveTo(shift.InsertAt, y);
            _writer.InsertCells(shift.Count);
        }

        Span<Cell> moved = front[x..shift.End];
        if (shift.IsLeft)
        {
            moved[shift.Count..].CopyTo(moved);
            moved[^shift.Count..].Fill(Unknown);
        }
        else
        {
            moved[..^shift.Count].CopyTo(moved[shift.Count..]);
            moved[..shift.Count].Fill(Unknown);
        }
    }

    // Nothing below U+1100 is wide; a continuation after such a glyph is not one.
    private bool IsWide(ReadOnlySpan<Cell> row, int x) =>
        _theme.Glyphs == GlyphSet.Unicode && x + 1 < row.Length && row[x].Glyph >= 0x1100 && row[x + 1].Glyph == Cell.Continuation;

    private static int FirstDifference(ReadOnlySpan<Cell> next, ReadOnlySpan<Cell> front, int from) =>
        from + MemoryMarshal.Cast<Cell, ulong>(next[from..]).CommonPrefixLength(MemoryMarshal.Cast<Cell, ulong>(front[from..]));
}
