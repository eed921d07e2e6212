namespace Probetop.Tests.Vm;

/// <summary>A way to be told of an event.</summary>
/// <param name="Kind">Its name in the JSON.</param>
/// <param name="First">The first of our kernels that has it.</param>
internal sealed record Rung(string Kind, string First);

/// <summary>A tool: what it has to be hooked to, and since which of our kernels it can work.</summary>
internal sealed record ToolHooks(string Name, string[] Events, string First = Ladders.Floor);

/// <summary>
/// What has to hold on which kernel: neither a tool that is missing nor one that silently fell back to a lesser rung may
/// pass, so each rung of each event says which kernel is the first to have it.
/// </summary>
internal static class Ladders
{
    /// <summary>The limit of a run without one.</summary>
    public const string NoLimit = "best";

    /// <summary>The oldest kernel.</summary>
    public const string Floor = "5.10";

    /// <summary>The kernels, oldest first.</summary>
    public static readonly string[] Kernels = [Floor, "6.1", "6.12"];

    /// <summary>What <c>--max-rung</c> is set to, one run after the other.</summary>
    public static readonly string[] Limits = [NoLimit];

    /// <summary>Every tool.</summary>
    public static readonly ToolHooks[] Tools =
    [
        new("cpudist", ["switch"]),
        new("cputime", ["switch"]),
        new("execsnoop", ["exec", "syscall_exit"]),
        new("exitsnoop", ["exit"]),
        new("hardirqs", ["irq_entry", "irq_exit"]),
        new("migrations", ["migrate"]),
        new("runqlat", ["wakeup", "wakeup_new", "switch"]),
        new("runqlen", ["sample"]),
        new("softirqs", ["softirq_entry", "softirq_exit"]),
        new("syscount", ["syscall_enter", "syscall_exit"]),
    ];

    /// <summary>The events that every tool which names processes is hooked to as well.</summary>
    public static readonly string[] ProcessTable = ["fork", "exec", "exit", "rename", "cgroup_attach"];

    /// <summary>The rungs of each event, best first.</summary>
    public static readonly IReadOnlyDictionary<string, Rung[]> Events = new Dictionary<string, Rung[]>
    {
        ["fork"] = [new("tp_btf", Floor)],
        ["exec"] = [new("tp_btf", Floor)],
        ["exit"] = [new("tp_btf", Floor)],
        ["rename"] = [new("tp_btf", Floor)],
        ["cgroup_attach"] = [new("tp_btf", Floor)],
        ["wakeup"] = [new("tp_btf", Floor)],
        ["wakeup_new"] = [new("tp_btf", Floor)],
        ["switch"] = [new("tp_btf", Floor)],
        ["migrate"] = [new("tp_btf", Floor)],
        ["syscall_enter"] = [new("tp_btf", Floor)],
        ["syscall_exit"] = [new("tp_btf", Floor)],
        ["softirq_entry"] = [new("tp_btf", Floor)],
        ["softirq_exit"] = [new("tp_btf", Floor)],
        ["irq_entry"] = [new("tp_btf", Floor)],
        ["irq_exit"] = [new("tp_btf", Floor)],
        ["sample"] = [new("perf_event", Floor)],
    };

    // As --max-rung orders them.
    private static readonly string[] Kinds = ["tp_btf", "raw_tp", "tracepoint", "fentry", "fexit", "kprobe", "perf_event"];

    /// <summary>The rung that an event has to be on: the best at or below the limit, and if there is none, its last.</summary>
    public static string Expected(string kernelEvent, string kernel, string limit)
    {
        string[] had = [.. Events[kernelEvent].Where(rung => IsSince(rung.First, kernel)).Select(rung => rung.Kind)];
        int best = limit == NoLimit ? 0 : Array.IndexOf(Kinds, limit);
        return had.FirstOrDefault(kind => Array.IndexOf(Kinds, kind) >= best) ?? had[^1];
    }

    /// <summary>What a tool has to say of itself: on its best rungs, or on lesser ones.</summary>
    public static string ExpectedStatus(ToolHooks tool, string kernel, string limit) =>
        tool.Events.All(name => Expected(name, kernel, limit) == Events[name][0].Kind) ? "ok" : "fallback";

    /// <summary>Whether a tool can work on a kernel.</summary>
    public static bool Has(ToolHooks tool, string kernel) => IsSince(tool.First, kernel);

    private static bool IsSince(string first, string kernel) => Version.Parse(kernel) >= Version.Parse(first);
}
