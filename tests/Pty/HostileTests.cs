using Probetop.Tests.Pty.Support;
using Xunit;

namespace Probetop.Tests.Pty;

/// <summary>What a process calls itself never reaches the terminal as anything but text.</summary>
public sealed class HostileTests
{
    [Fact]
    public void Names_and_arguments_with_escape_sequences_are_inert()
    {
        using var terminal = new Tmux(160, 50);
        string title = terminal.Show("#{pane_title}");
        using var workshop = new Workshop();
        terminal.Line($"{Published.Probetop} --pane cpu --pid {workshop.Pid}");
        terminal.WaitFor(DefaultScreen.AllTools);

        // The comm is the file's name: up to 15 bytes of whatever.
        string program = Path.Combine(terminal.Folder, "\e]0;pwned\a");
        File.Copy("/bin/sleep", program);
        File.SetUnixFileMode(program, UnixFileMode.UserExecute | UnixFileMode.UserRead);
        workshop.Run($"'{program}' 0.2 '\e[2J\e[31mred\u202egnol'");
        terminal.WaitFor("pwned");
        string raw = terminal.ScreenWithColours();
        Assert.Equal(title, terminal.Show("#{pane_title}"));
        Assert.DoesNotContain("\u202e", raw, StringComparison.Ordinal);
        Assert.Contains("Run-queue latency", terminal.Screen(), StringComparison.Ordinal);
        terminal.Keys("q");
        terminal.WaitUntilGone("Run-queue");
    }
}
