using Probetop.App.CommandLine;

namespace Probetop.App.Output;

/// <summary>Which machine, in every document.</summary>
/// <param name="Name">Host name, unsanitised.</param>
/// <param name="Kernel">Kernel release.</param>
/// <param name="Cpus">CPUs that run.</param>
/// <param name="BootId">Changes with each boot.</param>
internal sealed record HostFacts(string Name, string Kernel, int Cpus, string BootId)
{
    /// <summary>Reads this machine's.</summary>
    public static HostFacts Read() => new(
        MachineFacts.ReadText("/", "proc/sys/kernel/hostname") ?? "",
        MachineFacts.ReadText("/", "proc/sys/kernel/osrelease") ?? "",
        CpusOf(MachineFacts.ReadText("/", "proc/stat") ?? ""),
        MachineFacts.ReadText("/", "proc/sys/kernel/random/boot_id") ?? "");

    // One line for each, after that of all together; a container may hide sysfs, but not this.
    private static int CpusOf(string stat) =>
        stat.Split('\n').Count(line => line.StartsWith("cpu", StringComparison.Ordinal) && line.Length > 3 && char.IsAsciiDigit(line[3]));
}
