using System.Runtime.CompilerServices;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Probetop.App.Terminal;
using Probetop.Views.Cells;
using Xunit;

namespace Probetop.Tests.Unit.Terminal;

public class FrameDiffTests
{
    private static readonly TerminalSupport Everything =
        new(ColorDepth.TrueColor, GlyphSet.Unicode, Ecma48: true, Repeats: true, Synchronizes: true, HasClipboard: true);

    [Fact]
    public void The_bytes_between_two_frames_turn_a_terminal_that_shows_the_first_into_one_that_shows_the_second()
    {
        Gen<(TerminalSupport Support, int Seed)> cases =
            from colors in Gen.Elements(ColorDepth.Monochrome, ColorDepth.Ansi16, ColorDepth.Indexed256, ColorDepth.TrueColor)
            from glyphs in Gen.Elements(GlyphSet.Unicode, GlyphSet.Unicode, GlyphSet.Console, GlyphSet.Ascii)
            from flags in Gen.Choose(0, 7)
            from seed in Gen.Choose(0, int.MaxValue - 1)
            select (Everything with
            {
                Colors = colors,
                Glyphs = glyphs,
                Ecma48 = (flags & 1) == 0,
                Repeats = (flags & 2) == 0,
                Synchronizes = (flags & 4) == 0,
            }, seed);

        Prop.ForAll(cases.ToArbitrary(), c => Play(c.Support, new Random(c.Seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Equal_frames_write_nothing()
    {
        Frame frame = new(40, 10);
        for (int i = 0; i < 50; i++) frame.Change(new Random(i));
        FrameDiff diff = DiffOf(Everything);
        Assert.False(diff.Next(frame.Cells, 40, 10).IsEmpty);
        Assert.True(diff.Next(frame.Cells, 40, 10).IsEmpty);
        Assert.True(diff.Next(frame.Copy().Cells, 40, 10).IsEmpty);

        frame.Row(3)[5] = new Cell('!', Style.Text);
        Assert.False(diff.Next(frame.Cells, 40, 10).IsEmpty);
    }

    [Fact]
    public void An_invalidated_screen_is_painted_whole()
    {
        Frame frame = new(20, 3);
        frame.Text(0, 1, "still here");
        FrameDiff diff = DiffOf(Everything);
        string first = TextOf(diff.Next(frame.Cells, 20, 3));
        Assert.Contains("still here", first, StringComparison.Ordinal);
        Assert.Equal("", TextOf(diff.Next(frame.Cells, 20, 3)));
        diff.Invalidate();
        Assert.Equal(first, TextOf(diff.Next(frame.Cells, 20, 3)));
    }

    [Fact]
    public void A_change_of_either_half_of_a_wide_glyph_paints_both()
    {
        Frame frame = new(10, 1);
        frame.Row(0)[4] = new Cell('漢', Style.Text);
        frame.Row(0)[5] = new Cell(Cell.Continuation, Style.Text);
        FrameDiff diff = DiffOf(Everything);
        _ = diff.Next(frame.Cells, 10, 1);
        frame.Row(0)[5] = new Cell(Cell.Continuation, Style.Bold);
        Assert.Contains("漢", TextOf(diff.Next(frame.Cells, 10, 1)), StringComparison.Ordinal);
        frame.Row(0)[4] = new Cell('漢', Style.Bold);
        Assert.Contains("漢", TextOf(diff.Next(frame.Cells, 10, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_style_that_does_not_show_writes_nothing()
    {
        Frame frame = new(10, 1);
        frame.Text(0, 0, "ab", Style.Muted);
        FrameDiff diff = DiffOf(Everything with { Colors = ColorDepth.Monochrome });
        _ = diff.Next(frame.Cells, 10, 1);
        frame.Text(0, 0, "ab", Style.Border);
        Assert.Equal("", TextOf(diff.Next(frame.Cells, 10, 1)));
        frame.Text(0, 0, "ab", Style.Title);
        Assert.Equal("\r\e[1mab", TextOf(diff.Next(frame.Cells, 10, 1)));
    }

    [Fact]
    public void Only_what_changed_is_written_and_a_short_gap_is_cheaper_than_a_move()
    {
        Frame frame = new(40, 4);
        frame.Text(10, 2, "12345 67890");
        FrameDiff diff = DiffOf(Everything);
        _ = diff.Next(frame.Cells, 40, 4);
        frame.Text(10, 2, "12x45 6y890");
        Assert.Equal("\e[9Dx45 6y", TextOf(diff.Next(frame.Cells, 40, 4)));
        frame.Text(10, 2, "a2x45 6y89b");
        Assert.Equal("\e[8Da\e[9Cb", TextOf(diff.Next(frame.Cells, 40, 4)));
        frame.Text(0, 3, "c");
        Assert.Equal("\r\e[Bc".Length, TextOf(diff.Next(frame.Cells, 40, 4)).Length);
    }

    [Fact]
    public void A_blank_tail_is_erased()
    {
        Frame frame = new(60, 1);
        frame.Text(0, 0, new string('x', 60));
        FrameDiff diff = DiffOf(Everything with { Repeats = false });
        _ = diff.Next(frame.Cells, 60, 1);
        frame.Text(10, 0, new string(' ', 50));
        Assert.Equal("\e[11G\e[K", TextOf(diff.Next(frame.Cells, 60, 1)));
    }

    [Fact]
    public void Equal_cells_are_repeated()
    {
        Frame frame = new(60, 1);
        FrameDiff diff = DiffOf(Everything);
        _ = diff.Next(frame.Cells, 60, 1);
        frame.Text(5, 0, new string('=', 40));
        Assert.Equal("\e[;6H=\e[39b", TextOf(diff.Next(frame.Cells, 60, 1)));
    }

    [Fact]
    public void Long_frames_are_synchronized_and_short_ones_are_not()
    {
        Frame frame = new(80, 24);
        FrameDiff diff = DiffOf(Everything);
        for (int y = 0; y < 24; y++) frame.Text(0, y, $"row {y} of text that has to be painted");
        string whole = TextOf(diff.Next(frame.Cells, 80, 24));
        Assert.StartsWith("\e[?2026h", whole, StringComparison.Ordinal);
        Assert.EndsWith("\e[?2026l", whole, StringComparison.Ordinal);
        frame.Text(0, 0, "R");
        Assert.DoesNotContain("2026", TextOf(diff.Next(frame.Cells, 80, 24)), StringComparison.Ordinal);

        FrameDiff never = DiffOf(Everything with { Synchronizes = false });
        Assert.DoesNotContain("2026", TextOf(never.Next(frame.Cells, 80, 24)), StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_in_cells_never_reach_the_terminal()
    {
        Frame frame = new(8, 1);
        uint[] hostile = [0x1B, 0x07, 0x7F, 0x9B, 0xD800, 0x110000, 0x0A, 1];
        for (int x = 0; x < hostile.Length; x++) frame.Row(0)[x] = new Cell(hostile[x], Style.Text);
        foreach (GlyphSet glyphs in Enum.GetValues<GlyphSet>())
        {
            FrameDiff diff = DiffOf(Everything with { Glyphs = glyphs, Repeats = false });
            Assert.Equal("\e[m\e[2J\e[H????????", TextOf(diff.Next(frame.Cells, 8, 1)));
        }
    }

    [Fact]
    public void A_right_half_without_a_left_one_shows_as_a_space()
    {
        Frame frame = new(3, 1);
        frame.Row(0)[0] = new Cell(Cell.Continuation, Style.Text);
        frame.Row(0)[1] = new Cell('a', Style.Text);
        frame.Row(0)[2] = new Cell(Cell.Continuation, Style.Text);
        ScreenModel model = new(3, 1);
        model.Write(DiffOf(Everything).Next(frame.Cells, 3, 1));
        Assert.Equal([' ', 'a', ' '], [model[0, 0].Glyph, model[1, 0].Glyph, model[2, 0].Glyph]);
    }

    [Fact]
    public void The_steady_state_allocates_nothing()
    {
        const int Width = 120, Height = 40, Frames = 64;
        Frame[] frames = new Frame[Frames];
        frames[0] = new Frame(Width, Height);
        Random random = new(7);
        for (int i = 1; i < Frames; i++)
        {
            frames[i] = frames[i - 1].Copy();
            for (int changes = 0; changes < 20; changes++) frames[i].Change(random);
        }

        FrameDiff diff = DiffOf(Everything);
        long written = 0;
        for (int i = 0; i < Frames; i++) written += diff.Next(frames[i].Cells, Width, Height).Length;
        diff.Invalidate();
        foreach (Frame frame in frames) written += diff.Next(frame.Cells, Width, Height).Length;

        long allocated = Allocation.Of(() =>
        {
            foreach (Frame frame in frames) written += diff.Next(frame.Cells, Width, Height).Length;
            diff.Invalidate();
            foreach (Frame frame in frames) written += diff.Next(frame.Cells, Width, Height).Length;
        });
        Assert.Equal(0, allocated);
        Assert.True(written > 0);
    }

    [Fact]
    public void A_cell_is_8_bytes_so_that_rows_compare_as_memory() => Assert.Equal(8, Unsafe.SizeOf<Cell>());

    private static FrameDiff DiffOf(TerminalSupport support) => new(new Theme(support.Colors, support.Glyphs), support);

    private static string TextOf(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    private static void Play(TerminalSupport support, Random random)
    {
        Theme theme = new(support.Colors, support.Glyphs);
        FrameDiff diff = new(theme, support);
        Frame frame = new(random.Next(1, 60), random.Next(1, 6));
        ScreenModel model = new(frame.Width, frame.Height);
        for (int step = 0; step < 12; step++)
        {
            frame.Change(random);
            if (random.Next(8) == 0)
            {
                frame = new Frame((frame.Width % 59) + 1, random.Next(1, 6));
                frame.Change(random);
                model = new ScreenModel(frame.Width, frame.Height);
            }

            if (random.Next(8) == 0)
            {
                // What another program did to the screen.
                diff.Invalidate();
                model = new ScreenModel(frame.Width, frame.Height);
            }

            model.Write(diff.Next(frame.Cells, frame.Width, frame.Height));
            Assert.False(model.IsSynchronizing);
            AssertShows(model, frame, theme);
            Assert.True(diff.Next(frame.Cells, frame.Width, frame.Height).IsEmpty);
        }
    }

    private static void AssertShows(ScreenModel model, Frame frame, Theme theme)
    {
        for (int y = 0; y < frame.Height; y++)
        {
            for (int x = 0; x < frame.Width; x++)
            {
                Pen pen = theme.Resolve(frame.Row(y)[x], out uint glyph);
                ScreenModel.Look look = new(
                    Number(pen.Foreground), Number(pen.Background), (pen.Attributes & PenAttributes.Bold) != 0,
                    (pen.Attributes & PenAttributes.Faint) != 0, (pen.Attributes & PenAttributes.Reverse) != 0);
                ScreenModel.Shown shown = model[x, y];
                bool blank = glyph == ' ' && shown.Glyph == ' ' && !look.Reverse && !shown.Look.Reverse;
                bool same = blank ? look.Background == shown.Look.Background : shown == new ScreenModel.Shown(glyph, look);
                Assert.True(same, $"cell {x},{y}: {shown} instead of {glyph:x} {look}");
            }
        }
    }

    private static int Number(Color color) =>
        color.IsDefault ? -1 : color.IsIndexed ? (int)color.Index : 0x1000000 | (int)((color.Red << 16) | (color.Green << 8) | color.Blue);
}
