using Probetop.App.Output;
using Probetop.App.Terminal;

namespace Probetop.App.CommandLine;

/// <summary>How a thing that probetop looks at stands.</summary>
internal enum CheckState
{
    /// <summary>Good.</summary>
    Ok,

    /// <summary>Something works less well without it.</summary>
    Limited,

    /// <summary>Nothing can be measured without it.</summary>
    Missing,
}

/// <summary>One thing that <c>doctor</c> looks at.</summary>
/// <param name="Name">What.</param>
/// <param name="State">How it stands.</param>
/// <param name="Value">What was found.</param>
/// <param name="Consequence">What does not work because of it, one sentence; null when all is well.</param>
/// <param name="Remedy">What would help; null when nothing is needed.</param>
internal sealed record Check(string Name, CheckState State, string Value, string? Consequence = null, string? Remedy = null)
{
    /// <summary>The state as it is written.</summary>
    public string StateName => State switch
    {
        CheckState.Ok => "ok",
        CheckState.Limited => "limited",
        _ => "missing",
    };
}

/// <summary>Judges what was read from the machine and the environment.</summary>
internal static class MachineChecks
{
    /// <summary>The machine: kernel, type information, rights, limits, hierarchies.</summary>
    public static IReadOnlyList<Check> OfMachine(MachineFacts facts, Rights rights, string executable) =>
    [
        new("kernel", CheckState.Ok, facts.Kernel ?? "unknown"),
        facts.BtfBytes is { } bytes
            ? new("BTF", CheckState.Ok, $"/sys/kernel/btf/vmlinux, {bytes:N0} bytes")
            : new(
                "BTF", CheckState.Missing, "no /sys/kernel/btf/vmlinux",
                "Without its type information no program can be fitted to this kernel.",
                "a kernel built with CONFIG_DEBUG_INFO_BTF=y, as distributions ship them since 5.10"),
        OfUser(rights),
        Needed(rights, Capability.Bpf, "Without it no BPF map or program can be made.", executable),
        Needed(rights, Capability.Perfmon, "Without it programs may neither read kernel memory nor sample.", executable),
        Optional(rights, Capability.SysAdmin, "Without it what the programs cost is not known."),
        Optional(rights, Capability.SysPtrace, "Without it files of other users' processes cannot be looked at."),
        OfLockedMemory(facts, rights),
        new("unprivileged_bpf_disabled", CheckState.Ok, facts.UnprivilegedBpfDisabled ?? "unknown"),
        new("perf_event_paranoid", CheckState.Ok, facts.PerfEventParanoid ?? "unknown"),
        facts.Lockdown == "confidentiality"
            ? new(
                "lockdown", CheckState.Missing, "confidentiality", "This lockdown keeps BPF programs from reading kernel memory.",
                "boot with lockdown=integrity or lockdown=none")
            : new("lockdown", CheckState.Ok, facts.Lockdown ?? "not in this kernel"),
        OfCgroups(facts.Cgroups),
        facts.Tracefs is { } tracefs
            ? new("tracefs", CheckState.Ok, tracefs)
            : new(
                "tracefs", CheckState.Limited, "not mounted", "Without it ordinary tracepoints cannot stand in for BTF ones.",
                "sudo mount -t tracefs tracefs /sys/kernel/tracing"),
    ];

    /// <summary>The terminal: what the dashboard would find.</summary>
    public static IReadOnlyList<Check> OfTerminal(Func<string, string?> environment, (int Columns, int Rows)? size)
    {
        string term = environment("TERM") ?? "";
        TerminalSupport? support = TerminalSupport.Detect(environment, out _);
        string locale = Locale.NameOf(environment);
        return
        [
            support is null
                ? new(
                    "TERM", CheckState.Limited, term.Length == 0 ? "not set" : term,
                    "The dashboard cannot move the cursor of such a terminal.",
                    "set TERM to what the terminal is, such as TERM=xterm-256color")
                : new("TERM", CheckState.Ok, term),
            new("COLORTERM", CheckState.Ok, environment("COLORTERM") ?? "not set"),
            new("NO_COLOR", CheckState.Ok, string.IsNullOrEmpty(environment("NO_COLOR")) ? "not set" : "set"),
            new("colors", CheckState.Ok, support?.Colors switch
            {
                ColorDepth.TrueColor => "any",
                ColorDepth.Indexed256 => "256",
                ColorDepth.Ansi16 => "16",
                _ => "none",
            }),
            Locale.IsUtf8(environment)
                ? new("locale", CheckState.Ok, locale)
                : new(
                    "locale", CheckState.Limited, locale.Length == 0 ? "not set" : locale, "Lines and bars are drawn in ASCII.",
                    "a UTF-8 locale, such as LANG=C.UTF-8"),
            new("size", CheckState.Ok, size is { } cells ? $"{cells.Columns}x{cells.Rows}" : "standard output is not a terminal"),
        ];
    }

    // Maps counted against the limit until kernel 5.11; a map that is refused shows below, as tools that do not run.
    private static Check OfLockedMemory(MachineFacts facts, Rights rights)
    {
        string raise = rights.Has(Capability.SysResource) ? "CAP_SYS_RESOURCE raises it" : "CAP_SYS_RESOURCE is not effective";
        string limit = facts.LockedMemory ?? "unknown";
        return new Check("locked memory", CheckState.Ok, $"limit {limit}, {raise}; matters before kernel 5.11 only");
    }

    private static Check OfUser(Rights rights) => rights.InUserNamespace
        ? new(
            "user", CheckState.Missing, $"uid {rights.Uid} of a user namespace", "Its capabilities do not count for BPF.",
            "run probetop outside of the user namespace")
        : new("user", CheckState.Ok, rights.Uid == 0 ? "root" : $"uid {rights.Uid}");

    private static Check Needed(Rights rights, Capability capability, string consequence, string executable)
    {
        string name = Rights.NameOf(capability);
        if (rights.Has(capability)) return new Check(name, CheckState.Ok, "effective");
        return new Check(name, CheckState.Missing, "not effective", consequence, string.Join(", or ", rights.Remedies(executable, [])));
    }

    private static Check Optional(Rights rights, Capability capability, string consequence)
    {
        string name = Rights.NameOf(capability);
        if (rights.Has(capability)) return new Check(name, CheckState.Ok, "effective");
        string remedy = rights.Uid == 0 ? Rights.RootRemedy : "run probetop as root";
        return new Check(name, CheckState.Limited, "not effective", consequence, remedy);
    }

    private static Check OfCgroups(IReadOnlyList<Mount> cgroups)
    {
        if (cgroups.Count == 0)
        {
            return new Check(
                "cgroup", CheckState.Limited, "no hierarchy is mounted", "Containers are not told apart.",
                "sudo mount -t cgroup2 none /sys/fs/cgroup");
        }

        bool v1 = cgroups.Any(mount => mount.Type == "cgroup"), v2 = cgroups.Any(mount => mount.Type == "cgroup2");
        string version = v1 && v2 ? "v1 and v2" : v1 ? "v1" : "v2";
        return new Check("cgroup", CheckState.Ok, $"{version}: {string.Join(", ", cgroups.Select(mount => mount.Path))}");
    }
}
