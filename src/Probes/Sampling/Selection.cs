using Probetop.Probes.Processes;

namespace Probetop.Probes.Sampling;

/// <summary>What is picked out: all parts that are set must match. Used to drill (selection) and to restrict (command line).</summary>
public sealed record Selection
{
    /// <summary>Longest comm the kernel keeps, in bytes.</summary>
    public const int CommBytes = 15;

    /// <summary>A process and, from then on, its children; a <see cref="ProcessIdentity.StartNs"/> of 0 takes any start.</summary>
    public ProcessIdentity? Process { get; init; }

    /// <summary>A process named by a <c>/proc</c> of another pid namespace, to be found in the kernel's table; instead of <see cref="Process"/>.</summary>
    public ProcEntry? ProcEntry { get; init; }

    /// <summary>A container, by the id of its cgroup.</summary>
    public ulong? CgroupId { get; init; }

    /// <summary>A comm, exactly.</summary>
    public string? Comm { get; init; }

    /// <summary>What to call it on the screen; not yet sanitised.</summary>
    public required string Label { get; init; }
}
