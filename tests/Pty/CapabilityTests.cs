using Probetop.Tests.Pty.Support;
using Xunit;

namespace Probetop.Tests.Pty;

/// <summary>The dashboard where it may or sees less than root on the machine itself.</summary>
public sealed class CapabilityTests
{
    [Fact]
    public void Two_capabilities_are_enough_for_another_user()
    {
        using var terminal = new Tmux(140, 40);
        const string Set = "-all,+bpf,+perfmon";
        string copy = Path.Combine(terminal.Folder, "probetop");
        File.Copy(Published.Probetop, copy);
        File.SetUnixFileMode(terminal.Folder, (UnixFileMode)0x1ed);
        File.SetUnixFileMode(copy, (UnixFileMode)0x1ed);
        terminal.StartDashboard(
            $"setpriv --reuid=1234 --regid=1234 --clear-groups --bounding-set={Set} --inh-caps={Set} --ambient-caps={Set} {copy}", "--pane cpu");
        Assert.DoesNotContain("not permitted", terminal.Screen(), StringComparison.Ordinal);
        Assert_ends_well(terminal);
    }

    [Fact]
    public void A_pid_namespace_of_its_own_is_no_obstacle()
    {
        using var terminal = new Tmux(140, 40);
        terminal.StartDashboard($"unshare --pid --fork --mount-proc {Published.Probetop}", "--pane cpu");
        Assert_ends_well(terminal);
    }

    // Two intervals have passed and the process still has its terminal.
    private static void Assert_ends_well(Tmux terminal)
    {
        for (int interval = 0; interval < 2; interval++)
        {
            string before = terminal.Screen();
            Deadline.Until(() => terminal.Screen() != before, terminal.Screen);
        }

        Assert.Contains("Run-queue latency", terminal.Screen(), StringComparison.Ordinal);
        terminal.Keys("q");
        terminal.WaitUntilGone("Run-queue");
        terminal.Line("echo status=$?");
        terminal.WaitFor("status=0");
    }
}
