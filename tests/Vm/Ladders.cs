namespace Probetop.Tests.Vm;

/// <summary>A way to be told of an event.</summary>
/// <param name="Kind">Its name in the JSON.</param>
/// <param name="First">The first of our kernels that has it.</param>
/// <param name="Last">The last one that has it; null: all since.</param>
internal sealed record Rung(string Kind, string First, string? Last = null);

/// <summary>A tool: what it has to be hooked to, and since which of our kernels it can work.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Events">The events that it needs.</param>
/// <param name="First">The first of our kernels that it can work on.</param>
internal sealed record ToolHooks(string Name, string[] Events, string First = Ladders.Floor)
{
    /// <summary>The events that it can do without, but is then partial.</summary>
    public string[] Uses { get; init; } = [];
}

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
    public static readonly string[] Limits = [NoLimit, "raw_tp", "tracepoint", "fentry", "kprobe"];

    /// <summary>Every tool.</summary>
    public static readonly ToolHooks[] Tools =
    [
        new("cachestat", ["page_read", "page_fault", "page_add", "page_dirty"]) { Uses = ["page_map"] },
        new("cpudist", ["switch"]),
        new("cputime", ["switch"]),
        new("execsnoop", ["exec", "syscall_exit"]),
        new("exitsnoop", ["exit"]),
        new("fsdist", ["syscall_enter", "syscall_exit"]),
        new("fsslower", ["syscall_enter", "syscall_exit"]),
        new("hardirqs", ["irq_entry", "irq_exit"]),
        new("migrations", ["migrate"]),
        new("opensnoop", ["syscall_exit"]),
        new("runqlat", ["wakeup", "wakeup_new", "switch"]),
        new("runqlen", ["sample"]),
        new("softirqs", ["softirq_entry", "softirq_exit"]),
        new("statsnoop", ["syscall_exit"]),
        new("syscount", ["syscall_enter", "syscall_exit"]),
    ];

    /// <summary>The events that every tool which names processes is hooked to as well.</summary>
    public static readonly string[] ProcessTable = ["fork", "exec", "exit", "rename", "cgroup_attach"];

    /// <summary>The rungs of each event, best first.</summary>
    public static readonly IReadOnlyDictionary<string, Rung[]> Events = new Dictionary<string, Rung[]>
    {
        ["fork"] = OnAll("tp_btf", "raw_tp", "fentry", "kprobe"),
        ["exec"] = OnAll("tp_btf", "raw_tp", "tracepoint", "fentry", "kprobe"),
        ["exit"] = OnAll("tp_btf", "raw_tp", "tracepoint", "fentry", "kprobe"),
        ["rename"] = OnAll("tp_btf", "raw_tp", "fentry", "kprobe"),
        ["cgroup_attach"] = OnAll("tp_btf", "raw_tp", "fexit"),
        ["wakeup"] = OnAll("tp_btf", "raw_tp", "tracepoint"),
        ["wakeup_new"] = OnAll("tp_btf", "raw_tp", "tracepoint", "fentry", "kprobe"),
        // Later kernels were compiled with another function in its place, which only kprobes find.
        ["switch"] = [.. OnAll("tp_btf", "raw_tp"), new("fentry", Floor, Floor), .. OnAll("kprobe")],
        ["migrate"] = OnAll("tp_btf", "raw_tp", "fentry", "kprobe"),
        ["syscall_enter"] = OnAll("tp_btf", "raw_tp", "tracepoint"),
        ["syscall_exit"] = OnAll("tp_btf", "raw_tp"),
        ["softirq_entry"] = OnAll("tp_btf", "raw_tp", "tracepoint"),
        ["softirq_exit"] = OnAll("tp_btf", "raw_tp", "tracepoint"),
        ["irq_entry"] = OnAll("tp_btf", "raw_tp"),
        ["irq_exit"] = OnAll("tp_btf", "raw_tp"),
        ["page_read"] = [new("tp_btf", "6.12"), new("raw_tp", "6.12"), .. OnAll("fentry", "kprobe")],
        ["page_fault"] = [new("tp_btf", "6.12"), new("raw_tp", "6.12"), .. OnAll("fentry", "kprobe")],
        ["page_map"] = [new("tp_btf", "6.12"), new("raw_tp", "6.12")],
        ["page_add"] = OnAll("tp_btf", "raw_tp"),
        ["page_dirty"] = OnAll("tp_btf", "raw_tp"),
        ["sample"] = OnAll("perf_event"),
    };

    // As --max-rung orders them.
    private static readonly string[] Kinds = ["tp_btf", "raw_tp", "tracepoint", "fentry", "fexit", "kprobe", "perf_event"];

    /// <summary>The rung that an event has to be on: the best at or below the limit, and if there is none, its last.</summary>
    public static string Expected(string kernelEvent, string kernel, string limit)
    {
        string[] had = [.. Events[kernelEvent].Where(rung => IsOn(rung, kernel)).Select(rung => rung.Kind)];
        int best = limit == NoLimit ? 0 : Array.IndexOf(Kinds, limit);
        return had.FirstOrDefault(kind => Array.IndexOf(Kinds, kind) >= best) ?? had[^1];
    }

    /// <summary>The events that a tool is hooked to on a kernel.</summary>
    public static IEnumerable<string> Hooked(ToolHooks tool, string kernel) =>
        [.. tool.Events, .. tool.Uses.Where(name => Events[name].Any(rung => IsOn(rung, kernel)))];

    /// <summary>What a tool has to say of itself: on its best rungs, on lesser ones, or without an event that it uses.</summary>
    public static string ExpectedStatus(ToolHooks tool, string kernel, string limit)
    {
        string[] hooked = [.. Hooked(tool, kernel)];
        if (hooked.Length < tool.Events.Length + tool.Uses.Length) return "partial";
        return hooked.All(name => Expected(name, kernel, limit) == Events[name][0].Kind) ? "ok" : "fallback";
    }

    /// <summary>Whether a tool can work on a kernel.</summary>
    public static bool Has(ToolHooks tool, string kernel) => IsSince(tool.First, kernel);

    /// <summary>
    /// Whether a program on that rung is left out while another such program runs on the same CPU, which an interrupt may do.
    /// </summary>
    public static bool IsExclusive(string kind) => kind is "tracepoint" or "kprobe";

    private static Rung[] OnAll(params string[] kinds) => [.. kinds.Select(kind => new Rung(kind, Floor))];

    private static bool IsOn(Rung rung, string kernel) => IsSince(rung.First, kernel) && (rung.Last is null || IsSince(kernel, rung.Last));

    private static bool IsSince(string first, string kernel) => Version.Parse(kernel) >= Version.Parse(first);
}
