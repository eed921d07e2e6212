using Probetop.App.Output;
using Probetop.App.Terminal;
using Probetop.Probes.Processes;

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
    /// <summary>The machine: kernel, type information, restrictions, namespaces, hierarchies.</summary>
    /// <param name="facts">What was read.</param>
    /// <param name="rights">What this process may do.</param>
    /// <param name="bpfErrno">Error number of a bpf(2) that failed although the capabilities were there; 0 when none did.</param>
    public static IReadOnlyList<Check> OfMachine(MachineFacts facts, Rights rights, int bpfErrno) =>
    [
        new("kernel", CheckState.Ok, facts.Kernel ?? "unknown"),
        OfSysfs(facts),
        OfTypes(facts),
        OfBpf(facts, rights, bpfErrno),
        new("seccomp", CheckState.Ok, facts.HasSeccompFilter ? "a filter" : "no filter"),
        OfLockdown(facts.Lockdown),
        OfUnprivilegedBpf(facts.UnprivilegedBpfDisabled, rights),
        OfPerfEvents(facts.PerfEventParanoid, rights),
        OfPidNamespace(facts.PidNamespace),
        OfCgroups(facts.Cgroups),
        OfTracefs(facts),
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

    private static Check OfSysfs(MachineFacts facts) => facts.HasSysfs
        ? new("sysfs", CheckState.Ok, "/sys")
        : new(
            "sysfs", CheckState.Missing, "/sys is empty or masked", "Without it neither the CPUs nor the kernel's types are known.",
            "sudo mount -t sysfs -o ro sysfs /sys; a container needs it unmasked, read-only is enough");

    private static Check OfTypes(MachineFacts facts)
    {
        const string File = "/sys/kernel/btf/vmlinux";
        if (facts.BtfBytes is { } bytes) return new Check("BTF", CheckState.Ok, $"{File}, {bytes:N0} bytes");
        return new Check(
            "BTF", CheckState.Missing, $"no {File}", "Without its type information no program can be fitted to this kernel.",
            facts.HasSysfs ? "a kernel built with CONFIG_DEBUG_INFO_BTF=y, as distributions ship them since 5.10" : "see sysfs");
    }

    private static Check OfBpf(MachineFacts facts, Rights rights, int errno)
    {
        const string Name = "bpf(2)";
        if (rights.Missing.Count > 0) return new Check(Name, CheckState.Ok, "not tried, since capabilities are missing");
        return BpfRefusal.Of(errno, facts, rights) is { } refusal
            ? new Check(Name, CheckState.Missing, "refused", char.ToUpperInvariant(refusal.Sentence[0]) + refusal.Sentence[1..] + ".", refusal.Remedy)
            : new Check(Name, CheckState.Ok, "permitted");
    }

    private static Check OfLockdown(string? mode) => mode switch
    {
        "confidentiality" => new(
            "lockdown", CheckState.Missing, mode, "This lockdown keeps BPF programs from reading kernel memory.",
            "boot with lockdown=integrity or lockdown=none"),
        "integrity" => new("lockdown", CheckState.Ok, "integrity: BPF programs may not write to memory, which probetop's never do"),
        null => new("lockdown", CheckState.Ok, "not in this kernel"),
        _ => new("lockdown", CheckState.Ok, mode),
    };

    private static Check OfUnprivilegedBpf(string? value, Rights rights)
    {
        const string Name = "unprivileged_bpf_disabled";
        if (value is null || rights.Has(Capability.Bpf)) return new Check(Name, CheckState.Ok, value ?? "unknown");
        return new Check(
            Name, CheckState.Limited, value,
            value == "0"
                ? "It opens BPF to everybody, but not programs that read kernel memory: those need the capabilities all the same."
                : "It leaves BPF to those who have CAP_BPF.",
            "grant CAP_BPF and CAP_PERFMON; changing this value does not help");
    }

    private static Check OfPerfEvents(string? value, Rights rights)
    {
        const string Name = "perf_event_paranoid";
        if (value is null || rights.Has(Capability.Perfmon)) return new Check(Name, CheckState.Ok, value ?? "unknown");
        bool wholeCpus = int.TryParse(value, out int level) && level < 1;
        return new Check(
            Name, CheckState.Limited, value,
            wholeCpus
                ? "It lets everybody sample whole CPUs, but without CAP_PERFMON no BPF program may look at the samples."
                : "It keeps those without CAP_PERFMON from sampling whole CPUs.",
            "grant CAP_PERFMON, which overrides it; changing this value is not enough");
    }

    private static Check OfPidNamespace(PidNamespace pids)
    {
        const string Name = "pid namespace";
        if (pids.IsInitial) return new Check(Name, CheckState.Ok, "the machine's own");
        return new Check(
            Name, CheckState.Limited, pids.ProcIsInitial ? "a container's, with the machine's /proc" : "a container's",
            "Processes outside of it are known from their first event on; pid is the number on the machine, ns_pid that in a container.",
            "run probetop outside of it, or with the machine's pid namespace (docker run --pid=host)");
    }

    private static Check OfTracefs(MachineFacts facts)
    {
        if (facts.Tracefs is not { } path)
        {
            return new Check(
                "tracefs", CheckState.Limited, "not mounted", "Without it ordinary tracepoints cannot stand in for BTF ones.",
                "sudo mount -t tracefs tracefs /sys/kernel/tracing");
        }

        return facts.CanReadTracefs
            ? new Check("tracefs", CheckState.Ok, path)
            : new Check(
                "tracefs", CheckState.Limited, $"{path}, closed to this process",
                "What it does not show cannot stand in for BTF tracepoints.", "grant CAP_DAC_READ_SEARCH");
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
