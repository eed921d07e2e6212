using Probetop.Probes.Histograms;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;

namespace Probetop.Views.Widgets;

/// <summary>Latency upwards, time to the right, colour how many: one column of cells per interval, the newest at the right edge.</summary>
/// <remarks>
/// A cell's role is <see cref="Style.Heat"/> plus its step and its glyph one of <see cref="Glyphs.Shades"/>, so that the picture is
/// also there without colours and in a text file. The cursor keeps the role of its cell. Zero is blank; an interval without a reading
/// is dotted.
/// </remarks>
public static class Heatmap
{
    /// <summary>A bucket takes at most 2^2 rows: few buckets still fill a plot.</summary>
    internal const int MostRowsPerBucket = 2;

    private const int LabelWidth = 7;
    private const int MinWidthWithLabels = 20;
    private const int MinHeightWithLegend = 4;
    private const int MinHeightWithTime = 7;
    private const int ColumnsPerTimeMark = 15;
    private const int MostRowsWithAllLabels = 8;
    private const int MostPlainSeconds = 1000;
    private const int StepsPerShade = 3;

    /// <summary>
    /// Draws the intervals that end before <paramref name="end"/>, whose newest ended <paramref name="ageSeconds"/> ago (0: now), with the
    /// axes and the legend that there is room for. Allocates only when the plot never was as large.
    /// </summary>
    public static void Draw(CellBuffer buffer, Rect area, HeatmapModel model, HeatmapState state, long end, long ageSeconds)
    {
        area = area.Intersect(buffer.Bounds);
        buffer.Clear(area);
        if (area.IsEmpty) return;
        Rect plot = area.SplitRight(ColumnsIn(area.Width)).Right;
        if (area.Height >= MinHeightWithTime)
        {
            (plot, Rect time) = plot.SplitBottom(2);
            DrawTimeAxis(buffer, time.Line(0), ageSeconds);
        }
        else if (area.Height >= MinHeightWithLegend)
        {
            plot = plot.SplitBottom(1).Remaining;
        }

        state.Fit(model, end - plot.Width, end, plot.Height);
        DrawCells(buffer, plot, model, state, end - plot.Width);
        if (plot.X > area.X) DrawValueAxis(buffer, area.SplitLeft(LabelWidth).Left, plot.Height, model, state.Rows);
        if (plot.Bottom < area.Bottom) DrawLegend(buffer, area.SplitBottom(1).Bottom, model, state, end, ageSeconds);
    }

    /// <summary>Number of intervals that a heatmap of that width shows.</summary>
    public static int ColumnsIn(int width) => width >= MinWidthWithLabels ? width - LabelWidth : width;

    private static void DrawCells(CellBuffer buffer, Rect plot, HeatmapModel model, HeatmapState state, long first)
    {
        RowFold rows = state.Rows;
        for (int x = 0; x < plot.Width; x++)
        {
            long column = first + x;
            HeatColumn flags = model.FlagsOf(column);
            for (int row = 0; row < plot.Height; row++)
            {
                int y = plot.Bottom - 1 - row;
                int step = state.StepAt(x, row);
                if (step >= 0) _ = buffer.Write(plot.X + x, y, Glyphs.Shades[step / StepsPerShade], HeatStyle(step, flags));
                else if ((flags & HeatColumn.Absent) != 0) _ = buffer.Write(plot.X + x, y, Glyphs.Absent, Style.Muted);
                else if ((flags & HeatColumn.Gap) != 0) _ = buffer.Write(plot.X + x, y, Glyphs.Gap, Style.Border);
            }
        }

        if (state.Selected is not { } box) return;
        int cursorX = plot.X + (int)(box.Column - first), cursorY = plot.Bottom - 1 - Math.Min(rows.RowOf(box.Low), plot.Height - 1);
        int under = buffer[cursorX, cursorY].Style & 0xFF;
        ushort style = under >= Style.Heat ? (ushort)under : Style.Accent;
        _ = buffer.Write(cursorX, cursorY, Glyphs.Cursor, (ushort)(style | Style.Reverse));
    }

    private static ushort HeatStyle(int step, HeatColumn flags) =>
        (ushort)((Style.Heat + step) | ((flags & HeatColumn.Untrusted) != 0 ? Style.Faint : 0));

