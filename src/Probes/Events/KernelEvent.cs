namespace Probetop.Probes.Events;

/// <summary>A way to be called at an event; names are those of the JSON contract.</summary>
public enum RungKind
{
    /// <summary>BTF-typed raw tracepoint.</summary>
    TpBtf,

    /// <summary>Perf event on the CPU clock.</summary>
    PerfEvent,
}

/// <summary>One rung of an event's ladder.</summary>
/// <param name="Kind">How the program is called.</param>
/// <param name="Program">Name of the program in the object.</param>
/// <param name="Target">What it is attached to.</param>
public sealed record Rung(RungKind Kind, string Program, string Target)
{
    /// <summary>The rung's name, such as <c>tp_btf</c>.</summary>
    public string Name => Kind switch
    {
        RungKind.TpBtf => "tp_btf",
        _ => "perf_event",
    };
}

/// <summary>Something that happens in the kernel, and the ways to be told, best first. Events own the ladder, not tools.</summary>
/// <param name="Name">Name that tools require it by.</param>
/// <param name="Source">Object that holds its programs, such as <c>sched</c> for <c>sched.bpf.o</c>.</param>
/// <param name="Rungs">The ways, cheapest and most stable first.</param>
public sealed record KernelEvent(string Name, string Source, IReadOnlyList<Rung> Rungs);

/// <summary>Every event that a tool can name.</summary>
public static class KernelEvents
{
    private static readonly Dictionary<string, KernelEvent> ByName = new(StringComparer.Ordinal);

    static KernelEvents()
    {
        foreach (KernelEvent kernelEvent in All) ByName.Add(kernelEvent.Name, kernelEvent);
    }

    /// <summary>All events, by source.</summary>
    public static IReadOnlyList<KernelEvent> All { get; } =
    [
        TpBtf("fork", "process", "sched_process_fork"),
        TpBtf("exec", "process", "sched_process_exec"),
        TpBtf("exit", "process", "sched_process_exit"),
        TpBtf("rename", "process", "task_rename"),
        TpBtf("cgroup_attach", "process", "cgroup_attach_task"),
        TpBtf("wakeup", "sched", "sched_wakeup"),
        TpBtf("wakeup_new", "sched", "sched_wakeup_new"),
        TpBtf("switch", "sched", "sched_switch"),
        TpBtf("migrate", "sched", "sched_migrate_task"),
        TpBtf("syscall_enter", "syscalls", "sys_enter"),
        TpBtf("syscall_exit", "syscalls", "sys_exit"),
        TpBtf("softirq_entry", "irq", "softirq_entry"),
        TpBtf("softirq_exit", "irq", "softirq_exit"),
        TpBtf("irq_entry", "irq", "irq_handler_entry"),
        TpBtf("irq_exit", "irq", "irq_handler_exit"),
        new("sample", "sampling", [new Rung(RungKind.PerfEvent, "cpu_clock", "cpu-clock")]),
    ];

    /// <summary>The events that keep the process table true; every tool that names processes needs them.</summary>
    public static IReadOnlyList<string> OfProcessTable { get; } = ["fork", "exec", "exit", "rename", "cgroup_attach"];

    /// <summary>The event called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static KernelEvent Of(string name) => ByName[name];

    // A tp_btf program is called as its tracepoint.
    private static KernelEvent TpBtf(string name, string source, string tracepoint) =>
        new(name, source, [new Rung(RungKind.TpBtf, tracepoint, tracepoint)]);
}
