namespace Probetop.Probes.Events;

/// <summary>Something that happens in the kernel, and the ways to be told, best first. Events own the ladder, not tools.</summary>
/// <param name="Name">Name that tools require it by.</param>
/// <param name="Source">Object that holds its programs, such as <c>sched</c> for <c>sched.bpf.o</c>.</param>
/// <param name="Rungs">The ways, cheapest and most stable first.</param>
/// <param name="IsHot">Whether it happens so often that it is not attached for a tool that can do without it.</param>
public sealed record KernelEvent(string Name, string Source, IReadOnlyList<Rung> Rungs, bool IsHot = false);

/// <summary>Every event that a tool can name.</summary>
public static class KernelEvents
{
    private const string Task = "task_struct";
    private const string Mapping = "address_space";

    private static readonly Dictionary<string, KernelEvent> ByName = new(StringComparer.Ordinal);

    static KernelEvents()
    {
        foreach (KernelEvent kernelEvent in All) ByName.Add(kernelEvent.Name, kernelEvent);
    }

    /// <summary>All events, by source.</summary>
    public static IReadOnlyList<KernelEvent> All { get; } =
    [
        new("fork", "process",
            [.. Rung.OfTracepoint("sched_process_fork", Task, Task), .. Rung.OfFunction("wake_up_new_task", Task)]),
        new("exec", "process",
        [
            .. Rung.OfTracepoint("sched_process_exec", Task), Rung.OfRecord("sched", "sched_process_exec"),
            .. Rung.OfFunction("finalize_exec"),
        ]),
        new("exit", "process",
        [
            .. Rung.OfTracepoint("sched_process_exit", Task), Rung.OfRecord("sched", "sched_process_exit"),
            .. Rung.OfFunction("cgroup_exit", Task),
        ]),
        new("rename", "process",
            [.. Rung.OfTracepoint("task_rename", Task, null), .. Rung.OfFunction("__set_task_comm", Task, null)]),
        new("cgroup_attach", "process",
        [
            .. Rung.OfTracepoint("cgroup_attach_task", "cgroup", null, Task),
            Rung.OfReturn("cgroup_attach_task", "cgroup", Task),
        ]),
        new("wakeup", "sched", [.. Rung.OfTracepoint("sched_wakeup", Task), Rung.OfRecord("sched", "sched_wakeup")]),
        new("wakeup_new", "sched",
        [
            .. Rung.OfTracepoint("sched_wakeup_new", Task), Rung.OfRecord("sched", "sched_wakeup_new"),
            .. Rung.OfFunction("wake_up_new_task", Task),
        ]),
        new("switch", "sched",
            [.. Rung.OfTracepoint("sched_switch", null, Task, Task), .. Rung.OfFunction("finish_task_switch", Task)]),
        new("migrate", "sched",
            [.. Rung.OfTracepoint("sched_migrate_task", Task, null), .. Rung.OfFunction("set_task_cpu", Task, null)]),
        new("syscall_enter", "syscalls",
            [.. Rung.OfTracepoint("sys_enter", "pt_regs", null), Rung.OfRecord("raw_syscalls", "sys_enter")], IsHot: true),
        new("syscall_exit", "syscalls", Rung.OfTracepoint("sys_exit", "pt_regs", null), IsHot: true),
        new("softirq_entry", "irq", [.. Rung.OfTracepoint("softirq_entry", [null]), Rung.OfRecord("irq", "softirq_entry")]),
        new("softirq_exit", "irq", [.. Rung.OfTracepoint("softirq_exit", [null]), Rung.OfRecord("irq", "softirq_exit")]),
        new("irq_entry", "irq", Rung.OfTracepoint("irq_handler_entry", null, "irqaction")),
        new("irq_exit", "irq", Rung.OfTracepoint("irq_handler_exit", null, "irqaction")),
        new("page_read", "filemap",
        [
            .. Rung.OfTracepoint("mm_filemap_get_pages", Mapping, null, null),
            .. Rung.OfRenamedFunction("filemap_read", "generic_file_buffered_read", "kiocb", "iov_iter"),
        ]),
        new("page_fault", "filemap", [.. Rung.OfTracepoint("mm_filemap_fault", Mapping, null), .. Rung.OfFunction("filemap_fault", "vm_fault")]),
        new("page_map", "filemap", Rung.OfTracepoint("mm_filemap_map_pages", Mapping, null, null)),
        // Folios are pages in older kernels.
        new("page_add", "filemap", Rung.OfTracepoint("mm_filemap_add_to_page_cache", [null])),
        new("page_dirty", "filemap", Rung.OfRenamedTracepoint("writeback_dirty_folio", "writeback_dirty_page", null, Mapping)),
        new("sample", "sampling", [Rung.OfCpuClock("cpu_clock")]),
    ];

    /// <summary>The events that keep the process table true; every tool that names processes needs them.</summary>
    public static IReadOnlyList<string> OfProcessTable { get; } = ["fork", "exec", "exit", "rename", "cgroup_attach"];

    /// <summary>The event called <paramref name="name"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static KernelEvent Of(string name) => ByName[name];
}
