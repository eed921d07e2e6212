using Probetop.Probes.Snapshots;

namespace Probetop.Views.Widgets;

/// <summary>
/// Which columns of a table fit and where they stand; widths come from the columns, so they do not change with the values.
/// </summary>
/// <remarks>
/// Columns are dropped from the right, except the first one and the one sorted by. Each is followed by one cell for the gap or the
/// sort marker, so the last cell of the area is never a value's.
/// </remarks>
internal sealed class ColumnLayout
{
    private const int MinFlexibleWidth = 8;

    private Placed[] _placed = new Placed[16];

    /// <summary>Number of columns that fit.</summary>
    public int Count { get; private set; }

    /// <summary>The n-th column that fits: its number in the table, its place and its width.</summary>
    public Placed this[int position] => _placed[position];

    /// <summary>
    /// Places the columns into <paramref name="width"/> cells from <paramref name="x"/>, skipping <paramref name="scroll"/> columns after
    /// the first; returns how many could be skipped. <paramref name="sorted"/> is the column sorted by, or -1.
    /// </summary>
    public int Update(ColumnOrder order, IReadOnlyList<Column> columns, int x, int width, int scroll, int sorted)
    {
        ReadOnlySpan<int> shown = order.Of(columns);
        if (_placed.Length < shown.Length) _placed = new Placed[shown.Length];
        scroll = Math.Clamp(scroll, 0, MostSkipped(columns, shown, width));

        Count = 0;
        int left = width, flexible = -1;
        int reserved = shown.Contains(sorted) ? NeedOf(columns[sorted]) : 0;
        bool full = false;
        for (int at = 0; at < shown.Length; at++)
        {
            int i = shown[at];
            if (i == sorted) reserved = 0;
            if (at > 0 && at <= scroll) continue;
            int need = NeedOf(columns[i]);
            bool first = Count == 0;
            if (!first && (left < need + reserved || (full && i != sorted)))
            {
                full = true;
                continue;
            }

            need = Math.Min(need, Math.Max(1, left));
            if (columns[i].Width == 0) flexible = Count;
            _placed[Count++] = new Placed(i, 0, need - 1);
            left -= need;
        }

        if (flexible >= 0) _placed[flexible] = _placed[flexible] with { Width = _placed[flexible].Width + Math.Max(0, left) };
        for (int i = 0; i < Count; i++)
        {
            _placed[i] = _placed[i] with { X = x };
            x += _placed[i].Width + 1;
        }

        return scroll;
    }

    // Skipping more would not bring another column into sight.
    private static int MostSkipped(IReadOnlyList<Column> columns, ReadOnlySpan<int> shown, int width)
    {
        int need = 0, skipped = 0;
        foreach (int column in shown) need += NeedOf(columns[column]);
        while (need > width && skipped < shown.Length - 2) need -= NeedOf(columns[shown[++skipped]]);
        return skipped;
    }

    private static int NeedOf(Column column) => (column.Width == 0 ? MinFlexibleWidth : column.Width) + 1;

    /// <summary>A column that fits.</summary>
    /// <param name="Column">Its number in the table.</param>
    /// <param name="X">Its leftmost cell.</param>
    /// <param name="Width">Its cells, without the gap.</param>
    internal readonly record struct Placed(int Column, int X, int Width);
}
