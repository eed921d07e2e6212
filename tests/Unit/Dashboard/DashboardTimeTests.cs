using Probetop.Views.Dashboard;
using Xunit;

namespace Probetop.Tests.Unit;

public class DashboardTimeTests
{
    private readonly DashboardDriver _driver = new(SyntheticHistory.Of(90));

    [Theory]
    [InlineData("Space")]
    [InlineData("Z")]
    public void A_paused_screen_stands_still_while_collection_goes_on(string key)
    {
        _driver.Press(key);
        Assert.Contains("❚❚ paused 12:01:30", _driver.Header, StringComparison.Ordinal);
        string paused = Screen();
        _driver.History.BytesWrittenPerSecond = 99_999;
        _driver.Run(30);
        Assert.Equal(paused, Screen());
        _driver.Press(key);
        Assert.Contains("● live 1s", _driver.Header, StringComparison.Ordinal);
        Assert.Contains("12:01:59", _driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_paused_screen_can_be_moved_in_sorted_searched_and_drilled()
    {
        _driver.Press("Space", "Tab", "I", "Down");
        Assert.Contains("sorted by P99 ▲", _driver.Text, StringComparison.Ordinal);
        _driver.Run(3);
        Assert.IsType<DashboardEffect.Select>(_driver.Press("Enter"));
        _driver.Press("/");
        _driver.Type("java");
        _driver.Press("Enter");
        Assert.StartsWith("3120", Assert.IsType<DashboardEffect.Copy>(_driver.Press("y")).Text, StringComparison.Ordinal);
        Assert.Contains("paused", _driver.Header, StringComparison.Ordinal);
    }

    [Fact]
    public void There_is_nothing_to_pause_before_the_first_interval()
    {
        var driver = new DashboardDriver(new SyntheticHistory());
        driver.Press("Space");
        Assert.Contains("nothing to stand still at", driver.Footer, StringComparison.Ordinal);
        driver.Run(2);
        Assert.Contains("● live", driver.Header, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_shows_the_whole_pane_at_that_moment_and_back()
    {
        string live = Screen();
        _driver.Press("t");
        Assert.Contains("◀ -1 s 12:01:29", _driver.Header, StringComparison.Ordinal);
        Assert.Contains("-1s│", _driver.Text, StringComparison.Ordinal);
        Assert.Contains("┌ 12:01:29 ─", _driver.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("│12:01:29 ", _driver.Text, StringComparison.Ordinal);
        _driver.Press("t", "t", "T");
        Assert.Contains("◀ -2 s 12:01:28", _driver.Header, StringComparison.Ordinal);
        Assert.Contains("End live", _driver.Footer, StringComparison.Ordinal);
        _driver.Press("End");
        Assert.Equal(live, Screen());
    }

    [Fact]
    public void A_moment_in_the_past_stays_while_its_age_grows()
    {
        _driver.Press("t", "t");
        string[] before = _driver.Lines;
        _driver.Run(10);
        Assert.Contains("◀ -12 s 12:01:28", _driver.Header, StringComparison.Ordinal);
        Assert.Equal(before[19..39], _driver.Lines[19..39]);
    }

    [Fact]
    public void Steps_stop_at_both_ends()
    {
        _driver.Press("T");
        Assert.Contains("this is the newest interval", _driver.Footer, StringComparison.Ordinal);
        Assert.Contains("● live", _driver.Header, StringComparison.Ordinal);
        _driver.Press("Home");
        Assert.Contains("◀ -89 s 12:00:01", _driver.Header, StringComparison.Ordinal);
        _driver.Press("t");
        Assert.Contains("this is the oldest kept interval", _driver.Footer, StringComparison.Ordinal);
        _driver.Press("Home");
        Assert.Contains("this is the oldest kept interval", _driver.Footer, StringComparison.Ordinal);
        _driver.Press("T");
        Assert.Contains("12:00:02", _driver.Header, StringComparison.Ordinal);
    }

    [Fact]
    public void A_moment_that_is_no_longer_kept_stays_on_the_screen()
    {
        var history = new SyntheticHistory(capacity: 100);
        history.Run(90);
        var driver = new DashboardDriver(history);
        driver.Press("Space");
        string[] paused = driver.Lines;
        driver.Run(200);
        Assert.Equal(paused, driver.Lines);
        driver.Press("t");
        Assert.Contains("this is the oldest kept interval", driver.Footer, StringComparison.Ordinal);
        driver.Press("T");
        Assert.Contains("◀ -99 s", driver.Header, StringComparison.Ordinal);
    }

    [Fact]
    public void The_interval_goes_from_100_ms_to_60_s()
    {
        ulong[] up = [.. Enumerable.Range(0, 5).Select(_ => Interval("+"))];
        Assert.Equal([2_000_000_000UL, 5_000_000_000, 10_000_000_000, 30_000_000_000, 60_000_000_000], up);
        Assert.Same(DashboardEffect.None, _driver.Press("+"));
        Assert.Contains("60 s is the longest interval", _driver.Footer, StringComparison.Ordinal);
        Assert.Contains("● live 1m 0s", _driver.Header, StringComparison.Ordinal);
        for (int i = 0; i < 5; i++) Interval("-");
        ulong[] down = [Interval("-"), Interval("-"), Interval("-")];
        Assert.Equal([500_000_000UL, 200_000_000, 100_000_000], down);
        Assert.Same(DashboardEffect.None, _driver.Press("-"));
        Assert.Equal(100_000_000UL, _driver.Dashboard.IntervalNs);
    }

    [Fact]
    public void An_interval_between_two_steps_goes_to_its_neighbours()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(9), intervalNs: 250_000_000);
        Assert.Equal(500_000_000UL, Assert.IsType<DashboardEffect.SetInterval>(driver.Press("+")).IntervalNs);
        driver = new DashboardDriver(SyntheticHistory.Of(9), intervalNs: 250_000_000);
        Assert.Equal(200_000_000UL, Assert.IsType<DashboardEffect.SetInterval>(driver.Press("-")).IntervalNs);
        Assert.Equal(60_000_000_000UL, new Dashboard("cpu", ulong.MaxValue).IntervalNs);
    }

    [Fact]
    public void A_long_interval_paints_rarely_but_not_late_at_first()
    {
        var driver = new DashboardDriver(new SyntheticHistory(), intervalNs: 10_000_000_000);
        var times = new List<string>();
        for (int i = 0; i < 32; i++)
        {
            driver.Run(1);
            string shown = Screen(driver);
            if (times.Count == 0 || times[^1] != shown) times.Add(shown);
        }

        // Each of the first ten, then every tenth.
        Assert.Equal(10 + 3 - 1, times.Count);
        driver.Press("Space", "Space");
        Assert.Contains("12:00:31 ", driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_interval_shows_the_running_interval_as_the_newest_column()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(90), intervalNs: 200_000_000);
        string complete = Screen(driver);
        driver.History.PublishProvisional(200_000_000);
        driver.Draw();
        Assert.Contains("┌ last 200ms ─", driver.Text, StringComparison.Ordinal);
        Assert.Contains("12:01:30 ", driver.Text, StringComparison.Ordinal);
        driver.History.PublishProvisional(600_000_000);
        driver.Draw();
        Assert.Contains("┌ last 600ms ─", driver.Text, StringComparison.Ordinal);
        driver.Run(1);
        Assert.Contains("┌ last second ─", driver.Text, StringComparison.Ordinal);

        // The column of the complete interval has replaced the running one's.
        var other = new SyntheticHistory();
        other.Run(90);
        other.PublishProvisional(200_000_000);
        other.PublishProvisional(600_000_000);
        other.Run(1);
        Assert.Equal(Screen(new DashboardDriver(other, intervalNs: 200_000_000)), Screen(driver));
        Assert.NotEqual(complete, Screen(driver));
    }

    [Fact]
    public void A_running_interval_is_settled_also_when_frames_were_missed()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(90), intervalNs: 200_000_000);
        driver.History.PublishProvisional(200_000_000);
        driver.Draw();
        driver.History.Run(5);
        driver.Draw();

        var other = new SyntheticHistory();
        other.Run(90);
        other.PublishProvisional(200_000_000);
        other.Run(5);
        Assert.Equal(Screen(new DashboardDriver(other, intervalNs: 200_000_000)), Screen(driver));
    }

    [Fact]
    public void An_event_of_the_running_interval_stays_selected()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(90), intervalNs: 200_000_000);
        driver.History.PublishProvisional(200_000_000);
        driver.Draw();
        driver.FocusOn("New processes");
        driver.Press("Up");
        string selected = Assert.IsType<DashboardEffect.Copy>(driver.Press("y")).Text;
        Assert.Contains("12:01:30", selected, StringComparison.Ordinal);
        driver.History.PublishProvisional(900_000_000);
        driver.Draw();
        driver.Run(2);
        Assert.Equal(selected, Assert.IsType<DashboardEffect.Copy>(driver.Press("y")).Text);
    }

    [Fact]
    public void A_long_refresh_goes_on_from_the_running_interval()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(90), intervalNs: 500_000_000);
        driver.History.PublishProvisional(500_000_000);
        driver.Draw();
        driver.Press("+");
        driver.Run(1);
        Assert.Contains("┌ last second ─", driver.Text, StringComparison.Ordinal);
    }

    private ulong Interval(string key) => Assert.IsType<DashboardEffect.SetInterval>(_driver.Press(key)).IntervalNs;

    private string Screen() => Screen(_driver);

    private static string Screen(DashboardDriver driver) => driver.Text + Screens.Styles(driver.Buffer);
}
