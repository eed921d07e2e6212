namespace Probetop.Probes.Tools;

/// <summary>Whether a tool runs.</summary>
public enum ToolState
{
    /// <summary>Not started.</summary>
    Off,

    /// <summary>Being loaded and attached.</summary>
    Loading,

    /// <summary>Runs on its best rungs.</summary>
    Ok,

    /// <summary>Runs on a lower rung: see the reason.</summary>
    Fallback,

    /// <summary>Runs, but an event it uses is missing: see the reason.</summary>
    Partial,

    /// <summary>Cannot run here: see reason and remedy.</summary>
    Unavailable,
}

/// <summary>Whether and how a tool runs on this machine.</summary>
/// <param name="State">Whether it runs.</param>
/// <param name="Reason">Why it does not run as well as it could; null when it does.</param>
/// <param name="Remedy">What would help; null when nothing is needed or known.</param>
/// <param name="Rungs">For each event in use, the rung that holds, such as (<c>switch</c>, <c>tp_btf</c>).</param>
/// <param name="Detail">The kernel's own words, for <c>doctor</c>; null when there are none.</param>
public sealed record ToolStatus(
    ToolState State, string? Reason, string? Remedy, IReadOnlyList<KeyValuePair<string, string>> Rungs, string? Detail = null)
{
    /// <summary>Not started.</summary>
    public static ToolStatus Off { get; } = new(ToolState.Off, null, null, []);

    /// <summary>Being loaded.</summary>
    public static ToolStatus Loading { get; } = new(ToolState.Loading, null, null, []);

    /// <summary>Whether data can be expected.</summary>
    public bool Runs => State is ToolState.Ok or ToolState.Fallback or ToolState.Partial;

    /// <summary>The state as the JSON contract and the screen write it.</summary>
    public string StateName => State switch
    {
        ToolState.Ok => "ok",
        ToolState.Fallback => "fallback",
        ToolState.Partial => "partial",
        ToolState.Loading => "loading",
        ToolState.Off => "off",
        _ => "unavailable",
    };
}
