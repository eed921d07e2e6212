using Probetop.Probes.Events;

namespace Probetop.App.CommandLine;

/// <summary>What the command line says about the dashboard.</summary>
internal sealed record DashboardOptions
{
    /// <summary>The pane to begin with; null: the program's choice.</summary>
    public string? Pane { get; init; }

    /// <summary>Refresh interval in ns, 100 ms to 60 s.</summary>
    public required ulong IntervalNs { get; init; }

    /// <summary>Threshold of the tools that show slow operations, in ns.</summary>
    public required ulong SlowerThanNs { get; init; }

    /// <summary>What everything is restricted to; null: the whole machine.</summary>
    public Restriction? Restriction { get; init; }

    /// <summary>For tests: see <see cref="Probes.Sampling.SessionOptions.HighestRung"/>.</summary>
    public RungKind? HighestRung { get; init; }

    /// <summary>Where the key <c>s</c> puts its files.</summary>
    public required string SnapshotDirectory { get; init; }
}
