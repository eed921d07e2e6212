using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Probetop.Probes.Histograms;
using Xunit;

namespace Probetop.Tests.Kernel.Workloads;

/// <summary>The runqlat of libbpf-tools, watching one process.</summary>
internal sealed partial class LibbpfRunqlat : IDisposable
{
    private const int Rows = 26;
    private const int Interrupt = 2;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private LibbpfRunqlat(Process process) => _process = process;

    public static async Task<LibbpfRunqlat> StartAsync(int pid)
    {
        // Without a terminal it would keep its first line, which says that it is attached, to itself.
        var start = new ProcessStartInfo("stdbuf", ["-oL", "/usr/sbin/runqlat", "-p", $"{pid}"]) { RedirectStandardOutput = true };
        var runqlat = new LibbpfRunqlat(Process.Start(start)!);
        string? line = await runqlat._process.StandardOutput.ReadLineAsync().WaitAsync(Deadline);
        Assert.StartsWith("Tracing", line, StringComparison.Ordinal);
        return runqlat;
    }

    /// <summary>The row of its output that a value in this bucket of ours is printed in: 0-1 µs, 2-3 µs, 4-7 µs…</summary>
    public static int RowOf(int bucket) => Math.Max(0, Buckets.OctaveOf(bucket) - 1);

    /// <summary>Ends it; the result is the counts of its rows.</summary>
    public async Task<ulong[]> StopAsync()
    {
        _ = kill(_process.Id, Interrupt);
        string text = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Deadline);
        var rows = new ulong[Rows];
        foreach (string line in text.Split('\n'))
        {
            // "      4 -> 7          : 1        |****  |"
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length < 5 || words[1] != "->") continue;
            ulong low = ulong.Parse(words[0], CultureInfo.InvariantCulture);
            rows[low == 0 ? 0 : ulong.Log2(low)] = (ulong)long.Parse(words[4], CultureInfo.InvariantCulture);
        }

        return rows;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
