using Probetop.Probes.Histograms;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;

namespace Probetop.Views.Widgets;

/// <summary>What a histogram remembers between frames: which octaves share its rows.</summary>
public sealed class HistogramState
{
    internal RowFold Rows;
}

/// <summary>A distribution as rows of range, count and bar; a selection's part of it lies over the total's bars.</summary>
public static class HistogramView
{
    private const int LabelWidth = 11;
    private const int CountWidth = 9;
    private const int ShortCountWidth = 4;
    private const int MinBarWidth = 4;
    private const int MinWidthWithCounts = LabelWidth + 1 + CountWidth + 1 + MinBarWidth;
    private const int MinWidthWithSelected = 50;
    private const int MinLabelWidth = 3;

    /// <summary>
    /// Draws the distribution of <paramref name="interval"/>; null: no reading. Where octaves are more than rows, several share one.
    /// </summary>
    public static void Draw(
        CellBuffer buffer, Rect area, Histogram? total, Histogram? selected, string unit, HistogramState state, long interval)
    {
        area = area.Intersect(buffer.Bounds);
        buffer.Clear(area);
        if (area.IsEmpty) return;
        if (total is null || total.Length == 0)
        {
            _ = TextWrap.Draw(buffer, area, total is null ? "no reading" : "nothing counted", Style.Muted);
            return;
        }

        BucketScale scale = total.Scale;
        int lowest = OctaveRows.RowOf(scale, total.At(0).Bucket), highest = OctaveRows.RowOf(scale, total.At(total.Length - 1).Bucket);
        state.Rows.Update(lowest, highest, OctaveRows.Count(scale), area.Height, magnify: 0, interval);
        Span<ulong> totals = stackalloc ulong[OctaveRows.MostRows], parts = stackalloc ulong[OctaveRows.MostRows];
        totals.Clear();
        parts.Clear();
        ulong most = FoldInto(totals, total, state.Rows);
        if (selected is not null) _ = FoldInto(parts, selected, state.Rows);
        int last = state.Rows.RowOf(highest);
        Span<char> label = stackalloc char[LabelWidth];
        for (int row = 0; row <= last && row < area.Height; row++)
        {
            ReadOnlySpan<char> range = label[..WriteLabel(label, state.Rows, scale, unit, row)];
            DrawRow(buffer, area.Line(row), range, totals[row], selected is null ? null : Math.Min(parts[row], totals[row]), most);
        }
    }

    /// <summary>
    /// Writes percentiles and maximum of a distribution, as many as fit: <c>p50 4µs p99 1.1ms p99.9 6.1ms max 8.2ms</c>; returns the
    /// characters used.
    /// </summary>
    /// <remarks>The maximum is the upper edge of the highest non-empty bucket.</remarks>
    public static int WriteTitle(Span<char> target, Histogram? histogram, string unit)
    {
        if (histogram is null || histogram.Length == 0) return 0;
        for (int left = 4; left > 0; left--)
        {
            var writer = new CharWriter(target);
            if (left >= 3) WriteFigure(ref writer, "p50 ", histogram.Percentile(50), unit);
            WriteFigure(ref writer, "p99 ", histogram.Percentile(99), unit);
            if (left >= 4) WriteFigure(ref writer, "p99.9 ", histogram.Percentile(99.9), unit);
            if (left >= 2) WriteFigure(ref writer, "max ", histogram.Max, unit);
            if (!writer.IsCut) return writer.Length;
        }

        return 0;
    }

    private static void WriteFigure(ref CharWriter writer, ReadOnlySpan<char> name, double? value, string unit)
    {
        if (value is not { } figure) return;
        Span<char> chars = stackalloc char[16];
        int length = unit switch
        {
            "ns" => Format.Duration(chars, figure),
            "bytes" => Format.Bytes(chars, figure),
            _ => Format.Short(chars, figure),
        };
        if (writer.Length > 0) writer.Char(' ');
        writer.Text(name);
        writer.Text(chars[..length]);
    }

    private static ulong FoldInto(Span<ulong> rows, Histogram histogram, RowFold fold)
    {
        ulong most = 0;
        for (int i = 0; i < histogram.Length; i++)
        {
            (int bucket, ulong count) = histogram.At(i);
            int row = fold.RowOf(OctaveRows.RowOf(histogram.Scale, bucket));

            // A selection of another interval than the total's could lie outside of its rows.
            if (row < 0 || row >= rows.Length) continue;
            rows[row] = count > ulong.MaxValue - rows[row] ? ulong.MaxValue : rows[row] + count;
            most = Math.Max(most, rows[row]);
        }

        return most;
    }

    private static void DrawRow(CellBuffer buffer, Rect line, ReadOnlySpan<char> range, ulong total, ulong? part, ulong most)
    {
        int countWidth = line.Width >= MinWidthWithCounts ? CountWidth : Math.Min(line.Width, ShortCountWidth);
        int labelWidth = Math.Min(LabelWidth, line.Width - countWidth - 1);
        if (labelWidth < MinLabelWidth) labelWidth = 0;
        int x = line.X;
        if (labelWidth > 0)
        {
            buffer.WriteRight(x, line.Y, labelWidth, range, Style.Muted);
            x += labelWidth + 1;
        }

        WriteCount(buffer, x, line.Y, countWidth, total, Style.Text);
        x += countWidth + 1;
        if (part is { } selected && line.Width >= MinWidthWithSelected)
        {
            WriteCount(buffer, x, line.Y, CountWidth, selected, Style.SelectedBar);
            x += CountWidth + 1;
        }

        int barWidth = line.Right - x;
        if (barWidth >= MinBarWidth && total > 0) DrawBar(buffer, new Rect(x, line.Y, barWidth, 1), total, part, most);
    }

    // The selection's part has a glyph of its own as well as a style: it must also be told from the rest without colours.
    private static void DrawBar(CellBuffer buffer, Rect bar, ulong total, ulong? part, ulong most)
    {
        double fraction = (double)total / most;
        if (part is not { } selected)
        {
            _ = Bar.Draw(buffer, bar.X, bar.Y, bar.Width, fraction, Style.Bar);
            return;
        }

        int cells = Math.Max(1, (int)Math.Round(fraction * bar.Width));
        buffer.Fill(new Rect(bar.X, bar.Y, cells, 1), Glyphs.Shades[1], Style.Bar);
        _ = Bar.Draw(buffer, bar.X, bar.Y, bar.Width, (double)selected / most, Style.SelectedBar);
    }

    private static int WriteLabel(Span<char> label, RowFold fold, BucketScale scale, string unit, int row)
    {
        int first = fold.LowOf(row), end = fold.HighOf(row);
        bool open = end == OctaveRows.Count(scale);
        return RangeFormat.Write(label, OctaveRows.Low(scale, first), OctaveRows.Low(scale, end), unit, open);
    }

    private static void WriteCount(CellBuffer buffer, int x, int y, int width, ulong count, ushort style)
    {
        Span<char> chars = stackalloc char[CountWidth];
        int length = Format.Count(chars[..Math.Min(width, CountWidth)], count);
        buffer.WriteRight(x, y, width, chars[..length], style);
    }
}
