using Probetop.Probes.Processes;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Dashboard;
using Probetop.Views.Input;
using Xunit;

namespace Probetop.Tests.Unit;

public class DashboardKeyTests
{
    private readonly DashboardDriver _driver = new(SyntheticHistory.Of(90));

    [Theory]
    [InlineData("q")]
    [InlineData("F10")]
    [InlineData("Ctrl-c")]
    public void Quits(string key) => Assert.IsType<DashboardEffect.Quit>(_driver.Press(key));

    [Fact]
    public void Escape_changes_nothing_where_there_is_nothing_to_leave()
    {
        string before = _driver.Text;
        Assert.Same(DashboardEffect.None, _driver.Press("Esc", "Backspace", "Esc"));
        Assert.Equal(before, _driver.Text);
    }

    [Fact]
    public void Redraw_and_suspend_are_asked_of_the_terminal()
    {
        Assert.IsType<DashboardEffect.Redraw>(_driver.Press("Ctrl-l"));
        Assert.IsType<DashboardEffect.Suspend>(_driver.Press("Ctrl-z"));
    }

    [Fact]
    public void An_unbound_key_does_nothing()
    {
        string before = _driver.Text;
        Assert.Same(DashboardEffect.None, _driver.Press(Key.Char('ü')));
        Assert.Same(DashboardEffect.None, _driver.Press(Key.Paste("q")));
        Assert.Same(DashboardEffect.None, _driver.Press("3"));
        Assert.Equal(before, _driver.Text);
    }

    [Fact]
    public void Digits_open_panes_and_enter_opens_the_tile()
    {
        _driver.Press("1");
        Assert.Equal("overview", _driver.Dashboard.PaneName);
        Assert.Equal("2 CPU", _driver.Focused);
        Assert.Contains("Enter open", _driver.Footer, StringComparison.Ordinal);
        _driver.Press("Enter");
        Assert.Equal("cpu", _driver.Dashboard.PaneName);
        _driver.Press("1", "2");
        Assert.Equal("cpu", _driver.Dashboard.PaneName);
    }

    [Fact]
    public void Tab_walks_through_every_part_and_shows_it()
    {
        string[] titles =
        [
            "Who waited", "New processes", "Ended processes", "By CPU", "On-CPU slices", "Run-queue length", "Soft interrupts",
            "Hard interrupts", "System calls", "Run-queue latency",
        ];
        foreach (string title in titles)
        {
            _driver.Press("Tab");
            Assert.Equal(title, _driver.Focused);
        }

        foreach (string title in titles.Reverse().Skip(1))
        {
            _driver.Press("Shift-Tab");
            Assert.Equal(title, _driver.Focused);
        }
    }

