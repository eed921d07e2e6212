using Probetop.Tests.Pty.Support;
using Xunit;

namespace Probetop.Tests.Pty;

/// <summary>Where no dashboard can be shown, one clear message says so and the terminal is not touched.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Without_rights_the_missing_capability_and_the_command_are_named()
    {
        using var terminal = new Tmux(120, 30);
        string mode = terminal.Mode();
        terminal.Line($"setpriv --reuid 65534 --regid 65534 --clear-groups {Published.Probetop}; echo status=$?");
        terminal.WaitFor("status=77");
        string screen = terminal.Screen();
        Assert.Contains("CAP_BPF", screen, StringComparison.Ordinal);
        Assert.Contains("sudo", screen, StringComparison.Ordinal);
        Assert.Equal(mode, terminal.Mode());
        Assert.Equal("0", terminal.Show("#{alternate_on}"));
    }

    [Fact]
    public void A_dumb_terminal_is_refused_politely()
    {
        using var terminal = new Tmux(120, 30, ("TERM", "dumb"));
        terminal.Line($"TERM=dumb {Published.Probetop}; echo status=$?");
        terminal.WaitFor("status=1");
        Assert.Contains("TERM=dumb", terminal.Screen(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipe_is_told_about_snapshot()
    {
        (int status, string output, string error) = Command.Run(Published.Probetop);
        Assert.Equal(1, status);
        Assert.Empty(output);
        Assert.Contains("probetop snapshot", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_usage_has_its_own_status()
    {
        (int status, _, string error) = Command.Run(Published.Probetop, "snapshot", "--tool", "runqlta");
        Assert.Equal(2, status);
        Assert.Contains("runqlat", error, StringComparison.Ordinal);
    }
}
