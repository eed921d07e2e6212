using Probetop.App.CommandLine;
using Probetop.App.Output;
using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Tests.Unit;

/// <summary>Makes documents of tools that never ran: what is not set is empty, and every tool that has no data is off.</summary>
internal sealed class SyntheticSnapshot
{
    public const ulong StartNs = 4_788_842_845_602;
    public const ulong IntervalNs = 5_000_120_034;

    public static readonly HostFacts Host = new("web-7", "6.1.0-25-amd64", 4, "20e13433-ca60-47dd-8679-cf4fc05da53a");

    private readonly Dictionary<string, ToolSnapshot> _tools = [];
    private readonly List<RequestedTool> _requested = [];
    private Table? _processes;

    public IReadOnlyList<ProgramCost> Programs { get; init; } = [];

    public Restriction? Restriction { get; init; }

    /// <summary>A tool with its data; the status is ok unless given.</summary>
    public SyntheticSnapshot With(
        string name, ToolData? data, ToolStatus? status = null, Losses? losses = null, Grouping grouping = Grouping.None)
    {
        Tool tool = Catalogue.Find(name)!;
        ToolStatus ran = status ?? Running(tool);
        _tools.Add(name, new ToolSnapshot(tool.Descriptor, ran, ran.Runs ? IntervalNs : 0, losses ?? Losses.None, data));
        _requested.Add(new RequestedTool(tool, null, grouping));
        return this;
    }

    /// <summary>The tool is asked for once more, by an alias.</summary>
    public SyntheticSnapshot WithAlias(string name)
    {
        _requested.Add(RequestedTool.Find(name)!);
        return this;
    }

    /// <summary>The table of processes: identity and the words of every part by name of its tool.</summary>
    public SyntheticSnapshot WithProcesses(params (uint Pid, string Comm, string Tool, ulong[] Words)[] rows)
    {
        Tool[] keyed = [.. Catalogue.Tools.Where(tool => tool.PerProcess is not null)];
        var shape = new ProcessRows([.. keyed.Select(tool => tool.PerProcess!)]);
        var processes = new Dictionary<uint, ProcessRow>();
        foreach ((uint pid, string comm, string tool, ulong[] words) in rows)
        {
            if (!processes.TryGetValue(pid, out ProcessRow? row))
            {
                var identity = new ProcessIdentity(pid, pid * 1_000_000_000UL);
                row = new ProcessRow { Words = new ulong[shape.Words], Comm = comm, Identity = identity };
                processes.Add(pid, row);
            }

            words.CopyTo(row.Words, shape.OffsetOf(Array.FindIndex(keyed, part => part.Descriptor.Name == tool)));
        }

        ulong[] intervalsNs = [.. Enumerable.Repeat(IntervalNs, keyed.Length)];
        _processes = shape.ToTable(processes.Values, new ulong[shape.Words], intervalsNs, int.MaxValue, _ => null);
        return this;
    }

    public SnapshotDocument ToDocument() => new(
        Host,
        Restriction,
        new Snapshot
        {
            Index = 0,
            StartNs = StartNs,
            StartRealtimeNs = 1_767_225_600_123_456_700,
            DurationNs = IntervalNs,
            Tools = [.. Catalogue.Tools.Select(tool => _tools.GetValueOrDefault(tool.Descriptor.Name) ?? Off(tool))],
            Processes = _processes,
            Programs = Programs,
            Self = new SelfCost(null, null, 0, 0, 0, 0, 0),
            SelectionGeneration = 0,
        },
        _requested);

    /// <summary>A tool that runs on its best rungs.</summary>
    public static ToolStatus Running(Tool tool) =>
        new(ToolState.Ok, null, null, [.. tool.Descriptor.Requires.Select(part => KeyValuePair.Create(part, "tp_btf"))]);

    /// <summary>Events of a tool, each from the values of its columns by name; the others are absent.</summary>
    public static EventData Events(string tool, params (string Column, Value Value)[][] rows) => new(TableOf(tool, rows));

    /// <summary>Rows of a tool that has a table of its own, made in the same way.</summary>
    public static TableData Rows(string tool, params (string Column, Value Value)[][] rows) => new(TableOf(tool, rows));

    private static Table TableOf(string tool, (string Column, Value Value)[][] rows)
    {
        IReadOnlyList<Column> columns = Catalogue.Find(tool)!.Descriptor.Columns;
        var values = new List<Value>();
        foreach ((string Column, Value Value)[] row in rows)
            foreach (Column column in columns) values.Add(row.FirstOrDefault(cell => cell.Column == column.Name).Value);
        return new Table(columns, [.. values]);
    }

    private static ToolSnapshot Off(Tool tool) => new(tool.Descriptor, ToolStatus.Off, 0, Losses.None, null);
}
