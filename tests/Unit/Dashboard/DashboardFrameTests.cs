using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Dashboard;
using Probetop.Views.Input;
using Xunit;
using Xunit.Abstractions;

namespace Probetop.Tests.Unit;

public class DashboardFrameTests(ITestOutputHelper output)
{
    public static TheoryData<int, int> Sizes => new() { { 40, 10 }, { 80, 24 }, { 120, 40 }, { 200, 60 } };

    // Shared by tests that only look at it: it takes longer to make than to draw.
    private static SyntheticHistory Busy { get; } = CreateBusy();

    /// <summary>Keys that bring each part, each overlay and each way of standing still onto the screen.</summary>
    public static TheoryData<string> Places => new()
    {
        "", "1", "Tab", "Tab Tab", "Tab Tab Tab", "Tab Tab Tab Tab", "Tab Tab Tab Tab Tab", "Tab Tab Tab Tab Tab Tab",
        "Tab Tab Tab Tab Tab Tab Tab", "Shift-Tab Shift-Tab", "Shift-Tab", "z", "Tab z", "Tab Tab z", "?", "e", "Left Up", "Tab Down Enter",
        "Space", "t t", "Tab / n g Enter",
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void An_unchanged_context_gives_the_same_cells_and_takes_no_memory(string keys)
    {
        foreach ((int width, int height) in ((int, int)[])[(40, 10), (80, 24), (120, 40), (200, 60)])
        {
            DashboardDriver driver = Prepared(Busy, width, height, keys);
            FrameContext context = driver.History.Context with { BytesWrittenPerSecond = 123_456 };
            string before = driver.Text + Screens.Styles(driver.Buffer) + Screens.Flags(driver.Buffer);
            Assert.Equal(0, Allocation.Of(() => driver.Dashboard.Draw(driver.Buffer, context)));
            Assert.Equal(before, driver.Text + Screens.Styles(driver.Buffer) + Screens.Flags(driver.Buffer));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_new_interval_takes_memory_only_for_the_tables_made_of_it(int width, int height)
    {
        foreach (string keys in (string[])["", "1", "Tab", "Tab Tab", "Shift-Tab", "Shift-Tab Shift-Tab Shift-Tab", "z"])
        {
            DashboardDriver driver = Prepared(CreateBusy(), width, height, keys);
            driver.Run(5);
            long bytes = 0, most = 0;
            for (int i = 0; i < 50; i++)
            {
                driver.History.Run(1);
                FrameContext context = driver.History.Context;
                long before = GC.GetAllocatedBytesForCurrentThread();
                driver.Dashboard.Draw(driver.Buffer, context);
                long taken = GC.GetAllocatedBytesForCurrentThread() - before;
                bytes += taken;
                most = Math.Max(most, taken);
            }

            output.WriteLine($"{width}x{height} after [{keys}]: {bytes / 50} bytes an interval, at most {most}");

            // A table of nine system calls and ten columns, and one of six interrupts; logs double their room now and then.
            Assert.InRange(bytes / 50, 0, 8192);
        }
    }

    [Fact]
    public void Any_keys_at_any_size_leave_a_whole_screen()
    {
        Key[] keys =
        [
            .. KeyMap.Bindings.SelectMany(binding => binding.Keys).Where(key => key.ToString() is not ("q" or "F10" or "Ctrl-c")),
            Key.Paste("\x1b[31mpaste\n"), Key.Char('漢'), Key.Char('n'),
        ];
        Gen<Key> mouse = Gen.Elements(KeyCode.MousePress, KeyCode.WheelUp, KeyCode.WheelDown, KeyCode.MouseRelease)
            .Zip(Gen.Choose(-1, 250).Zip(Gen.Choose(-1, 90)), (code, place) => Key.Mouse(code, MouseButton.Left, place.Item1, place.Item2));
        Gen<(Key Key, int Width, int Height, int Change)> steps = Gen.Frequency((6, Gen.Elements(keys)), (1, mouse))
            .Zip(Gen.Choose(0, 250).Zip(Gen.Choose(0, 90)), (key, size) => (key, size.Item1, size.Item2))
            .Zip(Gen.Choose(0, 9), (step, change) => (step.key, step.Item2, step.Item3, change));
        Prop.ForAll(steps.ListOf(60).ToArbitrary(), list =>
        {
            var history = new SyntheticHistory { Comm = list.Count % 2 == 0 ? "\x1b[2J漢字" : null };
            var driver = new DashboardDriver(history, 80, 24, intervalNs: 200_000_000);
            foreach ((Key key, int width, int height, int change) in list)
            {
                Change(history, change);
                driver.Buffer.Resize(width, height);
                driver.Press(key);
                Assert.All(Enumerable.Range(0, height), y => AssertWhole(driver.Buffer.Row(y).ToArray()));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(8, 4)]
    [InlineData(1, 500)]
    [InlineData(3000, 3)]
    [InlineData(1200, 400)]
    public void No_size_is_too_small_or_too_large(int width, int height)
    {
        foreach (string keys in (string[])["", "1", "z", "Tab z", "?", "e", "/", "Tab Tab"]) _ = Prepared(Busy, width, height, keys);
    }

    [Fact]
    public void Every_pane_draws_apart_from_the_open_one()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(90));
        string open = driver.Text;
        var buffer = new CellBuffer(100, 30);
        foreach (string pane in Dashboard.PaneNames)
        {
            driver.Dashboard.DrawPane(buffer, pane, driver.History.Context);
            Assert.StartsWith("┌", Screens.Text(buffer), StringComparison.Ordinal);
            Assert.Contains(pane == "fs" ? "File-system latency" : "Run-queue latency", Screens.Text(buffer), StringComparison.Ordinal);
        }

        driver.Draw();
        Assert.Equal(open, driver.Text);
        Assert.Equal("cpu", driver.Dashboard.PaneName);
        Assert.Throws<ArgumentException>(() => driver.Dashboard.DrawPane(buffer, "disk", driver.History.Context));
        Assert.Throws<ArgumentException>(() => new Dashboard("disk", 1_000_000_000));
    }

    [Fact]
    public void A_failure_of_the_session_takes_the_place_of_the_parts()
    {
        var history = new SyntheticHistory { Failure = "BPF maps cannot be created: operation not permitted" };
        foreach (Tool tool in Catalogue.Tools) history.SetStatus(tool.Descriptor.Name, ToolStatus.Off);
        var driver = new DashboardDriver(history, 80, 24);
        Assert.Contains("BPF maps cannot be created: operation not permitted", driver.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Who waited", driver.Text, StringComparison.Ordinal);
        Assert.Contains("0 tools", driver.Header, StringComparison.Ordinal);
    }

    [Fact]
    public void A_restriction_stands_beside_the_selection()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(9));
        driver.Press("Tab", "Down", "Enter");
        driver.Dashboard.Draw(driver.Buffer, driver.History.Context with { Restriction = "cgroup=\x1bweb" });
        Assert.EndsWith("only: cgroup=␛web  filter: pid=3120 java", driver.Footer, StringComparison.Ordinal);
    }

    [Fact]
    public void Losses_are_added_up_dimmed_and_told_from_the_unknown()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(9));
        Assert.Contains("lost 0 ", driver.Header, StringComparison.Ordinal);
        driver.History.Losses = new Losses(0, 0, null, 0, 0);
        driver.Run(1);
        Assert.Contains("lost 0? ", driver.Header, StringComparison.Ordinal);
        Assert.DoesNotContain('f', Screens.Flags(driver.Buffer));
        driver.History.Losses = new Losses(3, 0, 0, 4, 0);
        driver.Run(2);
        Assert.Contains($"lost {2 * 7 * Catalogue.Tools.Count}? ", driver.Header, StringComparison.Ordinal);
        Assert.Contains(" lost 7 ", driver.Text, StringComparison.Ordinal);
        (int x, int y) = driver.Find("java");
        Assert.Equal(Style.Text | Style.Faint, driver.Buffer[x, y].Style);
    }

    [Fact]
    public void A_stop_of_the_program_is_a_gap_in_the_heatmap()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(30));
        Assert.DoesNotContain(Glyphs.Gap, driver.Text);
        driver.History.IsAfterGap = true;
        driver.Run(1);
        driver.History.IsAfterGap = false;
        driver.Run(1);
        Assert.Contains(Glyphs.Gap, driver.Text);
    }

    [Fact]
    public void Columns_of_a_tool_that_does_not_run_are_not_shown()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(9), 200, 60);
        Assert.DoesNotContain("CALLS", driver.Text, StringComparison.Ordinal);
        driver.FocusOn("Who waited");
        driver.Press("z");
        driver.History.Start("syscount");
        driver.Run(1);
        Assert.Contains("IN CALLS", driver.Text, StringComparison.Ordinal);
        driver.Press("<", "I");
        driver.History.SetStatus("runqlat", ToolStatus.Off);
        driver.Run(1);
        Assert.DoesNotContain("WAITED", driver.Text, StringComparison.Ordinal);
        Assert.Contains("IN CALLS", driver.Text, StringComparison.Ordinal);
        Assert.Contains("sorted by CPU% ▼", driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_big_machine_is_drawn_in_time()
    {
        var history = new SyntheticHistory { Cpus = 384 };
        history.Run(300);
        history.Processes = 10_000;
        history.Run(2);
        foreach (string keys in (string[])["", "Tab z", "Tab Tab Tab Tab z", "1"])
        {
            var driver = new DashboardDriver(history, 200, 60);
            driver.Press(keys.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains("384 cpu", driver.Header, StringComparison.Ordinal);
            for (int i = 0; i < 20; i++) driver.Draw();
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 50; i++) driver.Draw();
            output.WriteLine($"200x60 after [{keys}]: {Stopwatch.GetElapsedTime(start).TotalMicroseconds / 50:N0} µs a frame");
        }
    }

    private static SyntheticHistory CreateBusy()
    {
        SyntheticHistory history = SyntheticHistory.Of(60);
        history.Start("syscount");
        history.Run(30);
        return history;
    }

    private static DashboardDriver Prepared(SyntheticHistory history, int width, int height, string keys)
    {
        var driver = new DashboardDriver(history, width, height);
        foreach (string key in keys.Split(' ', StringSplitOptions.RemoveEmptyEntries)) driver.Press(key);
        return driver;
    }

    private static void Change(SyntheticHistory history, int change)
    {
        switch (change)
        {
            case 0 or 1:
                history.Run(1);
                break;
            case 2:
                history.PublishProvisional(400_000_000);
                break;
            case 3:
                history.Start("syscount");
                break;
            case 4:
                history.SetStatus("runqlat", new ToolStatus(ToolState.Unavailable, "broken\x1b", null, []));
                break;
            case 5:
                history.Start("runqlat");
                break;
            case 6:
                history.SelectedPid = history.SelectedPid == 0 ? 3120u : 0;
                break;
            case 7:
                history.Losses = history.Losses == Losses.None ? new Losses(1, null, 2, 3, 4) : Losses.None;
                break;
            default:
                break;
        }
    }

    private static void AssertWhole(Cell[] row)
    {
        for (int x = 0; x < row.Length; x++)
        {
            if (row[x].Glyph == Cell.Continuation) Assert.True(x > 0 && row[x - 1].Style == row[x].Style);
            else Assert.Equal(row[x].Glyph, Printable.GlyphOf(row[x].Glyph, out _));
        }
    }
}