    [Fact]
    public void A_part_that_lost_the_focus_keeps_its_place_until_another_one_takes_it()
    {
        _driver.FocusOn("Ended processes");
        _driver.Press("Tab");
        Assert.Equal("By CPU", _driver.Focused);
        Assert.Contains("┌ Ended processes", _driver.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("┌ New processes", _driver.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("┌ Who waited", _driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Zoom_shows_the_focused_part_alone()
    {
        _driver.Press("Tab", "z");
        Assert.DoesNotContain("Run-queue latency", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("Who waited", _driver.Text, StringComparison.Ordinal);
        _driver.Press("Tab");
        Assert.Equal("New processes", _driver.Focused);
        Assert.DoesNotContain("Who waited", _driver.Text, StringComparison.Ordinal);
        _driver.Press("Esc");
        Assert.Contains("Run-queue latency", _driver.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?")]
    [InlineData("h")]
    [InlineData("F1")]
    public void Help_lists_the_keys_and_scrolls(string key)
    {
        _driver.Press(key);
        Assert.Contains("Ctrl-u Ctrl-d  move by half a page", _driver.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("drill into", _driver.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("stop the tool", _driver.Text, StringComparison.Ordinal);
        _driver.Press(key);
        Assert.DoesNotContain("move by half a page", _driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_on_a_small_screen_scrolls_to_its_end_and_back()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(9), 80, 12);
        driver.Press("?");
        string top = driver.Text;
        driver.Press("Down", "PgDn", "Ctrl-d", "G");
        Assert.Contains("wheel", driver.Text, StringComparison.Ordinal);
        driver.Press("Up", "PgUp", "Ctrl-u", "g");
        Assert.Equal(top, driver.Text);
    }

    [Fact]
    public void A_key_that_is_not_of_the_help_closes_it_and_works()
    {
        _driver.Press("?", "z");
        Assert.DoesNotContain("Everywhere", _driver.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Who waited", _driver.Text, StringComparison.Ordinal);
        Assert.IsType<DashboardEffect.Quit>(_driver.Press("?", "q"));
    }

    [Fact]
    public void Help_names_the_keys_of_the_place()
    {
        _driver.Press("Tab", "?");
        Assert.Contains("drill into", _driver.Text, StringComparison.Ordinal);
        _driver.Press("Esc");
        _driver.FocusOn("System calls");
        _driver.Press("?");
        Assert.Contains("start the tool", _driver.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("drill into", _driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_tells_hooks_price_and_blind_spots()
    {
        _driver.Press("e");
        Assert.Contains("wakeup by tp_btf, wakeup_new by tp_btf, switch by tp_btf", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("(tp_btf sched_switch): 129 ns each, 22,087 a second, 0.28% of", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("A thread that was already waiting", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("recursion 0", _driver.Text, StringComparison.Ordinal);
        _driver.Press("Esc");
        Assert.DoesNotContain("129 ns each", _driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_says_what_is_not_known_and_why_a_tool_is_not_there()
    {
        _driver.History.SetStatus("execsnoop", new ToolStatus(ToolState.Unavailable, "the tracepoint is missing", "a newer kernel", []));
        _driver.History.Losses = new(0, 0, null, 0, 0);
        _driver.Run(1);
        _driver.FocusOn("New processes");
        _driver.Press("e");
        Assert.Contains("unavailable: the tracepoint is missing", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("a newer kernel", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("recursion unknown", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("(tp_btf sched_process_exec): no event when", _driver.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Down", 0)]
    [InlineData("Down j", 1)]
    [InlineData("Down Down Up", 0)]
    [InlineData("Down Down Down k", 1)]
    [InlineData("G", 21)]
    [InlineData("G g", 0)]
    [InlineData("g PgDn", 16)]
    [InlineData("G PgUp", 5)]
    [InlineData("g Ctrl-d", 8)]
    [InlineData("G Ctrl-u", 13)]
    [InlineData("G Down", 21)]
    [InlineData("g Up", 0)]
    public void Moves_in_a_table(string keys, int row)
    {
        // Sixteen of the twenty-two rows are on the screen.
        _driver.Press("Tab");
        var rows = new List<string>();
        for (int i = 0; i < 22; i++)
        {
            _driver.Press("Down");
            rows.Add(Copied());
        }

        Assert.Equal(22, rows.Distinct().Count());
        Assert.StartsWith("3120\tjava\t", rows[0], StringComparison.Ordinal);
        var fresh = new DashboardDriver(SyntheticHistory.Of(90));
        fresh.Press("Tab");
        fresh.Press(keys.Split(' '));
        Assert.Equal(rows[row], Copied(fresh));
    }

    [Fact]
    public void Moves_in_a_log_and_follows_it_again()
    {
        _driver.FocusOn("New processes");
        _driver.Press("Up");
        Assert.Contains("\t4769\t", Copied(), StringComparison.Ordinal);
        _driver.Press("Up", "Up");
        Assert.Contains("\t4767\t", Copied(), StringComparison.Ordinal);
        _driver.Run(5);
        Assert.Contains("\t4767\t", Copied(), StringComparison.Ordinal);
        _driver.Press("g");
        Assert.Contains("\t4503\t", Copied(), StringComparison.Ordinal);
        _driver.Press("Esc");
        Assert.Contains(" 4783 ", _driver.Text, StringComparison.Ordinal);
        Assert.Same(DashboardEffect.None, _driver.Press("y"));
        Assert.Contains("nothing is selected", _driver.Footer, StringComparison.Ordinal);
        _driver.Press("Up", "G", "PgUp");
        Assert.Contains(" 4783 ", _driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copied_row_is_inert()
    {
        var history = new SyntheticHistory { Comm = "\x1b]52;c;\a\tx\n" };
        history.Run(9);
        var driver = new DashboardDriver(history);
        driver.Press("Tab", "Down");
        Assert.DoesNotContain(Copied(driver), character => char.IsControl(character) && character != '\t');
        Assert.Contains("\t␛]52;c;␇␉x␊\t", Copied(driver), StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_scroll_when_they_do_not_all_fit()
    {
        _driver.Press("Tab");
        Assert.DoesNotContain("SWITCH", _driver.Text, StringComparison.Ordinal);
        _driver.Press("Right", "Right", "Right", "Right");
        Assert.Contains("SWITCH", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("   PID ", _driver.Text, StringComparison.Ordinal);
        _driver.Press("Left", "Left", "Left", "Left");
        Assert.DoesNotContain("SWITCH", _driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Arrows_on_a_heatmap_move_a_cell_cursor_that_reads_its_cell()
    {
        Assert.DoesNotContain(" ago ", _driver.Text, StringComparison.Ordinal);
        _driver.Press("Left");
        Assert.Contains("◆", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("0s ago  ", _driver.Text, StringComparison.Ordinal);
        _driver.Press("Left", "Left", "Down", "Down");
        Assert.Contains("2s ago  ", _driver.Text, StringComparison.Ordinal);
        Assert.Matches(@"2s ago  [0-9.]+–[0-9.]+ µs  [0-9,]+", _driver.Text);
        _driver.Press("Right", "Up");
        Assert.Contains("1s ago  ", _driver.Text, StringComparison.Ordinal);
        _driver.Press("Esc");
        Assert.DoesNotContain("◆", _driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Enter_drills_into_the_process_of_the_row_and_escape_comes_back()
    {
        _driver.Press("Tab");
        Assert.Contains("Enter drill", _driver.Footer, StringComparison.Ordinal);
        Assert.Same(DashboardEffect.None, _driver.Press("Enter"));
        var select = Assert.IsType<DashboardEffect.Select>(_driver.Press("Enter"));
        Assert.Equal(new ProcessIdentity(3120, 273_600_000_000_000 - 3_120_000_000), select.Selection!.Process);
        Assert.EndsWith("filter: pid=3120 java", _driver.Footer, StringComparison.Ordinal);
        Assert.Contains("last second ─ pid=3120 java: no reading yet", _driver.Text, StringComparison.Ordinal);

        _driver.History.SelectedPid = 3120;
        _driver.Run(1);
        Assert.Contains("last second ─ pid=3120 java ─", _driver.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("no reading yet", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("Esc back", _driver.Footer, StringComparison.Ordinal);

        Assert.Null(Assert.IsType<DashboardEffect.Select>(_driver.Press("Backspace")).Selection);
        Assert.DoesNotContain("filter:", _driver.Footer, StringComparison.Ordinal);
        Assert.Same(DashboardEffect.None, _driver.Press("Esc"));
    }

    [Fact]
    public void Enter_drills_from_a_started_process_and_not_from_an_ended_one()
    {
        _driver.FocusOn("New processes");
        _driver.Press("Enter");
        var select = Assert.IsType<DashboardEffect.Select>(_driver.Press("Enter"));
        Assert.Equal(4769u, select.Selection!.Process!.Value.Tgid);
        _driver.FocusOn("Ended processes");
        Assert.Same(DashboardEffect.None, _driver.Press("Up", "Enter"));
        Assert.DoesNotContain("Enter drill", _driver.Footer, StringComparison.Ordinal);
    }

    [Fact]
    public void The_sum_of_the_other_processes_is_no_process()
    {
        var history = new SyntheticHistory { Processes = 300 };
        history.Run(9);
        var driver = new DashboardDriver(history);
        driver.Press("Tab", "G");
        Assert.StartsWith("0\tother\t", Copied(driver), StringComparison.Ordinal);
        Assert.Same(DashboardEffect.None, driver.Press("Enter"));
    }

    [Fact]
    public void Sorts_by_every_column_and_inverts()
    {
        _driver.Press("Tab");
        Assert.Contains("sorted by P99 ▼", _driver.Text, StringComparison.Ordinal);
        _driver.Press("<");
        Assert.Contains("sorted by P50 ▼", _driver.Text, StringComparison.Ordinal);
        _driver.Press("<", "<");
        Assert.Contains("sorted by CPU% ▼", _driver.Text, StringComparison.Ordinal);
        _driver.Press("g");
        Assert.StartsWith("2217\tpostgres\t", Copied(), StringComparison.Ordinal);
        _driver.Press("<");
        Assert.Contains("sorted by COMM ▲", _driver.Text, StringComparison.Ordinal);
        _driver.Press(">", "I");
        Assert.Contains("sorted by CPU% ▲", _driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Sorting_means_the_first_table_when_the_focus_is_elsewhere()
    {
        _driver.Press("I");
        Assert.Contains("sorted by P99 ▲", _driver.Text, StringComparison.Ordinal);
        Assert.Equal("Run-queue latency", _driver.Focused);
        _driver.Press("z", "<");
        Assert.Contains("nothing here can be sorted", _driver.Footer, StringComparison.Ordinal);
    }

    [Fact]
    public void Search_goes_from_match_to_match()
    {
        _driver.Press("/");
        Assert.Equal("Who waited", _driver.Focused);
        _driver.Type("ngix");
        _driver.Press("Backspace");
        Assert.StartsWith("/ngi", _driver.Footer, StringComparison.Ordinal);
        _driver.Press("Ctrl-u");
        _driver.Press(Key.Paste("NGINX"));
        _driver.Press("Enter");
        string first = Copied();
        Assert.Contains("\tnginx\t", first, StringComparison.Ordinal);
        _driver.Press("n");
        string second = Copied();
        Assert.Contains("\tnginx\t", second, StringComparison.Ordinal);
        Assert.NotEqual(first, second);
        _driver.Press("N");
        Assert.Equal(first, Copied());
        _driver.Press("n", "n");
        Assert.Equal(first, Copied());
    }

    [Fact]
    public void A_cancelled_search_keeps_the_last_one_and_escape_then_ends_it()
    {
        _driver.Press("/");
        _driver.Type("nginx");
        _driver.Press("Enter", "/");
        _driver.Type("java");
        _driver.Press("Esc", "n");
        Assert.Contains("\tnginx\t", Copied(), StringComparison.Ordinal);
        _driver.Press("Esc", "n");
        Assert.Contains("nothing was searched for yet", _driver.Footer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_search_without_a_match_says_so()
    {
        _driver.Press("/");
        _driver.Type("no\u001bsuch");
        _driver.Press("Enter");
        Assert.Contains("no row has no", _driver.Footer, StringComparison.Ordinal);
        _driver.FocusOn("Run-queue latency");
        _driver.Press("z", "/");
        Assert.Contains("nothing here can be searched", _driver.Footer, StringComparison.Ordinal);
    }

    [Fact]
    public void The_search_line_takes_every_key_but_the_ways_out()
    {
        _driver.Press("/");
        _driver.Type("qqqq");
        _driver.Press("Space", "t");
        Assert.StartsWith("/qqqq t", _driver.Footer, StringComparison.Ordinal);
        _driver.Type(new string('w', 200));
        Assert.EndsWith("w", _driver.Footer.TrimEnd(), StringComparison.Ordinal);
        Assert.IsType<DashboardEffect.Suspend>(_driver.Press("Ctrl-z"));
        Assert.IsType<DashboardEffect.Quit>(_driver.Press("Ctrl-c"));
    }

    [Fact]
    public void A_search_in_a_log_selects_events()
    {
        _driver.FocusOn("New processes");
        _driver.Press("/");
        _driver.Type("anacron");
        _driver.Press("Enter");
        Assert.Contains("anacron", Copied(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_on_demand_tool_shows_its_price_starts_and_stops()
    {
        _driver.FocusOn("System calls");
        Assert.Contains("two programs on every system call", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("Enter start", _driver.Footer, StringComparison.Ordinal);
        Assert.Same(DashboardEffect.None, _driver.Press("x"));
        Assert.Equal("syscount", Assert.IsType<DashboardEffect.StartTool>(_driver.Press("Enter")).Tool.Name);

        _driver.History.SetStatus("syscount", ToolStatus.Loading);
        _driver.Draw();
        Assert.Contains("Loading", _driver.Text, StringComparison.Ordinal);
        Assert.Same(DashboardEffect.None, _driver.Press("Enter"));

        _driver.History.Start("syscount");
        _driver.Draw();
        Assert.Contains("No reading in this interval", _driver.Text, StringComparison.Ordinal);
        _driver.Run(1);
        Assert.Contains("epoll_wait", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("x stop", _driver.Footer, StringComparison.Ordinal);
        Assert.Equal("syscount", Assert.IsType<DashboardEffect.StopTool>(_driver.Press("x")).Tool.Name);
        _driver.History.SetStatus("syscount", ToolStatus.Off);
        _driver.Draw();
        Assert.Contains("two programs on every system call", _driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Snapshots_are_of_the_interval_shown()
    {
        _driver.Press("t", "t");
        var pane = Assert.IsType<DashboardEffect.SnapshotPane>(_driver.Press("s"));
        Assert.Equal(("cpu", 87L), (pane.Pane, pane.Shown.Index));
        Assert.Equal(87, Assert.IsType<DashboardEffect.SnapshotAll>(_driver.Press("S")).Shown.Index);

        var empty = new DashboardDriver(new SyntheticHistory());
        Assert.Same(DashboardEffect.None, empty.Press("s"));
        Assert.Contains("nothing to write yet", empty.Footer, StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_change_the_threshold_of_a_part_that_has_one_and_the_part_shows_it()
    {
        var history = new SyntheticHistory();
        history.Start("fsslower");
        history.Run(9);
        var driver = new DashboardDriver(history, 200, 60, "fs");
        Assert.Contains("fsslower ─ over 10ms", driver.Text, StringComparison.Ordinal);
        Assert.Same(DashboardEffect.None, driver.Press("]"));
        driver.Press("Shift-Tab");
        Assert.Equal(20_000_000UL, Threshold("]"));
        Assert.Contains("fsslower ─ over 20ms", driver.Text, StringComparison.Ordinal);
        Assert.Equal([10_000_000UL, 5_000_000UL, 2_000_000UL, 1_000_000UL], Enumerable.Range(0, 4).Select(_ => Threshold("[")));
        for (int i = 0; i < 9; i++) Threshold("[");
        Assert.Same(DashboardEffect.None, driver.Press("["));
        Assert.Contains("this is the lowest threshold", driver.Text, StringComparison.Ordinal);
        for (int i = 0; i < 23; i++) Threshold("]");
        Assert.Same(DashboardEffect.None, driver.Press("]"));
        Assert.Contains("over 50s", driver.Text, StringComparison.Ordinal);

        ulong Threshold(string key) => Assert.IsType<DashboardEffect.SetThreshold>(driver.Press(key)).SlowerThanNs;
    }

    [Fact]
    public void A_message_of_the_outside_shows_until_the_next_one_of_ours()
    {
        FrameContext context = _driver.History.Context with { Message = "written: here", MessageKind = Views.Widgets.MessageKind.Info };
        _driver.Dashboard.Draw(_driver.Buffer, context);
        Assert.StartsWith("written: here", _driver.Footer, StringComparison.Ordinal);
        Assert.Equal(Style.Accent, _driver.Buffer[0, 39].Style);
    }

    private string Copied() => Copied(_driver);

    private static string Copied(DashboardDriver driver) => Assert.IsType<DashboardEffect.Copy>(driver.Press("y")).Text;
}
