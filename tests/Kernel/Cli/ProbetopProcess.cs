using System.Collections.Concurrent;
using System.Diagnostics;
using Probetop.Tests.Pty.Support;
using Xunit;
using Xunit.Sdk;

namespace Probetop.Tests.Kernel.Cli;

/// <summary>The built <c>probetop</c>, run as a process of its own.</summary>
internal sealed class ProbetopProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<string> _lines = [];
    private readonly Task _reading;
    private readonly Task<string> _error;

    private ProbetopProcess(ProcessStartInfo start)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        Process = Process.Start(start)!;
        Process.StandardInput.Close();
        _error = Process.StandardError.ReadToEndAsync();
        _reading = Task.Run(() =>
        {
            while (Process.StandardOutput.ReadLine() is { } line) _lines.Add(line);
            _lines.CompleteAdding();
        });
    }

    /// <summary>The process.</summary>
    public Process Process { get; }

    /// <summary>Starts it with these arguments.</summary>
    public static ProbetopProcess Start(params string[] arguments) => StartIn(AppContext.BaseDirectory, [], arguments);

    /// <summary>Starts the one in <paramref name="directory"/> by another program, such as one that takes rights away.</summary>
    public static ProbetopProcess StartIn(
        string directory, string[] by, string[] arguments, params (string Name, string Value)[] environment)
    {
        return Start([.. by, "dotnet", "exec", Path.Combine(directory, "probetop.dll"), .. arguments], environment);
    }

    /// <summary>Starts the file that users get, by another program such as one that takes rights away.</summary>
    public static ProbetopProcess StartPublished(string[] by, params string[] arguments) =>
        StartFile(Published.Probetop, by, arguments);

    /// <summary>Starts a copy of the file that users get.</summary>
    public static ProbetopProcess StartFile(string file, string[] by, params string[] arguments) => Start([.. by, file, .. arguments], []);

    private static ProbetopProcess Start(string[] words, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(words[0], words[1..]);
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return new ProbetopProcess(start);
    }

    /// <summary>Runs it to its end with these arguments.</summary>
    public static (int Status, string Output, string Error) Run(params string[] arguments) => Start(arguments).End();

    /// <summary>The next line of its output; fails when there is none in time.</summary>
    public string ReadLine() =>
        _lines.TryTake(out string? line, Deadline)
            ? line
            : throw new XunitException($"no line; {(Process.HasExited ? _error.Result : "still running")}");

    /// <summary>Waits until it has begun to load BPF: from then on a signal ends it with a document.</summary>
    public void WaitUntilLoading() =>
        WaitFor(() => Directory.EnumerateFileSystemEntries($"/proc/{Process.Id}/fd").Any(IsBpf), "nothing was loaded");

    /// <summary>Its process id, where the program that started it waits for it.</summary>
    public int Pid
    {
        get
        {
            int pid = Process.Id;
            while (File.ReadAllText($"/proc/{pid}/task/{pid}/children").Trim() is { Length: > 0 } child) pid = int.Parse(child);
            return pid;
        }
    }

    /// <summary>Sends a signal such as <c>INT</c>.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", $"{Pid}"]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Stops reading its output, as <c>head</c> does.</summary>
    public void CloseOutput() => Process.StandardOutput.BaseStream.Dispose();

    /// <summary>Waits for its end: status, the lines that were not yet read, complaints.</summary>
    public (int Status, string Output, string Error) End()
    {
        if (!Process.WaitForExit(Deadline)) throw new XunitException("it does not end");
        _reading.Wait();
        return (Process.ExitCode, string.Concat(_lines.GetConsumingEnumerable().Select(line => line + "\n")), _error.Result);
    }

    /// <summary>Polls until <paramref name="condition"/> holds.</summary>
    public static void WaitFor(Func<bool> condition, string complaint)
    {
        var time = Stopwatch.StartNew();
        using var pause = new ManualResetEventSlim();
        while (!condition())
        {
            if (time.Elapsed > Deadline) throw new XunitException(complaint);
            pause.Wait(10);
        }
    }

    private static bool IsBpf(string descriptor) => new FileInfo(descriptor).LinkTarget?.Contains("bpf", StringComparison.Ordinal) == true;

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
        _lines.Dispose();
    }
}
