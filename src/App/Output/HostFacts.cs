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
        Probes.Bpf.Cpus.ReadOnline().Count,
        MachineFacts.ReadText("/", "proc/sys/kernel/random/boot_id") ?? "");
}
