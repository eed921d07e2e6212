namespace Probetop.Probes.Events;

/// <summary>A way to be called at an event, cheapest and most stable first.</summary>
public enum RungKind
{
    /// <summary>BTF-typed raw tracepoint.</summary>
    TpBtf,

    /// <summary>Raw tracepoint: the same arguments, without types.</summary>
    RawTp,

    /// <summary>Tracepoint: the record that the kernel would write into its trace.</summary>
    Tracepoint,

    /// <summary>Entry of a kernel function, by a trampoline.</summary>
    Fentry,

    /// <summary>Return of a kernel function, by a trampoline.</summary>
    Fexit,

    /// <summary>Entry of a kernel function, by a breakpoint.</summary>
    Kprobe,

    /// <summary>Perf event on the CPU clock.</summary>
    PerfEvent,

    /// <summary>Iterator over the kernel's objects.</summary>
    Iterator,
}

/// <summary>The names of the kinds in the JSON contract, on the screen and in the names of programs.</summary>
public static class RungKinds
{
    private static readonly string[] Names = ["tp_btf", "raw_tp", "tracepoint", "fentry", "fexit", "kprobe", "perf_event", "iter"];

    /// <summary>Every kind, best first.</summary>
    public static IReadOnlyList<RungKind> All { get; } = Enum.GetValues<RungKind>();

    /// <summary>The kind's name, such as <c>tp_btf</c>.</summary>
    public static string Name(this RungKind kind) => Names[(int)kind];

    /// <summary>The kind of that name; null when there is none.</summary>
    public static RungKind? Find(string name)
    {
        int index = Array.IndexOf(Names, name);
        return index < 0 ? null : (RungKind)index;
    }
}

/// <summary>One rung of an event's ladder.</summary>
public sealed record Rung
{
    private Rung(RungKind kind, string program, string target, IReadOnlyList<string?> arguments)
    {
        Kind = kind;
        Program = program;
        Target = target;
        Arguments = arguments;
    }

    /// <summary>How the program is called.</summary>
    public RungKind Kind { get; }

    /// <summary>Name of the program in the object.</summary>
    public string Program { get; }

    /// <summary>What it is attached to, such as <c>sched_switch</c> or <c>sched/sched_wakeup</c>.</summary>
    public string Target { get; }

    /// <summary>
    /// The first arguments that the program reads: the struct that each points to, null for any other type. A kernel whose
    /// arguments differ does not have this rung.
    /// </summary>
    public IReadOnlyList<string?> Arguments { get; }

    /// <summary>Whether the program knows the types of the pointers that it is called with.</summary>
    public bool IsTyped => Kind is RungKind.TpBtf or RungKind.Fentry or RungKind.Fexit;

    /// <summary>The rungs <c>tp_btf</c> and <c>raw_tp</c> of a tracepoint.</summary>
    public static Rung[] OfTracepoint(string tracepoint, params string?[] arguments) =>
    [
        new(RungKind.TpBtf, tracepoint, tracepoint, arguments),
        new(RungKind.RawTp, ProgramName(tracepoint, RungKind.RawTp), tracepoint, arguments),
    ];

    /// <summary>The rungs of a tracepoint that had another name in older kernels, with the same arguments.</summary>
    public static Rung[] OfRenamedTracepoint(string tracepoint, string before, params string?[] arguments) =>
        [.. OfTracepoint(tracepoint, arguments).Concat(OfTracepoint(before, arguments)).OrderBy(rung => rung.Kind)];

    /// <summary>The rung <c>tracepoint</c>.</summary>
    public static Rung OfRecord(string category, string tracepoint) =>
        new(RungKind.Tracepoint, ProgramName(tracepoint, RungKind.Tracepoint), $"{category}/{tracepoint}", []);

    /// <summary>The rungs <c>fentry</c> and <c>kprobe</c> of a function.</summary>
    public static Rung[] OfFunction(string function, params string?[] arguments) =>
    [
        new(RungKind.Fentry, ProgramName(function, RungKind.Fentry), function, arguments),
        new(RungKind.Kprobe, ProgramName(function, RungKind.Kprobe), function, arguments),
    ];

    /// <summary>The rungs of a function that had another name in older kernels, with the same first arguments.</summary>
    public static Rung[] OfRenamedFunction(string function, string before, params string?[] arguments) =>
        [.. OfFunction(function, arguments).Concat(OfFunction(before, arguments)).OrderBy(rung => rung.Kind)];

    /// <summary>The rung <c>fexit</c> of a function.</summary>
    public static Rung OfReturn(string function, params string?[] arguments) =>
        new(RungKind.Fexit, ProgramName(function, RungKind.Fexit), function, arguments);

    /// <summary>The rung of a CPU's clock.</summary>
    public static Rung OfCpuClock(string program) => new(RungKind.PerfEvent, program, "cpu-clock", []);

    private static string ProgramName(string target, RungKind kind) => $"{target}__{kind.Name()}";
}
