using Probetop.Tests.Pty.Support;
using Xunit;

namespace Probetop.Tests.Pty;

/// <summary>The terminal is given back as it was, whatever ends the dashboard.</summary>
public sealed class ModeTests
{
    [Theory]
    [InlineData("q")]
    [InlineData("C-c")]
    [InlineData("F10")]
    public void A_key_that_quits_gives_the_terminal_back(string key) => Given_back_after(terminal => terminal.Keys(key), "status=0");

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [InlineData("INT", 130)]
    [InlineData("QUIT", 131)]
    [InlineData("SEGV", 139)]
    [InlineData("ABRT", 134)]
    public void A_signal_gives_the_terminal_back(string signal, int status) =>
        Given_back_after(terminal => Kill(terminal, signal), $"status={status}");

    [Fact]
    public void Escape_does_not_quit()
    {
        using var terminal = new Tmux(80, 24);
        terminal.StartDashboard();
        terminal.Keys("Escape");
        // Bytes that follow at once would make it Alt and a key: the next interval has to come first.
        string before = terminal.Screen();
        Deadline.Until(() => terminal.Screen() != before, terminal.Screen);
        terminal.Keys("?");
        terminal.WaitFor("every key that works here");
        terminal.Keys("q");
        terminal.WaitUntilGone("Run-queue");
    }

    [Fact]
    public void After_Ctrl_Z_the_shell_has_its_terminal_and_fg_brings_the_dashboard_back()
    {
        using var terminal = new Tmux(100, 30);
        terminal.Line("echo before");
        string mode = terminal.Mode();
        terminal.StartDashboard();
        terminal.Keys("C-z");
        terminal.WaitFor("before");
        Assert.Equal(mode, terminal.Mode());
        Assert.Equal("0", terminal.Show("#{alternate_on}"));
        terminal.Line("fg");
        terminal.WaitFor("Run-queue latency");
        terminal.Keys("?");
        terminal.WaitFor("every key that works here");
        terminal.Keys("q");
        terminal.WaitUntilGone("every key");
        Assert.Equal(mode, terminal.Mode());
    }

    [Fact]
    public void A_stop_from_outside_gives_the_terminal_back_until_it_goes_on()
    {
        using var terminal = new Tmux(100, 30);
        string mode = terminal.Mode();
        terminal.StartDashboard();
        int pid = terminal.DashboardPid();
        Kill(terminal, "TSTP");
        Deadline.Until(() => terminal.Show("#{alternate_on}") == "0", terminal.Screen);
        Assert.Equal(mode, terminal.Mode());
        terminal.Line("fg");
        terminal.WaitFor("Run-queue latency");
        Assert.Equal(pid, terminal.DashboardPid());
        terminal.Keys("q");
        terminal.WaitUntilGone("Run-queue");
    }

    private static void Given_back_after(Action<Tmux> end, string status)
    {
        using var terminal = new Tmux(100, 30);
        terminal.Line("echo before");
        terminal.WaitFor("before");
        string mode = terminal.Mode();
        terminal.Line($"{Published.Probetop}; echo status=$?");
        terminal.WaitFor("p99");
        Assert.Equal("1", terminal.Show("#{alternate_on}"));
        end(terminal);
        terminal.WaitFor(status);
        Assert.Contains("before", terminal.Screen(), StringComparison.Ordinal);
        Assert.Equal("0", terminal.Show("#{alternate_on}"));
        Assert.Equal("1", terminal.Show("#{cursor_flag}"));
        Assert.Equal("0", terminal.Show("#{mouse_any_flag}"));
        Assert.Equal(mode, terminal.Mode());
    }

    private static void Kill(Tmux terminal, string signal) =>
        Assert.Equal(0, Command.Run("kill", $"-{signal}", $"{terminal.DashboardPid()}").Status);
}
