using Probetop.Views.Dashboard;
using Probetop.Views.Input;
using Xunit;

namespace Probetop.Tests.Unit;

public class DashboardMouseTests
{
    private readonly DashboardDriver _driver = new(SyntheticHistory.Of(90));

    [Fact]
    public void A_click_on_a_tab_opens_the_pane()
    {
        _driver.Click("Overview");
        Assert.Equal("overview", _driver.Dashboard.PaneName);
        _driver.Click("2 CPU");
        Assert.Equal("cpu", _driver.Dashboard.PaneName);
        (int x, int y) = _driver.Find("2 CPU");
        _driver.Press(Key.Mouse(KeyCode.MousePress, MouseButton.Left, x + 30, y));
        Assert.Equal("cpu", _driver.Dashboard.PaneName);
    }

    [Fact]
    public void A_click_focuses_a_part_and_selects_its_row()
    {
        _driver.Click("node_exporter");
        Assert.Equal("Who waited", _driver.Focused);
        Assert.StartsWith("2655\tnode_exporter\t", Assert.IsType<DashboardEffect.Copy>(_driver.Press("y")).Text, StringComparison.Ordinal);
        _driver.Click("/usr/sbin/CRON -f");
        Assert.Equal("New processes", _driver.Focused);
        Assert.EndsWith("/usr/sbin/CRON -f", Assert.IsType<DashboardEffect.Copy>(_driver.Press("y")).Text, StringComparison.Ordinal);
        _driver.Click("tp_btf");
        Assert.Equal("Run-queue latency", _driver.Focused);
    }

    [Fact]
    public void A_click_beside_the_rows_selects_none()
    {
        _driver.Click("Who waited");
        _driver.Click("? help");
        _driver.Click("probetop");
        Assert.Same(DashboardEffect.None, _driver.Press("y"));
        _driver.Click("COMM");
        Assert.Same(DashboardEffect.None, _driver.Press("y"));
        Assert.Equal("Who waited", _driver.Focused);
    }

    [Fact]
    public void Other_buttons_and_releases_do_nothing()
    {
        (int x, int y) = _driver.Find("node_exporter");
        _driver.Press(Key.Mouse(KeyCode.MousePress, MouseButton.Right, x, y));
        _driver.Press(Key.Mouse(KeyCode.MouseRelease, MouseButton.Left, x, y));
        Assert.Equal("Run-queue latency", _driver.Focused);
    }

    [Fact]
    public void The_wheel_moves_in_the_part_under_the_pointer()
    {
        (int x, int y) = _driver.Find("node_exporter");
        Key down = Key.Mouse(KeyCode.WheelDown, MouseButton.None, x, y), up = Key.Mouse(KeyCode.WheelUp, MouseButton.None, x, y);
        for (int i = 0; i < 10; i++) _driver.Press(down);
        Assert.Equal("Run-queue latency", _driver.Focused);
        Assert.Contains("postgres", _driver.Text, StringComparison.Ordinal);
        for (int i = 0; i < 10; i++) _driver.Press(up);
        Assert.DoesNotContain("postgres", _driver.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_wheel_scrolls_the_help_and_a_click_closes_it()
    {
        var driver = new DashboardDriver(SyntheticHistory.Of(9), 80, 12);
        driver.Press("?");
        string top = driver.Text;
        driver.Press(Key.Mouse(KeyCode.WheelDown, MouseButton.None, 9, 9));
        Assert.NotEqual(top, driver.Text);
        driver.Press(Key.Mouse(KeyCode.WheelUp, MouseButton.None, 9, 9));
        Assert.Equal(top, driver.Text);
        driver.Press(Key.Mouse(KeyCode.MousePress, MouseButton.Left, 9, 9));
        Assert.DoesNotContain("Everywhere", driver.Text, StringComparison.Ordinal);
    }
}
