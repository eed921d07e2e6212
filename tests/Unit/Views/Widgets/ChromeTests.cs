using Probetop.Views.Cells;
using Probetop.Views.Widgets;
using Xunit;

namespace Probetop.Tests.Unit;

public class ChromeTests
{
    private static readonly Tab[] Tabs = [new('1', "Overview"), new('2', "CPU"), new('3', "Memory")];

    private static readonly KeyHint[] Hints =
        [new("?", "help", 9), new("Space", "pause", 8), new("/", "search", 2), new("Enter", "drill", 5)];

    [Fact]
    public void A_panel_has_a_border_a_title_and_something_at_the_right()
    {
        CellBuffer buffer = Screens.Prefilled(34, 6);
        Rect inside = Panel.Draw(buffer, new Rect(1, 1, 32, 4), "Run-queue latency", "60 s", focused: false);
        Screens.Same(
            """
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            x┌ Run-queue latency ───── 60 s ┐x
            x│                              │x
            x│                              │x
            x└──────────────────────────────┘x
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            """,
            Screens.Text(buffer));
        Screens.Same(
            """
            ..................................
            .btttttttttttttttttttbbbbb......b.
            .b..............................b.
            .b..............................b.
            .bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.
            ..................................
            """,
            Screens.Styles(buffer));
        Assert.Equal(new Rect(2, 2, 30, 2), inside);
    }

