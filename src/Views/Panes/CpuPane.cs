using Probetop.Probes.Tools;
using Probetop.Views.Widgets;

namespace Probetop.Views.Panes;

/// <summary>The CPU pane: who waits for a CPU, how long, and what the CPUs do.</summary>
internal static class CpuPane
{
    private static readonly string[] All =
        ["runqlat", "processes", "execsnoop", "exitsnoop", "cpus", "cpudist", "runqlen", "softirqs", "hardirqs", "syscount"];

    private static readonly string[] Waits = ["runqlat", "cpudist", "runqlen"];
    private static readonly string[] Who = ["processes", "cpus"];
    private static readonly string[] What = ["execsnoop", "exitsnoop", "softirqs", "hardirqs", "syscount"];

    private static readonly PartColumn[] ProcessColumns = PartColumn.Of(
        tool => tool.PerProcess?.Columns.Select(column => column.Column) ?? [],
        "pid", "comm", "cpu_percent", "waits", "wait_p50_ns", "wait_p99_ns", "slice_p50_ns", "migrations", "switches", "preemptions",
        "wait_ns", "slice_p99_ns", "syscalls", "syscall_ns", "syscall_p99_ns");

    private static readonly PartColumn[] CpuColumns = PartColumn.Of(
        tool => tool.CpuColumns,
        "cpu", "busy_percent", "waits", "wait_p50_ns", "wait_p99_ns", "runqlen_mean", "switches", "migrations_in", "migrations_out");

    /// <summary>Makes the pane.</summary>
    public static Pane Create() => new(
        '2',
        "cpu",
        "CPU",
        [
            new HistogramPart(Tool("runqlat")),
            new TablePart(
                "processes",
                "Who waited ─ by process",
                PartColumn.ToolsOf(ProcessColumns),
                new TableState("pid", "start_ns"),
                ["wait_p99_ns", "cpu_percent"],
                static moment => moment.Current?.Processes,
                ProcessColumns)
            {
                Question = "Which processes wait for a CPU, how long, and which use them?",
                HasProcesses = true,
            },
            new EventPart(Tool("execsnoop")) { HasProcesses = true, NarrowColumns = ["time_ns", "pid", "ppid", "ret", "args"] },
            new EventPart(Tool("exitsnoop")),
            new TablePart(
                "cpus",
                "By CPU",
                PartColumn.ToolsOf(CpuColumns),
                new TableState("cpu"),
                [],
                static moment => moment.Current?.Cpus,
                CpuColumns)
            {
                Question = "How busy is each CPU, and how long is the wait for it?",
            },
            new HistogramPart(Tool("cpudist")),
            new HistogramPart(Tool("runqlen")),
            BySeries(Tool("softirqs"), new TableState("vec")),
            BySeries(Tool("hardirqs"), new TableState("irq", "name")),
            BySeries(Tool("syscount"), new TableState("syscall")),
        ],
        [
            new(0, 0, new SlotRow(1, new Slot(1, All))),
            new(50, 16, new SlotRow(1, new Slot(1, Waits)), new SlotRow(1, new Slot(1, [.. Who, .. What]))),
            new(50, 34, new SlotRow(1, new Slot(1, Waits)), new SlotRow(1, new Slot(1, Who)), new SlotRow(1, new Slot(1, What))),
            new(100, 16, new SlotRow(1, new Slot(1, Waits)), new SlotRow(1, new Slot(1, Who), new Slot(1, What))),
            new(
                160,
                44,
                new SlotRow(5, new Slot(3, "runqlat"), new Slot(2, "cpudist", "runqlen")),
                new SlotRow(5, new Slot(3, "processes"), new Slot(2, "execsnoop", "exitsnoop")),
                new SlotRow(4, new Slot(9, "cpus"), new Slot(8, "softirqs", "hardirqs"), new Slot(8, "syscount"))),
        ]);

    private static ToolDescriptor Tool(string name) => Catalogue.Find(name)!.Descriptor;

    private static TablePart BySeries(ToolDescriptor tool, TableState state) =>
        new(tool.Name, $"{tool.Title} ─ {tool.Name}", [tool], state, ["sum"], new SeriesTable(tool).Of);
}
