namespace Probetop.Probes.Processes;

/// <summary>The pid namespace that this process runs in.</summary>
/// <param name="IsInitial">Whether it is the machine's own, the one that the kernel side numbers processes by.</param>
/// <param name="ProcIsInitial">Whether <c>/proc</c> shows the machine's own: it may be that of a namespace further out.</param>
public sealed record PidNamespace(bool IsInitial, bool ProcIsInitial)
{
    // The number is part of the kernel's ABI.
    private const string InitialLink = "pid:[4026531836]";

    /// <summary>Outside of every container.</summary>
    public static PidNamespace Initial { get; } = new(true, true);

    /// <summary>Looks at a mounted proc; without one it is taken for the initial namespace.</summary>
    public static PidNamespace Read(string proc)
    {
        string link = Path.Combine(proc, "self/ns/pid");
        // A proc where this process has a number is that of its namespace or of one further out.
        if (new FileInfo(link).LinkTarget is not { } target || target == InitialLink) return Initial;
        return new PidNamespace(false, HasKernelThreads(proc));
    }

    // They live in the initial namespace only, and 2 is the one that starts them.
    private static bool HasKernelThreads(string proc)
    {
        const uint KernelThread = 0x00200000;
        return ProcEntry.ReadStat(proc, 2) is { } stat && (stat.Flags & KernelThread) != 0;
    }
}