    // Labels are the lower edges, at octaves where rows are finer than that; else at every row, or every second one where there are
    // many. The lowest row holds everything below its upper edge.
    private static void DrawValueAxis(CellBuffer buffer, Rect area, int height, HeatmapModel model, RowFold rows)
    {
        int perOctave = model.Scale is BucketScale.LogLinear or BucketScale.LogLinearTime ? 4 : 1;
        Span<char> chars = stackalloc char[LabelWidth - 1];
        buffer.Fill(new Rect(area.Right - 1, area.Y, 1, height), Glyphs.Axis, Style.Muted);
        for (int row = 0; row < rows.UsedRows; row++)
        {
            bool isBelow = row == 0 && rows.First > 0;
            int edge = isBelow ? rows.HighOf(row) : rows.LowOf(row);
            bool repeats = row > 0 && rows.LowOf(row - 1) == edge;
            bool crowded = height > MostRowsWithAllLabels && rows.RowsPerBucket == 1 && ((rows.First + row) & 1) == 1;
            if (repeats || crowded || edge % perOctave != 0) continue;
            var label = new CharWriter(chars);
            if (isBelow) label.Char('<');
            WriteValue(ref label, model, edge);

            // The longest ones, such as <512ms, touch the axis.
            int width = Math.Max(LabelWidth - 2, label.Length);
            buffer.WriteRight(area.X, area.Y + height - 1 - row, width, label.Written, Style.Muted);
        }
    }

    private static void WriteValue(ref CharWriter label, HeatmapModel model, int bucket)
    {
        ulong value = Buckets.Low(model.Scale, bucket);
        switch (model.Unit)
        {
            case "ns":
                label.DurationEdge(value);
                break;
            case "bytes":
                label.Bytes(value);
                break;
            default:
                label.Short(value);
                break;
        }
    }

    private static void DrawTimeAxis(CellBuffer buffer, Rect area, long ageSeconds)
    {
        Span<char> chars = stackalloc char[24];
        for (int column = 0; column < area.Width; column += ColumnsPerTimeMark)
        {
            var label = new CharWriter(chars);
            long age = ageSeconds + column;
            if (age == 0)
            {
                label.Text("now");
            }
            else
            {
                label.Char('-');
                WriteAge(ref label, age);
            }

            int x = area.Right - column - label.Length;
            if (x >= area.X) _ = buffer.Write(x, area.Y, label.Written, Style.Muted);
        }
    }

    private static void WriteAge(ref CharWriter label, long seconds)
    {
        if (seconds >= MostPlainSeconds)
        {
            label.Duration(seconds * 1e9);
            return;
        }

        label.Whole(seconds);
        label.Char('s');
    }

    private static void DrawLegend(CellBuffer buffer, Rect area, HeatmapModel model, HeatmapState state, long end, long ageSeconds)
    {
        if (state.Selected is { } box)
        {
            var reading = new CharWriter(stackalloc char[80]);
            WriteReading(ref reading, model, box, ageSeconds + (end - 1 - box.Column));
            int width = Math.Min(area.Width, Printable.WidthOf(reading.Written));
            _ = buffer.WriteFitted(area.Right - width, area.Y, width, reading.Written, Style.Accent);
            area = area.SplitRight(width + 2).Remaining;
        }

        HeatScale colours = state.Colours;
        if (colours.Max == 0) return;
        var line = new Line(buffer, area);
        line.Text("per s", Style.Muted);
        Span<char> chars = stackalloc char[8];
        int shade = -1;
        for (int step = 0; step < Style.HeatSteps; step++)
        {
            if (!colours.IsUsed(step)) continue;
            if (step / StepsPerShade != shade)
            {
                shade = step / StepsPerShade;
                line.Skip(1);
                line.Text(chars[..Format.Short(chars, colours.EdgeOf(step))], Style.Muted);
            }

            line.Glyph(Glyphs.Shades[shade], (ushort)(Style.Heat + step));
        }

        // Part of a legend would mislead.
        if (line.Left == 0) buffer.Clear(area);
    }

    private static void WriteReading(ref CharWriter reading, HeatmapModel model, HeatBox box, long ageSeconds)
    {
        WriteAge(ref reading, ageSeconds);
        reading.Text(" ago  ");
        Span<char> range = stackalloc char[40];
        bool open = box.High == Buckets.Count(model.Scale);
        ulong low = Buckets.Low(model.Scale, box.Low), high = Buckets.High(model.Scale, box.High - 1);
        reading.Text(range[..RangeFormat.Write(range, low, high, model.Unit, open)]);
        reading.Text("  ");
        if ((model.FlagsOf(box.Column) & HeatColumn.Absent) != 0) reading.Text("no reading");
        else reading.Grouped(model.CountOf(box.Column, box.Low, box.High));
    }
}
