using System.Globalization;
using Xunit;

namespace Probetop.Tests.Pty.Support;

/// <summary>A terminal of our own: a tmux server on a private socket with one window.</summary>
internal sealed class Tmux : IDisposable
{
    private readonly string _socket = $"probetop-test-{Environment.ProcessId}-{Guid.NewGuid():N}";

    /// <summary>Starts it with a shell that, unlike bash, never repairs the terminal's mode.</summary>
    public Tmux(int width, int height, params (string Name, string Value)[] environment)
    {
        Folder = Directory.CreateTempSubdirectory("probetop-pty-").FullName;
        string shell = "env PS1='$ ' ENV= LC_ALL=C.UTF-8 COLORTERM=truecolor "
            + string.Concat(environment.Select(pair => $"{pair.Name}='{pair.Value}' ")) + "dash -i";
        Do("-f", "/dev/null", "new-session", "-d", "-x", Text(width), "-y", Text(height), "-c", Folder, shell);
        Do("set-option", "-g", "default-terminal", "tmux-256color");
        WaitFor("$");
    }

    /// <summary>The shell's directory, removed in the end.</summary>
    public string Folder { get; }

    /// <summary>Types keys in tmux's notation.</summary>
    public void Keys(params string[] keys) => Do(["send-keys", .. keys]);

    /// <summary>Types text and Enter.</summary>
    public void Line(string text)
    {
        Do("send-keys", "-l", text);
        Keys("Enter");
    }

    /// <summary>Starts the dashboard and waits until it has figures.</summary>
    public void StartDashboard(string arguments = "") => StartDashboard(Published.Probetop, arguments);

    /// <summary>The same with another way to start it than by its name.</summary>
    public void StartDashboard(string command, string arguments)
    {
        Line($"{command} {arguments}".TrimEnd());
        WaitFor("p99");
    }

    /// <summary>What the screen shows, one line per row.</summary>
    public string Screen() => Capture("capture-pane", "-p");

    /// <summary>What the screen shows with its colours as escape sequences.</summary>
    public string ScreenWithColours() => Capture("capture-pane", "-p", "-e");

    /// <summary>A tmux format such as <c>#{pane_title}</c>.</summary>
    public string Show(string format) => Capture("display-message", "-p", format).TrimEnd('\n');

    public void Resize(int width, int height) => Do("resize-window", "-x", Text(width), "-y", Text(height));

    public void WaitFor(string text) => Deadline.Until(() => Screen().Contains(text, StringComparison.Ordinal), () => $"'{text}' on\n{Screen()}");

    public void WaitUntilGone(string text) =>
        Deadline.Until(() => !Screen().Contains(text, StringComparison.Ordinal), () => $"'{text}' gone from\n{Screen()}");

    /// <summary>Process ids of the dashboards started in this terminal.</summary>
    public int DashboardPid()
    {
        int shell = int.Parse(Show("#{pane_pid}"), CultureInfo.InvariantCulture);
        int found = 0;
        Deadline.Until(() => (found = ChildCalled(shell, "probetop")) != 0, () => "a child called probetop");
        return found;
    }

    /// <summary>The terminal's mode as <c>stty -g</c> writes it, asked by the shell that owns it.</summary>
    public string Mode()
    {
        string file = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        Line($"stty -g > {file}.part; mv {file}.part {file}");
        Deadline.Until(() => File.Exists(file), () => $"the shell's answer on\n{Screen()}");
        return File.ReadAllText(file).Trim();
    }

    public void Dispose()
    {
        Command.Run("tmux", "-L", _socket, "kill-server");
        Directory.Delete(Folder, recursive: true);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int ChildCalled(int parent, string comm)
    {
        foreach (string child in File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                if (File.ReadAllText($"/proc/{child}/comm").Trim() == comm) return int.Parse(child, CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // Gone meanwhile.
            }
        }

        return 0;
    }

    private string Capture(params string[] arguments)
    {
        (int status, string output, string error) = Command.Run("tmux", ["-L", _socket, .. arguments]);
        Assert.True(status == 0, error);
        return output;
    }

    private void Do(params string[] arguments) => Capture(arguments);
}