    [Fact]
    public void A_focused_panel_stands_out_by_style_and_weight()
    {
        CellBuffer buffer = Screens.Prefilled(12, 4);
        _ = Panel.Draw(buffer, buffer.Bounds, "CPU", "", focused: true);
        Assert.StartsWith("ffffffffffff\n", Screens.Styles(buffer), StringComparison.Ordinal);
        Assert.StartsWith(".bbbbb......\n", Screens.Flags(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void A_low_panel_has_a_title_line_only()
    {
        CellBuffer buffer = Screens.Prefilled(24, 3);
        Rect inside = Panel.Draw(buffer, buffer.Bounds, "Run-queue latency", "", focused: false);
        Screens.Same(" Run-queue latency ─────\n\n", Screens.Text(buffer));
        Assert.Equal(new Rect(0, 1, 24, 2), inside);
    }

    [Fact]
    public void A_narrow_panel_drops_what_is_at_the_right_and_then_cuts_the_title()
    {
        CellBuffer buffer = Screens.Prefilled(22, 8);
        _ = Panel.Draw(buffer, new Rect(0, 0, 22, 4), "Run-queue latency", "60 s", focused: false);
        _ = Panel.Draw(buffer, new Rect(0, 4, 12, 4), "Run-queue latency", "60 s", focused: false);
        Screens.Same(
            """
            ┌ Run-queue latency ─┐
            │                    │
            │                    │
            └────────────────────┘
            ┌ Run-que… ┐xxxxxxxxxx
            │          │xxxxxxxxxx
            │          │xxxxxxxxxx
            └──────────┘xxxxxxxxxx
            """,
            Screens.Text(buffer));
    }

    [Fact]
    public void Tabs_show_key_and_name_and_mark_the_selected_one()
    {
        CellBuffer buffer = Screens.Prefilled(32, 1);
        TabBar.Draw(buffer, buffer.Bounds, Tabs, 1);
        Screens.Same(" 1 Overview 2 CPU 3 Memory", Screens.Text(buffer));
        Screens.Same("ckcccccccccCKCCCCckccccccccccccc", Screens.Styles(buffer));
    }

    [Fact]
    public void Narrow_tabs_keep_the_name_of_the_selected_one_and_scroll_to_it()
    {
        CellBuffer buffer = Screens.Prefilled(14, 2);
        TabBar.Draw(buffer, new Rect(0, 0, 14, 1), Tabs, 0);
        TabBar.Draw(buffer, new Rect(0, 1, 10, 1), Tabs, 2);
        Screens.Same(" 1 Overview 2\n 3 Memory xxxx", Screens.Text(buffer));
    }

    [Fact]
    public void The_header_keeps_its_ends_and_drops_pieces_by_weight()
    {
        var header = new PieceLine();
        header.Left(9);
        header.Text("probetop", Style.Title);
        header.Left(3);
        header.Text("web-7", Style.Chrome);
        header.Left(1);
        header.Text("6.18.44", Style.Chrome);
        header.Right(8);
        header.Text("●", Style.Live);
        header.Text(" live", Style.Chrome);
        header.Right(7);
        header.Text("lost 0", Style.Chrome);

        CellBuffer buffer = Screens.Prefilled(46, 5);
        int[] widths = [46, 38, 30, 16, 5];
        for (int row = 0; row < widths.Length; row++) header.Draw(buffer, new Rect(0, row, widths[row], 1), Style.Chrome);
        Screens.Same(
            """
            probetop  web-7  6.18.44        ● live  lost 0
            probetop  web-7         ● live  lost 0xxxxxxxx
            probetop        ● live  lost 0xxxxxxxxxxxxxxxx
            probetop  ● livexxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            probexxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            """,
            Screens.Text(buffer));
        Assert.StartsWith("ttttttttcccccccccccccccccccccccclccccccccccccc\n", Screens.Styles(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void Pieces_are_forgotten_when_cleared_and_may_be_many()
    {
        var line = new PieceLine();
        for (int i = 0; i < 100; i++)
        {
            line.Left(i);
            line.Text("xyzxyzxyz", Style.Text);
        }

        CellBuffer buffer = Screens.Prefilled(24, 1);
        line.Draw(buffer, buffer.Bounds, Style.Text);
        Screens.Same("xyzxyzxyz  xyzxyzxyz", Screens.Text(buffer));
        line.Clear();
        line.Draw(buffer, buffer.Bounds, Style.Text);
        Screens.Same("", Screens.Text(buffer));
    }

    [Fact]
    public void The_footer_drops_keys_by_weight_and_keeps_the_filter()
    {
        CellBuffer buffer = Screens.Prefilled(62, 3);
        var footer = new StatusLine();
        int[] widths = [62, 52, 30];
        for (int row = 0; row < widths.Length; row++)
            footer.Draw(buffer, new Rect(0, row, widths[row], 1), Hints, "filter: pid=7", "", MessageKind.Info);
        Screens.Same(
            """
            ? help  Space pause  / search  Enter drill       filter: pid=7
            ? help  Space pause  Enter drill       filter: pid=7xxxxxxxxxx
            ? help           filter: pid=7xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            """,
            Screens.Text(buffer));
        Assert.StartsWith("kccccccckkkkkccccccc", Screens.Styles(buffer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MessageKind.Info, 'a')]
    [InlineData(MessageKind.Warning, 'w')]
    [InlineData(MessageKind.Error, 'e')]
    public void A_message_takes_the_place_of_the_keys(MessageKind kind, char style)
    {
        CellBuffer buffer = Screens.Prefilled(24, 1);
        new StatusLine().Draw(buffer, buffer.Bounds, Hints, "", "cannot write\u001b", kind);
        Screens.Same("cannot write␛", Screens.Text(buffer));
        Assert.Equal(new string(style, 13) + new string('c', 11), Screens.Styles(buffer));
    }

    [Fact]
    public void Help_lists_keys_and_headings_in_a_box_in_the_middle()
    {
        CellBuffer buffer = Screens.Prefilled(40, 8);
        int scroll = 0;
        HelpEntry[] entries =
            [new("", "Everywhere"), new("? h F1", "help"), new("q", "quit"), new("", "Here"), new("Enter", "drill into the row")];
        HelpOverlay.Draw(buffer, buffer.Bounds, "Help", entries, ref scroll);
        Screens.Same(
            """
            xxxxx┌ Help ──────────────────────┐xxxxx
            xxxxx│ Everywhere                 │xxxxx
            xxxxx│ ? h F1  help               │xxxxx
            xxxxx│ q       quit               │xxxxx
            xxxxx│ Here                       │xxxxx
            xxxxx│ Enter   drill into the row │xxxxx
            xxxxx└────────────────────────────┘xxxxx
            xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
            """,
            Screens.Text(buffer));
        Assert.Contains(".....f.tttttttttt.................f", Screens.Styles(buffer), StringComparison.Ordinal);
        Assert.Contains(".....f.kkkkkk.....................f", Screens.Styles(buffer), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_help_scrolls_and_says_where_it_is()
    {
        CellBuffer buffer = Screens.Prefilled(24, 5);
        HelpEntry[] entries = [.. Enumerable.Range(0, 9).Select(i => new HelpEntry($"{i}", $"key {i}, a long one"))];
        int scroll = 99;
        HelpOverlay.Draw(buffer, buffer.Bounds, "Help", entries, ref scroll);
        Assert.Equal(6, scroll);
        Screens.Same(
            """
            ┌ Help ─────────── 9/9 ┐
            │ 6  key 6, a long one │
            │ 7  key 7, a long one │
            │ 8  key 8, a long one │
            └──────────────────────┘
            """,
            Screens.Text(buffer));
    }

    [Fact]
    public void What_cannot_run_says_why_what_it_needs_and_what_is_shown_instead()
    {
        CellBuffer buffer = Screens.Prefilled(30, 12);
        UnavailableNote.Draw(
            buffer, buffer.Bounds, "The kernel has no type information.", "CONFIG_DEBUG_INFO_BTF=y", "run-queue length, sampled");
        Screens.Same(
            """
            Not available here
            The kernel has no type
            information.

            Needs
            CONFIG_DEBUG_INFO_BTF=y

            Shown instead
            run-queue length, sampled



            """,
            Screens.Text(buffer));
        Assert.Equal(["tttttttttttttttttt............", "wwwwwwwwwwwwwwwwwwwwww........"], Screens.Styles(buffer).Split('\n')[..2]);
    }

    [Fact]
    public void In_one_line_it_says_why()
    {
        CellBuffer buffer = Screens.Prefilled(30, 1);
        UnavailableNote.Draw(buffer, buffer.Bounds, "not permitted", "CAP_BPF", "");
        Screens.Same("not permitted", Screens.Text(buffer));
    }

    [Theory]
    [InlineData("aa bb cc", 5, "aa bb|cc")]
    [InlineData("aa bb cc", 4, "aa|bb|cc")]
    [InlineData("  aa   bb  ", 3, "aa|bb")]
    [InlineData("abcdefgh", 3, "abc|def|gh")]
    [InlineData("a 漢字漢", 3, "a|漢|字|漢")]
    [InlineData("漢字", 1, "漢|字")]
    [InlineData("", 5, "")]
    public void Text_wraps_at_spaces_and_breaks_longer_words(string text, int width, string lines)
    {
        ReadOnlySpan<char> rest = text;
        var wrapped = new List<string>();
        do wrapped.Add(TextWrap.NextLine(ref rest, width).ToString());
        while (!rest.IsEmpty);
        Assert.Equal(lines, string.Join('|', wrapped));
    }
}
