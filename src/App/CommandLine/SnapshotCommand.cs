using Probetop.App.Output;
using Probetop.Probes.Events;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.App.CommandLine;

/// <summary>How a snapshot is written.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Text,

    /// <summary>One JSON document.</summary>
    Json,

    /// <summary>One JSON document per interval and line.</summary>
    Jsonl,
}

/// <summary>What the command line says about a snapshot.</summary>
internal sealed record SnapshotOptions
{
    /// <summary>The tools, in order; empty: the default ones of the pane.</summary>
    public IReadOnlyList<RequestedTool> Tools { get; init; } = [];

    /// <summary>Whether the tools were named one by one, and so attach everything they can use.</summary>
    public bool IsExplicit { get; init; }

    /// <summary>How long to measure, in ns.</summary>
    public required ulong DurationNs { get; init; }

    /// <summary>Length of an interval in ns, for <see cref="OutputFormat.Jsonl"/>.</summary>
    public required ulong IntervalNs { get; init; }

    /// <summary>Threshold of the tools that show slow operations, in ns.</summary>
    public required ulong SlowerThanNs { get; init; }

    /// <summary>How to write it.</summary>
    public required OutputFormat Format { get; init; }

    /// <summary>The file to write; null: standard output.</summary>
    public string? Output { get; init; }

    /// <summary>For tests: see <see cref="SessionOptions.HighestRung"/>.</summary>
    public RungKind? HighestRung { get; init; }

    /// <summary>What to measure of the machine; null: all of it.</summary>
    public Restriction? Restriction { get; init; }
}

/// <summary><c>probetop snapshot</c>: measures for a time and writes what it found.</summary>
internal static class SnapshotCommand
{
    private const int MostEvents = 1_000_000;

    /// <summary>Measures and writes; the status is <see cref="ExitStatus.Failed"/> when none of the tools could run.</summary>
    /// <exception cref="CommandException">Nothing can be measured or written.</exception>
    public static int Run(SnapshotOptions options, Surroundings around)
    {
        // Before measuring: a place where nothing can be written is known at once.
        using SnapshotFile? file = options.Output is { } path ? SnapshotFile.Create(path) : null;
        bool any = Record(options, file?.Stream ?? around.Output, ascii: file is null && around.IsAscii, around.Rights);
        file?.Commit();
        if (any) return ExitStatus.Done;
        throw new CommandException("none of the tools can run here; 'probetop doctor' says why and what would help");
    }

    private static bool Record(SnapshotOptions options, Stream stream, bool ascii, Rights rights)
    {
        bool lines = options.Format == OutputFormat.Jsonl;
        ulong intervalNs = lines ? options.IntervalNs : options.DurationNs;
        var session = new SessionOptions
        {
            IntervalNs = intervalNs,
            SlowerThanNs = options.SlowerThanNs,
            ProcessRows = int.MaxValue,
            EventRows = MostEvents,
            UseAllEvents = options.IsExplicit,
            MeasureCost = true,
            Groupings = options.Tools.Where(tool => tool.Grouping != Grouping.None)
                .ToDictionary(tool => tool.Tool.Descriptor.Name, tool => tool.Grouping),
            Restriction = options.Restriction?.Selection,
            HighestRung = options.HighestRung,
        };
        HostFacts host = HostFacts.Read();
        bool any = false;
        using var recording = new Recording(session, options.Tools.Select(tool => tool.Tool).Distinct(), rights);
        foreach (Snapshot snapshot in recording.Intervals((long)(options.DurationNs / intervalNs), options.DurationNs % intervalNs))
        {
            var document = new SnapshotDocument(host, options.Restriction, snapshot, options.Tools);
            any |= options.Tools.Any(tool => document.StatusOf(tool).Runs);
            Write(stream, document, options.Format, ascii);
        }

        return any;
    }

    private static void Write(Stream stream, SnapshotDocument document, OutputFormat format, bool ascii)
    {
        if (format != OutputFormat.Text)
        {
            SnapshotJson.Write(stream, document);
            return;
        }

        using var lines = new LineWriter(stream, ascii);
        SnapshotText.Write(lines, document, (int)TimeZoneInfo.Local.GetUtcOffset(DateTimeOffset.UtcNow).TotalSeconds);
    }
}
