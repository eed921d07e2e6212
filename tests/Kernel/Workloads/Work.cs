using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Probetop.Tests.Kernel.Workloads;

/// <summary>A process that does exactly what it is told and is blocked otherwise: see <c>work.c</c>.</summary>
internal sealed class Work : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly Lazy<string> Executable = new(Compile);

    private readonly Process _process;

    private Work(Process process) => _process = process;

    /// <summary>Path of the executable, for commands that start it again.</summary>
    public static string Path => Executable.Value;

    public int Pid => _process.Id;

    public static Work Start() => StartBy(Path);

    /// <summary>Starts it, or a copy of it, by a command such as one that makes it another user's.</summary>
    public static Work StartBy(params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.StandardInputEncoding = new UTF8Encoding(false);
        return new Work(Process.Start(start)!);
    }

    public static async Task<Work> StartPinnedAsync(int cpu)
    {
        Work work = Start();
        await work.TellAsync($"pin {cpu}");
        return work;
    }

    /// <summary>Bytes of an argument or name as commands take them.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? "-" : Convert.ToHexString(bytes);

    public static string Hex(string text) => Hex(Encoding.UTF8.GetBytes(text));

    /// <summary>Has a command carried out; the result is the numbers of the answer.</summary>
    public async Task<long[]> TellAsync(string command)
    {
        await _process.StandardInput.WriteAsync(command + "\n").WaitAsync(Deadline);
        await _process.StandardInput.FlushAsync().WaitAsync(Deadline);
        string? answer = await _process.StandardOutput.ReadLineAsync().WaitAsync(Deadline);
        Assert.StartsWith("ok", answer, StringComparison.Ordinal);
        string[] words = answer![2..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Select(word => long.Parse(word, CultureInfo.InvariantCulture))];
    }

    /// <summary>Returns once every thread of these processes has left its CPU: from then on their counters stand still.</summary>
    public static void WaitUntilBlocked(params int[] pids)
    {
        foreach (int pid in pids)
            Eventually.True(() => ProcFs.IsBlocked(pid), $"process {pid} is blocked");
    }

    public void WaitUntilBlocked() => WaitUntilBlocked(Pid);

    /// <summary>Ends it at once, whatever it does.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private static string Compile()
    {
        string directory = System.IO.Path.Combine(AppContext.BaseDirectory, "Workloads");
        string executable = System.IO.Path.Combine(directory, "work");
        string[] flags = ["-O2", "-Wall", "-Wextra", "-Werror", "-static", "-pthread", "-o", executable];
        string compiler = Environment.GetEnvironmentVariable("CLANG") ?? "clang-14";
        using Process process = Process.Start(compiler, [.. flags, .. Directory.GetFiles(directory, "*.c")]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return executable;
    }
}
