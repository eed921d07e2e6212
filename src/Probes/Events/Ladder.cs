namespace Probetop.Probes.Events;

/// <summary>The rung that an event is told by here.</summary>
/// <param name="Rung">It; null when there is none.</param>
/// <param name="Reason">Why not a better one, or why none; null for the best one.</param>
public readonly record struct RungChoice(Rung? Rung, string? Reason);

/// <summary>Finds for each event the best rung that holds.</summary>
/// <param name="whyNot">What the kernel is known to have against a rung; null when nothing.</param>
/// <param name="highest">For tests: better rungs are taken only by an event that nothing below holds for.</param>
public sealed class Ladder(Func<Rung, string?> whyNot, RungKind? highest)
{
    private readonly Dictionary<Rung, string> _refused = [];

    /// <summary>The best rung that is neither known not to hold nor refused so far.</summary>
    public RungChoice Choose(KernelEvent kernelEvent)
    {
        IEnumerable<Rung> below = kernelEvent.Rungs.Where(rung => !IsTakenAway(rung)), above = kernelEvent.Rungs.Where(IsTakenAway).Reverse();
        Rung? chosen = below.Concat(above).FirstOrDefault(rung => WhyNot(rung) is null);
        string reason = string.Join("; ", kernelEvent.Rungs.TakeWhile(rung => rung != chosen)
            .GroupBy(rung => WhyNot(rung) ?? "taken away by --max-rung", rung => rung.Kind.Name())
            .Select(group => $"{string.Join(", ", group)}: {group.Key}"));
        return new RungChoice(chosen, reason.Length == 0 ? null : reason);
    }

    /// <summary>The kernel refused a rung that was chosen: it is not chosen again.</summary>
    public void Refuse(Rung rung, string reason) => _refused[rung] = reason;

    private bool IsTakenAway(Rung rung) => rung.Kind < highest;

    private string? WhyNot(Rung rung) => _refused.TryGetValue(rung, out string? reason) ? reason : whyNot(rung);
}
