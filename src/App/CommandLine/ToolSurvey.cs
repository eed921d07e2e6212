using Probetop.Probes.Events;
using Probetop.Probes.Sampling;
using Probetop.Probes.Tools;

namespace Probetop.App.CommandLine;

/// <summary>Whether each tool can run on this machine, found by starting it.</summary>
internal static class ToolSurvey
{
    /// <summary>Starts every tool with all events it can use, and stops them again; the statuses in the order of the catalogue.</summary>
    /// <param name="rights">What this process may do.</param>
    /// <param name="highest">For tests: see <see cref="SessionOptions.HighestRung"/>.</param>
    /// <param name="errno">The kernel's error number where nothing at all can be measured; 0 when there is none.</param>
    public static IReadOnlyList<ToolStatus> Run(Rights rights, RungKind? highest, out int errno)
    {
        errno = 0;
        if (rights.Refusal() is { } refusal)
            return [.. Catalogue.Tools.Select(_ => new ToolStatus(ToolState.Unavailable, refusal, null, []))];
        using var session = new ProbeSession(new SessionOptions { UseAllEvents = true, HistoryIntervals = 1, HighestRung = highest });
        session.Start(Catalogue.Tools);
        try
        {
            _ = session.CutAsync(false).GetAwaiter().GetResult();
        }
        catch (InvalidOperationException)
        {
            // The session's failure; each tool has it as its reason.
        }

        errno = session.FailureErrno;
        return [.. Catalogue.Tools.Select(tool => session.StatusOf(tool.Descriptor))];
    }
}
