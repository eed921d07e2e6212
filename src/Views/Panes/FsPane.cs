using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Widgets;

namespace Probetop.Views.Panes;

/// <summary>The FS pane: how long files take, who uses them, and what comes from memory.</summary>
internal static class FsPane
{
    private static readonly string[] All = ["cachestat", "processes", "fsdist", "operations", "opensnoop", "statsnoop", "fsslower"];
    private static readonly string[] Latency = ["fsdist"];
    private static readonly string[] Who = ["processes"];
    private static readonly string[] What = ["cachestat", "operations"];
    private static readonly string[] Logs = ["opensnoop", "statsnoop", "fsslower"];

    private static readonly ToolDescriptor Cachestat = Tool("cachestat");

    private static readonly PartColumn[] ProcessColumns = PartColumn.Of(
        tool => tool.PerProcess?.Columns.Select(column => column.Column) ?? [],
        "pid", "comm", "cache_misses", "cache_hits", "cache_hit_percent", "pages_dirtied", "file_ops", "file_ns", "file_p99_ns");

    /// <summary>Makes the pane.</summary>
    public static Pane Create() => new(
        '5',
        "fs",
        "FS",
        [
            new HistogramPart(Tool("fsdist")),
            new TablePart(
                "processes",
                "Who used files ─ by process",
                PartColumn.ToolsOf(ProcessColumns),
                new TableState("pid", "start_ns"),
                ["file_ns", "cache_misses"],
                static moment => moment.Current?.Processes,
                ProcessColumns)
            {
                Question = "Which processes read and write files, and what had to come from the device?",
                HasProcesses = true,
            },
            new TablePart(
                "cachestat",
                "Page cache ─ cachestat",
                [Cachestat],
                new TableState("device", "fs"),
                ["cache_misses"],
                static moment => (moment.Of(Cachestat)?.Data as TableData)?.Table),
            new TablePart(
                "operations",
                "By operation ─ fsdist",
                [Tool("fsdist")],
                new TableState("fs", "operation"),
                ["sum"],
                new SeriesTable(Tool("fsdist")).Of),
            Log("opensnoop", 90, "time_ns", "comm", "pid", "error", "path"),
            Log("statsnoop", 90, "time_ns", "comm", "pid", "error", "path"),
            Log("fsslower", 120, "comm", "pid", "latency_ns", "operation", "bytes", "path"),
        ],
        [
            new(0, 0, new SlotRow(1, new Slot(1, All))),
            new(50, 16, new SlotRow(1, new Slot(1, [.. What, .. Latency])), new SlotRow(1, new Slot(1, [.. Who, .. Logs]))),
            new(50, 34, new SlotRow(1, new Slot(1, Latency)), new SlotRow(1, new Slot(1, [.. What, .. Who])), new SlotRow(1, new Slot(1, Logs))),
            new(100, 16, new SlotRow(1, new Slot(3, Latency), new Slot(2, What)), new SlotRow(1, new Slot(1, Who), new Slot(1, Logs))),
            new(
                160,
                44,
                new SlotRow(5, new Slot(1, Latency)),
                new SlotRow(4, new Slot(4, Who), new Slot(4, "cachestat"), new Slot(5, "operations")),
                new SlotRow(5, new Slot(1, "opensnoop", "statsnoop"), new Slot(1, "fsslower"))),
        ]);

    private static EventPart Log(string tool, int maxNarrowWidth, params string[] narrowColumns) =>
        new(Tool(tool)) { HasProcesses = true, MaxNarrowWidth = maxNarrowWidth, NarrowColumns = narrowColumns };

    private static ToolDescriptor Tool(string name) => Catalogue.Find(name)!.Descriptor;
}
