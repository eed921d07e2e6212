using System.Collections.Concurrent;
using System.Formats.Tar;
using System.Text;
using Probetop.Tests.Pty.Support;
using Xunit.Sdk;

namespace Probetop.Tests.Vm;

/// <summary>What one boot of one kernel left behind.</summary>
internal sealed class Guest
{
    // Alone, a run takes 70 s on two CPUs.
    private const string Seconds = "600";

    private static readonly string Folder = Path.Combine(Published.Root, "tests", "Vm");

    private readonly Dictionary<string, string> _files = [];
    private readonly ConcurrentDictionary<string, Run> _runs = [];
    private readonly string? _complaint;

    private Guest(string kernel, string workload)
    {
        Kernel = kernel;
        string results = Path.Combine(AppContext.BaseDirectory, $"{kernel}.tar");
        (int status, string output, string error) = Command.Run(
            Path.Combine(Folder, "run.sh"), "-o", results, "-t", Seconds, "-a", string.Join(' ', Ladders.Limits), kernel,
            Path.Combine(Folder, "guest", "matrix.sh"), Published.Probetop, "bpftool", workload);
        _complaint = status == 0 ? null : $"kernel {kernel}, status {status}: {error}{output}";
        if (File.Exists(results)) Unpack(results);
    }

    /// <summary>The series, such as <c>6.1</c>.</summary>
    public string Kernel { get; }

    /// <summary>What happened under a limit of the ladder.</summary>
    public Run Of(string limit) => _runs.GetOrAdd(limit, _ => new Run(this, limit));

    /// <summary>Boots a kernel and runs everything in it, to the end; what goes wrong is told to who asks for a result.</summary>
    public static Guest Boot(string kernel, string workload) => new(kernel, workload);

    /// <summary>Fails when the guest did not get to its end.</summary>
    public void AssertEnded()
    {
        if (_complaint is not null) throw new XunitException(_complaint);
    }

    /// <summary>A file of the results.</summary>
    public string Read(string path) =>
        _files.TryGetValue("./" + path, out string? text) ? text : throw new XunitException(_complaint ?? $"kernel {Kernel}: no {path}");

    private void Unpack(string archive)
    {
        using FileStream stream = File.OpenRead(archive);
        using var reader = new TarReader(stream);
        try
        {
            while (reader.GetNextEntry() is { } entry)
            {
                // An empty file has no stream.
                using var text = new StreamReader(entry.DataStream ?? Stream.Null, Encoding.UTF8);
                _files.Add(entry.Name, text.ReadToEnd());
            }
        }
        catch (InvalidDataException)
        {
            // The guest wrote no archive: the script says why.
        }
    }
}
