namespace Probetop.App.CommandLine;

/// <summary>Judges who this process is, and for each feature the capability that it wants.</summary>
internal static class CapabilityChecks
{
    /// <summary>User, what is held, and a line for each feature.</summary>
    public static IReadOnlyList<Check> Of(MachineFacts facts, Rights rights, string executable)
    {
        var judge = new Judge(rights, executable);
        return
        [
            OfUser(rights),
            new("held", CheckState.Ok, HeldBy(rights)),
            judge.Needed("maps and programs", Capability.Bpf, "Without it no BPF map or program can be made."),
            judge.Needed("tracing and sampling", Capability.Perfmon, "Without it programs may neither read kernel memory nor sample."),
            judge.Wanted("cost of programs", Capability.SysAdmin, "Without it run counts and run times of BPF programs are left blank."),
            judge.Wanted("BPF objects of others", Capability.SysAdmin, "Without it the kernel lists none that probetop did not make."),
            judge.Wanted("programs on networks", Capability.NetAdmin, "Without it the kernel does not say what a network device runs."),
            judge.Wanted("processes of others", Capability.SysPtrace, "Without it their files, and so names in them, cannot be read."),
            OfSymbols(facts, judge),
            OfTracepointIds(facts, judge),
            OfLockedMemory(facts, judge),
        ];
    }

    private static Check OfUser(Rights rights) => rights.InUserNamespace
        ? new(
            "user", CheckState.Missing, $"uid {rights.Uid} of a user namespace", "Its capabilities do not count for BPF.",
            "run probetop outside of the user namespace")
        : new("user", CheckState.Ok, rights.Uid == 0 ? "root" : $"uid {rights.Uid}");

    private static string HeldBy(Rights rights)
    {
        Capability[] held = [.. rights.Held];
        // The native build has dropped the rest; one that did not would fill the line.
        if (held.Length > rights.Last / 2) return $"{held.Length} capabilities";
        return held.Length == 0 ? "none" : string.Join(", ", held.Select(Rights.NameOf));
    }

    private static Check OfSymbols(MachineFacts facts, Judge judge)
    {
        const string Name = "kernel symbols";
        if (facts.KptrRestrict == "2")
        {
            return new Check(
                Name, CheckState.Limited, "kernel.kptr_restrict is 2", "It hides the addresses of kernel functions from everybody.",
                "sudo sysctl kernel.kptr_restrict=1");
        }

        // Those who may see what others' perf events see get the addresses too.
        bool open = facts.KptrRestrict == "0" && int.TryParse(facts.PerfEventParanoid, out int level) && level <= 1;
        return open
            ? new Check(Name, CheckState.Ok, "open to everybody")
            : judge.Wanted(Name, Capability.Syslog, "Without it addresses in kernel stacks stay numbers.");
    }

    private static Check OfTracepointIds(MachineFacts facts, Judge judge)
    {
        const string Name = "tracepoint ids";
        return facts.CanReadTracefs
            ? new Check(Name, CheckState.Ok, "readable")
            : judge.Wanted(Name, Capability.DacReadSearch, "Without it tracefs is closed to all but root.");
    }

    private static Check OfLockedMemory(MachineFacts facts, Judge judge)
    {
        const string Name = "locked memory";
        string limit = facts.LockedMemory ?? "unknown";
        return facts.CountsLockedMemory switch
        {
            false => new Check(Name, CheckState.Ok, "maps do not count against the limit, as they did before kernel 5.11"),
            true when limit != "unlimited" => judge.Wanted(
                Name, Capability.SysResource, $"This kernel is older than 5.11: maps count against the limit, {limit} bytes, which it raises."),
            _ => new Check(Name, CheckState.Ok, $"limit {limit}"),
        };
    }

    private sealed class Judge(Rights rights, string executable)
    {
        public Check Needed(string feature, Capability capability, string without)
        {
            if (rights.Has(capability)) return new Check(feature, CheckState.Ok, Rights.NameOf(capability));
            return new Check(
                feature, CheckState.Missing, $"{Rights.NameOf(capability)} is not effective", without,
                string.Join(", or ", rights.Remedies(executable, [])));
        }

        public Check Wanted(string feature, Capability capability, string without)
        {
            if (rights.Has(capability)) return new Check(feature, CheckState.Ok, Rights.NameOf(capability));
            string remedy = rights.Uid == 0 ? Rights.RootRemedy : $"run probetop as root, or {rights.SetcapWith(capability, executable)}";
            return new Check(feature, CheckState.Limited, $"{Rights.NameOf(capability)} is not effective", without, remedy);
        }
    }
}
