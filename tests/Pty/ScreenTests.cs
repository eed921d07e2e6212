using System.Diagnostics;
using System.Text.Json;
using Probetop.Tests.Pty.Support;
using Xunit;

namespace Probetop.Tests.Pty;

/// <summary>What a person sees and does.</summary>
public sealed class ScreenTests
{
    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 60)]
    public void The_cpu_pane_is_live(int width, int height)
    {
        using var terminal = new Tmux(width, height);
        terminal.StartDashboard("--pane cpu");
        terminal.WaitFor("Run-queue latency");
        terminal.WaitFor("COMM");
        terminal.WaitFor("live");
        string[] rows = terminal.Screen().TrimEnd('\n').Split('\n');
        Assert.Equal(height, rows.Length);
        Assert.StartsWith("probetop", rows[0], StringComparison.Ordinal);
        Assert.Contains("help", rows[^1], StringComparison.Ordinal);
        terminal.Keys("q");
        terminal.WaitUntilGone("Run-queue");
    }

    [Fact]
    public void The_screen_follows_the_size_of_the_terminal()
    {
        using var terminal = new Tmux(120, 40);
        terminal.StartDashboard("--pane cpu");
        foreach ((int width, int height) in new[] { (60, 15), (200, 60), (40, 10), (30, 5), (80, 24) })
        {
            terminal.Resize(width, height);
            Deadline.Until(
                () => terminal.Screen().Contains("live", StringComparison.Ordinal)
                    && terminal.Screen().TrimEnd('\n').Split('\n').Length == height
                    && terminal.Screen().TrimEnd('\n').Split('\n')[^1].Trim().Length > 0,
                () => $"{width}x{height}:\n{terminal.Screen()}");
        }

        terminal.Keys("q");
        terminal.WaitUntilGone("Run-queue");
    }

    [Fact]
    public void A_process_that_was_started_is_in_the_log_with_its_arguments()
    {
        using var terminal = new Tmux(160, 50);
        using var workshop = new Workshop();
        terminal.Line($"{Published.Probetop} --pane cpu --pid {workshop.Pid}");
        terminal.WaitFor("New processes");
        terminal.WaitFor(DefaultScreen.AllTools);
        workshop.Run("/bin/true twenty-three needles");
        terminal.WaitFor("/bin/true twenty-three needles");
        terminal.Keys("q");
        terminal.WaitUntilGone("Run-queue");
    }

    [Fact]
    public void A_paused_screen_writes_nothing_and_still_takes_keys()
    {
        using var terminal = new Tmux(120, 40);
        terminal.StartDashboard("--pane cpu");
        terminal.Keys("Space");
        terminal.WaitFor("paused");
        string before = terminal.ScreenWithColours();
        var watch = Stopwatch.StartNew();
        Deadline.Until(() => watch.Elapsed > TimeSpan.FromSeconds(3), () => "three seconds");
        Assert.Equal(before, terminal.ScreenWithColours());
        terminal.Keys("?");
        terminal.WaitFor("every key that works here");
        terminal.Keys("?");
        terminal.WaitUntilGone("every key that works here");
        terminal.Keys("Space");
        terminal.WaitFor("live");
        terminal.Keys("q");
        terminal.WaitUntilGone("Run-queue");
    }

    [Fact]
    public void A_snapshot_is_written_for_its_owner_only_and_says_where()
    {
        using var terminal = new Tmux(120, 40);
        terminal.StartDashboard("--pane cpu");
        terminal.Keys("s");
        terminal.WaitFor("probetop-");
        Deadline.Until(() => Directory.GetFiles(terminal.Folder, "probetop-*").Length == 2, terminal.Screen);
        string json = Directory.GetFiles(terminal.Folder, "probetop-*.json").Single();
        string text = Directory.GetFiles(terminal.Folder, "probetop-*.txt").Single();
        foreach (string file in new[] { json, text })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        Assert.Equal(1, document.RootElement.GetProperty("schema").GetInt32());
        Assert.Contains("Run-queue latency", File.ReadAllText(text), StringComparison.Ordinal);
        Assert.DoesNotContain('\e', File.ReadAllText(text));
        terminal.Keys("q");
        terminal.WaitUntilGone("Run-queue");
    }

    [Fact]
    public void Without_colour_and_without_unicode_the_screen_is_plain_ascii()
    {
        using var terminal = new Tmux(120, 40, ("LC_ALL", "C"), ("NO_COLOR", "1"));
        terminal.StartDashboard("--pane cpu");
        string screen = terminal.ScreenWithColours();
        Assert.DoesNotContain(screen, glyph => glyph > 0x7e);
        Assert.DoesNotContain("[38;", screen, StringComparison.Ordinal);
        Assert.DoesNotContain("[48;", screen, StringComparison.Ordinal);
        terminal.Keys("q");
        terminal.WaitUntilGone("Run-queue");
    }

    [Fact]
    public void Nothing_of_ours_is_left_in_the_kernel()
    {
        using var terminal = new Tmux(100, 30);
        terminal.StartDashboard("--pane cpu");
        int pid = terminal.DashboardPid();
        string[] ids = ProgramsOf(pid);
        Assert.NotEmpty(ids);
        terminal.Keys("q");
        terminal.WaitUntilGone("Run-queue");
        Deadline.Until(() => !ids.Intersect(LoadedPrograms()).Any(), () => $"programs {string.Join(' ', ids)} unloaded");
    }

    private static string[] ProgramsOf(int pid)
    {
        var ids = new List<string>();
        foreach (string info in Directory.GetFiles($"/proc/{pid}/fdinfo"))
        {
            try
            {
                ids.AddRange(File.ReadLines(info).Where(line => line.StartsWith("prog_id:", StringComparison.Ordinal)).Select(line => line[8..].Trim()));
            }
            catch (IOException)
            {
                // Closed meanwhile.
            }
        }

        return [.. ids.Distinct()];
    }

    private static IEnumerable<string> LoadedPrograms()
    {
        using JsonDocument programs = JsonDocument.Parse(Command.Run("bpftool", "-j", "prog", "show").Output);
        return [.. programs.RootElement.EnumerateArray().Select(program => program.GetProperty("id").GetRawText())];
    }
}
