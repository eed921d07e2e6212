using Probetop.Views.Cells;

namespace Probetop.App.Terminal;

/// <summary>Finds a part of a row that moved sideways, as a heatmap does, where moving it costs fewer bytes than painting it.</summary>
/// <remarks>
/// There is no scroll region with sides that all terminals know. But cells deleted at one end and inserted at the other move
/// what lies between, and leave the rest of the row in its place.
/// </remarks>
internal sealed class RowShift
{
    private const int MaxColumns = 4;

    // Two cursor moves, the deletion, the insertion, and a cell of new content that stays to be painted.
    private const int ShiftBytes = 24;

    private readonly int _styleBytes;

    /// <summary>Makes a finder for a colour depth, by which the price of painting is judged.</summary>
    public RowShift(ColorDepth colors) => _styleBytes = colors switch
    {
        ColorDepth.TrueColor => 17,
        ColorDepth.Indexed256 => 10,
        _ => 4,
    };

    /// <summary>Columns that the part found moved by.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it moved left.</summary>
    public bool IsLeft { get; private set; }

    /// <summary>One after the last column involved; the first one is where the search began.</summary>
    public int End { get; private set; }

    /// <summary>Column to delete <see cref="Count"/> cells at, before the insertion; -1 when the insertion pushes them out.</summary>
    public int DeleteAt { get; private set; }

    /// <summary>Column to insert <see cref="Count"/> cells at; -1 when none need to be.</summary>
    public int InsertAt { get; private set; }

    /// <summary>Looks for a moved part that starts at <paramref name="x"/>, the first difference; true when moving it pays.</summary>
    public bool Find(ReadOnlySpan<Cell> next, ReadOnlySpan<Cell> front, int x)
    {
        int best = ShiftBytes;
        bool found = false;
        for (int count = 1; count <= MaxColumns && x + count < next.Length; count++)
        {
            int left = next[x..].CommonPrefixLength(front[(x + count)..]);
            if (left > count && Price(next, front, x, x + left) > best)
            {
                best = Price(next, front, x, x + left);
                Set(count, isLeft: true, x, x + left + count, next.Length);
                found = true;
            }

            int right = next[(x + count)..].CommonPrefixLength(front[x..]);
            if (right > count && Price(next, front, x + count, x + count + right) > best)
            {
                best = Price(next, front, x + count, x + count + right);
                Set(count, isLeft: false, x, x + count + right, next.Length);
                found = true;
            }
        }

        // Half a wide glyph cannot be moved past an edge.
        return found && !HasWide(front[x..]);
    }

    private void Set(int count, bool isLeft, int start, int end, int width)
    {
        Count = count;
        IsLeft = isLeft;
        End = end;
        DeleteAt = isLeft ? start : end - count;
        InsertAt = isLeft ? end - count : start;
        if (end < width) return;
        if (isLeft) InsertAt = -1;
        else DeleteAt = -1;
    }

    // About the bytes that painting the changed cells takes.
    private int Price(ReadOnlySpan<Cell> next, ReadOnlySpan<Cell> front, int from, int to)
    {
        int bytes = 0;
        for (int x = from; x < to; x++)
        {
            if (next[x] == front[x]) continue;
            bytes++;
            if (x == 0 || next[x].Style != next[x - 1].Style) bytes += _styleBytes;
        }

        return bytes;
    }

    private static bool HasWide(ReadOnlySpan<Cell> cells)
    {
        foreach (Cell cell in cells)
            if (cell.Glyph == Cell.Continuation) return true;
        return false;
    }
}
