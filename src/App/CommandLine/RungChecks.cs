using Probetop.Probes.Events;

namespace Probetop.App.CommandLine;

/// <summary>Which ways to be told of an event the kernel allows.</summary>
internal static class RungChecks
{
    /// <summary>
    /// Each kind, tried with an empty program that is loaded and attached. None is needed by itself: an event falls to the
    /// next that holds. Empty without the rights to try.
    /// </summary>
    /// <param name="rights">What this process may do.</param>
    /// <param name="whyNot">The kernel's words about a kind that it refuses; null when it does not.</param>
    public static IReadOnlyList<Check> Of(Rights rights, Func<RungKind, string?> whyNot)
    {
        if (rights.Refusal() is not null) return [];
        return
        [
            .. RungKinds.All.Select(kind => whyNot(kind) is { } reason
                ? new Check(kind.Name(), CheckState.Limited, "refused", $"The kernel says: {reason}.")
                : new Check(kind.Name(), CheckState.Ok, MeaningOf(kind))),
        ];
    }

    private static string MeaningOf(RungKind kind) => kind switch
    {
        RungKind.TpBtf => "tracepoints with types",
        RungKind.RawTp => "tracepoints without types",
        RungKind.Tracepoint => "records of tracepoints",
        RungKind.Fentry => "functions, before they run",
        RungKind.Fexit => "functions, after they ran",
        RungKind.Kprobe => "functions, by breakpoint",
        RungKind.PerfEvent => "samples of the CPU clock",
        _ => "the kernel's lists",
    };
}
