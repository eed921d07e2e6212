using Probetop.App.Terminal;
using Probetop.Views.Cells;
using Xunit;
using Xunit.Abstractions;

namespace Probetop.Tests.Unit.Terminal;

/// <summary>What frames cost in bytes; the bounds come from what must be said, not from what was measured.</summary>
public class FrameBytesTests(ITestOutputHelper output)
{
    private const int MapWidth = 100, MapHeight = 20, MapLeft = 8, MapTop = 3;

    [Theory]
    [InlineData(ColorDepth.TrueColor)]
    [InlineData(ColorDepth.Indexed256)]
    [InlineData(ColorDepth.Ansi16)]
    [InlineData(ColorDepth.Monochrome)]
    internal void A_heatmap_that_moves_by_a_column_costs_a_fixed_amount_per_row(ColorDepth colors)
    {
        // Per row: two moves of at most 9 bytes to delete and insert 3 each, a style with one colour, a glyph, then a newest cell.
        const int RowBytes = 9 + 3 + 9 + 3 + 19 + 3, BracketBytes = 16, Scrolls = 50;
        FrameDiff diff = DiffOf(colors);
        Random random = new(1);
        Frame frame = Dashboard(random);
        int whole = diff.Next(frame.Cells, frame.Width, frame.Height).Length, worst = 0, total = 0;
        for (int i = 0; i < Scrolls; i++)
        {
            Scroll(frame, random);
            int bytes = diff.Next(frame.Cells, frame.Width, frame.Height).Length;
            worst = Math.Max(worst, bytes);
            total += bytes;
        }

        output.WriteLine($"{colors}: heatmap {MapWidth}x{MapHeight} by a column {total / Scrolls} bytes, at most {worst}, whole {whole}");
        Assert.InRange(worst, MapHeight, (MapHeight * RowBytes) + BracketBytes);
        Assert.True(worst * 4 < whole || colors == ColorDepth.Monochrome, $"{worst} of {whole}");
    }

    [Fact]
    public void A_heatmap_that_steps_back_costs_as_little_as_one_that_steps_on()
    {
        FrameDiff diff = DiffOf(ColorDepth.TrueColor);
        Random random = new(2);
        Frame first = Dashboard(random);
        _ = diff.Next(first.Cells, first.Width, first.Height);
        Frame second = first.Copy();
        Scroll(second, random);
        int on = diff.Next(second.Cells, first.Width, first.Height).Length;
        int back = diff.Next(first.Cells, first.Width, first.Height).Length;
        Assert.InRange(back, on / 2, on * 2);
    }

    [Fact]
    public void Frames_dropped_by_a_slow_terminal_do_not_make_the_next_one_much_longer()
    {
        FrameDiff diff = DiffOf(ColorDepth.TrueColor);
        Random random = new(3);
        Frame frame = Dashboard(random);
        _ = diff.Next(frame.Cells, frame.Width, frame.Height);
        Scroll(frame, random);
        int one = diff.Next(frame.Cells, frame.Width, frame.Height).Length;
        for (int i = 0; i < 3; i++) Scroll(frame, random);
        int three = diff.Next(frame.Cells, frame.Width, frame.Height).Length;
        Assert.InRange(three, one, one * 4);
    }

    [Fact]
    public void Numbers_that_change_cost_their_digits_and_a_move_each()
    {
        // Two columns of five digits in each of 60 rows, 200 columns wide: 5 % of the cells.
        const int Width = 200, Height = 60, Digits = 5, Columns = 2, MoveBytes = 9, BracketBytes = 16, Frames = 50;
        FrameDiff diff = DiffOf(ColorDepth.TrueColor);
        Random random = new(4);
        Frame frame = new(Width, Height);
        Array.Fill(frame.Cells, new Cell('x', Style.Text));
        _ = diff.Next(frame.Cells, Width, Height);
        int total = 0;
        for (int i = 0; i < Frames; i++)
        {
            for (int y = 0; y < Height; y++)
                for (int c = 0; c < Columns; c++) frame.Text(20 + (40 * c), y, $"{random.Next(100000),Digits}");
            int bytes = diff.Next(frame.Cells, Width, Height).Length;
            Assert.InRange(bytes, Height, (Height * Columns * (MoveBytes + Digits)) + BracketBytes);
            total += bytes;
        }

        output.WriteLine($"5 % clustered numbers at {Width}x{Height}: {total / Frames} bytes");
    }

    private static FrameDiff DiffOf(ColorDepth colors)
    {
        TerminalSupport support = new(colors, GlyphSet.Unicode, Ecma48: true, Repeats: true, Synchronizes: true, HasClipboard: true);
        return new FrameDiff(new Theme(colors, GlyphSet.Unicode), support);
    }

    // Axis, heatmap, border, and a table beside it that stands still.
    private static Frame Dashboard(Random random)
    {
        Frame frame = new(160, 30);
        for (int y = MapTop; y < MapTop + MapHeight; y++)
        {
            frame.Text(0, y, "  16ms ▏", Style.Muted);
            frame.Text(MapLeft + MapWidth, y, "│", Style.Border);
            frame.Text(MapLeft + MapWidth + 2, y, $"process {y}  {random.Next(1000)} µs");
        }

        for (int x = 0; x < MapWidth; x++) Scroll(frame, random);
        return frame;
    }

    // A hump around a wandering latency, a tail of single events, no two columns equal.
    private static void Scroll(Frame frame, Random random)
    {
        double center = 13 + (random.NextDouble() * 2), height = 8 + (random.NextDouble() * 4);
        for (int row = 0; row < MapHeight; row++)
        {
            double distance = (row - center) / 3;
            int step = (int)Math.Min(Style.HeatSteps - 1, height * Math.Exp(-distance * distance));
            bool empty = step == 0 && random.Next(8) != 0;
            Span<Cell> cells = frame.Row(MapTop + row).Slice(MapLeft, MapWidth);
            cells[1..].CopyTo(cells);
            cells[^1] = empty ? Cell.Blank : new Cell("░▒▓█"[step / 3], (ushort)(Style.Heat + step));
        }
    }
}
