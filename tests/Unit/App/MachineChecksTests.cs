using Probetop.App.CommandLine;
using Probetop.Probes.Processes;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class MachineChecksTests
{
    [Fact]
    public void Facts_are_read_from_proc_and_sys()
    {
        using var machine = new FakeMachine
        {
            ["proc/sys/kernel/osrelease"] = "6.1.0\n",
            ["proc/sys/kernel/unprivileged_bpf_disabled"] = "2\n",
            ["proc/sys/kernel/perf_event_paranoid"] = "4\n",
            ["sys/kernel/btf/vmlinux"] = "12345",
            ["sys/kernel/security/lockdown"] = "none integrity [confidentiality]\n",
            ["proc/self/limits"] = "Limit   Soft Limit   Hard Limit   Units\nMax locked memory         65536      65536     bytes     \n",
            ["proc/self/mountinfo"] =
                """
                31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
                32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu
                41 31 0:38 / /sys/fs/cgroup/uni\040fied rw,relatime - cgroup2 cgroup2 rw
                42 23 0:13 / /sys/kernel/tracing rw,relatime - tracefs tracefs rw

                """,
        };
        MachineFacts facts = MachineFacts.Read(machine.Root);
        Assert.Equal("6.1.0", facts.Kernel);
        Assert.Equal(5, facts.BtfBytes);
        Assert.Equal("2", facts.UnprivilegedBpfDisabled);
        Assert.Equal("4", facts.PerfEventParanoid);
        Assert.Equal("confidentiality", facts.Lockdown);
        Assert.Equal("65536", facts.LockedMemory);
        Assert.Equal(
            [new Mount("cgroup", "/sys/fs/cgroup/cpu", "rw,cpu"), new Mount("cgroup2", "/sys/fs/cgroup/uni fied", "rw")], facts.Cgroups);
        Assert.Equal("/sys/kernel/tracing", facts.Tracefs);
    }

    [Fact]
    public void Facts_of_a_container_are_read()
    {
        using var machine = new FakeMachine
        {
            ["proc/self/status"] = "Name:\tx\nNoNewPrivs:\t0\nSeccomp:\t2\nSeccomp_filters:\t1\n",
            ["proc/sys/kernel/kptr_restrict"] = "1\n",
            ["proc/self/mountinfo"] = "42 23 0:13 / /sys/kernel/tracing rw,relatime - tracefs tracefs rw\n",
            ["sys/devices/system/cpu/possible"] = "0-1\n",
            ["sys/kernel/security/lsm"] = "capability,selinux\n",
        };
        machine.Link("proc/self/ns/pid", "pid:[4026532183]");
        MachineFacts facts = MachineFacts.Read(machine.Root);
        Assert.True(facts.HasSeccompFilter);
        Assert.True(facts.HasSysfs);
        Assert.Equal("1", facts.KptrRestrict);
        Assert.Equal("capability,selinux", facts.SecurityModules);
        Assert.Equal(new PidNamespace(false, false), facts.PidNamespace);
        Assert.False(facts.CanReadTracefs);
        machine["sys/kernel/tracing/events/sched/enable"] = "0";
        Assert.True(MachineFacts.Read(machine.Root).CanReadTracefs);
    }

    [Fact]
    public void On_a_machine_that_has_everything_all_is_well() =>
        Assert.All(All(Complete(), CommandRun.AllRights), check =>
        {
            Assert.Equal(CheckState.Ok, check.State);
            Assert.NotEqual("", check.Value);
            Assert.Null(check.Consequence);
            Assert.Null(check.Remedy);
        });

    [Fact]
    public void Where_nothing_is_there_each_thing_has_its_own_sentence_and_remedy()
    {
        using var machine = new FakeMachine
        {
            ["proc/sys/kernel/unprivileged_bpf_disabled"] = "2",
            ["proc/sys/kernel/perf_event_paranoid"] = "4",
        };
        machine.Link("proc/self/ns/pid", "pid:[4026532183]");
        MachineFacts nothing = MachineFacts.Read(machine.Root) with { Lockdown = "confidentiality", CountsLockedMemory = true };
        Check[] missing = [.. All(nothing, CommandRun.NoRights).Where(check => check.State != CheckState.Ok)];
        Assert.Equal(
            [
                "sysfs", "BTF", "lockdown", "unprivileged_bpf_disabled", "perf_event_paranoid", "pid namespace", "cgroup", "tracefs",
                "maps and programs", "tracing and sampling", "cost of programs", "BPF objects of others", "programs on networks",
                "processes of others", "kernel symbols", "tracepoint ids", "locked memory",
            ],
            missing.Select(check => check.Name));
        Assert.All(missing, check =>
        {
            Assert.EndsWith(".", check.Consequence, StringComparison.Ordinal);
            Assert.NotEqual("", check.Remedy);
        });
        Assert.Equal(missing.Length, missing.Select(check => check.Consequence).Distinct().Count());
    }

    [Theory]
    [InlineData(Capability.SysAdmin, "cost of programs")]
    [InlineData(Capability.SysAdmin, "BPF objects of others")]
    [InlineData(Capability.NetAdmin, "programs on networks")]
    [InlineData(Capability.SysPtrace, "processes of others")]
    [InlineData(Capability.Syslog, "kernel symbols")]
    [InlineData(Capability.DacReadSearch, "tracepoint ids")]
    [InlineData(Capability.SysResource, "locked memory")]
    public void Each_feature_names_the_capability_that_it_lacks_and_the_command_that_grants_it(object capability, string feature)
    {
        MachineFacts facts = Complete() with { KptrRestrict = "1", CanReadTracefs = false, CountsLockedMemory = true };
        ulong bit = 1UL << (int)capability, basic = (1UL << 38) | (1UL << 39);
        string name = Rights.NameOf((Capability)capability);
        Check without = Find(All(facts, new Rights(basic, 1000, 40, false)), feature);
        Assert.Equal((CheckState.Limited, $"{name} is not effective"), (without.State, without.Value));
        Assert.Equal(
            $"run probetop as root, or sudo setcap cap_bpf,cap_perfmon,{name.ToLowerInvariant()}+ep probetop", without.Remedy);
        Check with = Find(All(facts, new Rights(basic | bit, 1000, 40, false)), feature);
        Assert.Equal((CheckState.Ok, name), (with.State, with.Value));
    }

    [Fact]
    public void Root_in_a_locked_down_container_is_told_where_the_capability_went()
    {
        Check check = Find(All(Complete(), new Rights(0, 0, 40, false)), "maps and programs");
        Assert.Equal((CheckState.Missing, "CAP_BPF is not effective", Rights.RootRemedy), (check.State, check.Value, check.Remedy));
    }

    [Theory]
    [InlineData(CheckState.Ok, true, true, "the machine's own")]
    [InlineData(CheckState.Limited, false, true, "a container's, with the machine's /proc")]
    [InlineData(CheckState.Limited, false, false, "a container's")]
    public void A_pid_namespace_is_noticed(object state, bool isInitial, bool procIsInitial, string value)
    {
        Check check = Find(All(Complete() with { PidNamespace = new(isInitial, procIsInitial) }, CommandRun.AllRights), "pid namespace");
        Assert.Equal((state, value), (check.State, check.Value));
    }

    [Theory]
    [InlineData("0", "It opens BPF to everybody")]
    [InlineData("1", "It leaves BPF to those who have CAP_BPF.")]
    [InlineData("2", "It leaves BPF to those who have CAP_BPF.")]
    public void What_unprivileged_bpf_disabled_means_depends_on_the_capability(string value, string sentence)
    {
        MachineFacts facts = Complete() with { UnprivilegedBpfDisabled = value };
        Check without = Find(All(facts, CommandRun.NoRights), "unprivileged_bpf_disabled");
        Assert.StartsWith(sentence, without.Consequence, StringComparison.Ordinal);
        Assert.Equal(CheckState.Ok, Find(All(facts, CommandRun.AllRights), "unprivileged_bpf_disabled").State);
    }

    [Theory]
    [InlineData("-1", "It lets everybody sample whole CPUs")]
    [InlineData("0", "It lets everybody sample whole CPUs")]
    [InlineData("1", "It keeps those without CAP_PERFMON from sampling")]
    [InlineData("4", "It keeps those without CAP_PERFMON from sampling")]
    public void What_perf_event_paranoid_means_depends_on_the_capability(string value, string sentence)
    {
        MachineFacts facts = Complete() with { PerfEventParanoid = value };
        Check without = Find(All(facts, CommandRun.NoRights), "perf_event_paranoid");
        Assert.StartsWith(sentence, without.Consequence, StringComparison.Ordinal);
        Assert.Equal(CheckState.Ok, Find(All(facts, CommandRun.AllRights), "perf_event_paranoid").State);
    }

    [Theory]
    [InlineData("0", "1", CheckState.Ok)]
    [InlineData("0", "2", CheckState.Limited)]
    [InlineData("1", "1", CheckState.Limited)]
    [InlineData("2", "1", CheckState.Limited)]
    public void Who_sees_kernel_symbols_depends_on_two_settings(string kptrRestrict, string paranoid, object withoutRights)
    {
        MachineFacts facts = Complete() with { KptrRestrict = kptrRestrict, PerfEventParanoid = paranoid };
        Assert.Equal(withoutRights, Find(All(facts, CommandRun.NoRights), "kernel symbols").State);
        CheckState withRights = kptrRestrict == "2" ? CheckState.Limited : CheckState.Ok;
        Assert.Equal(withRights, Find(All(facts, CommandRun.AllRights), "kernel symbols").State);
    }

    [Theory]
    [InlineData("none", CheckState.Ok)]
    [InlineData("integrity", CheckState.Ok)]
    [InlineData("confidentiality", CheckState.Missing)]
    [InlineData(null, CheckState.Ok)]
    public void Only_the_strict_lockdown_is_in_the_way(string? mode, object state) =>
        Assert.Equal(state, Find(All(Complete() with { Lockdown = mode }, CommandRun.AllRights), "lockdown").State);

    [Theory]
    [InlineData(null, "65536", CheckState.Ok, "limit 65536")]
    [InlineData(false, "65536", CheckState.Ok, "maps do not count against the limit, as they did before kernel 5.11")]
    [InlineData(true, "65536", CheckState.Limited, "CAP_SYS_RESOURCE is not effective")]
    [InlineData(true, "unlimited", CheckState.Ok, "limit unlimited")]
    public void Locked_memory_matters_where_maps_count_against_it(bool? counts, string limit, object state, string value)
    {
        MachineFacts facts = Complete() with { CountsLockedMemory = counts, LockedMemory = limit };
        Check check = Find(All(facts, CommandRun.NoRights), "locked memory");
        Assert.Equal((state, value), (check.State, check.Value));
    }

    [Theory]
    [InlineData(1, false, false, "most likely by a security module (active: capability,selinux)")]
    [InlineData(13, false, false, "most likely by a security module (active: capability,selinux)")]
    [InlineData(1, true, false, "most likely by the seccomp filter that this process runs under")]
    [InlineData(38, true, false, "most likely by the seccomp filter that this process runs under")]
    [InlineData(1, true, true, "before kernel 5.11 BPF maps count against the limit of locked memory, which is too small here (65536 bytes)")]
    public void A_refused_bpf_call_is_put_down_to_what_most_likely_refused_it(int errno, bool filtered, bool counted, string cause)
    {
        MachineFacts facts = Complete() with
        {
            HasSeccompFilter = filtered,
            CountsLockedMemory = counted,
            LockedMemory = "65536",
            SecurityModules = "capability,selinux",
        };
        Check check = Find(All(facts, new Rights((1UL << 38) | (1UL << 39), 1000, 40, false), errno), "bpf(2)");
        Assert.Equal(CheckState.Missing, check.State);
        Assert.StartsWith("Not permitted: ", check.Consequence, StringComparison.Ordinal);
        Assert.Contains(cause, check.Consequence, StringComparison.Ordinal);
        Assert.NotEqual("", check.Remedy);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(38)]
    public void A_failure_of_another_kind_is_no_refusal(int errno) =>
        Assert.Equal("permitted", Find(All(Complete(), CommandRun.AllRights, errno), "bpf(2)").Value);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_user_namespace_is_told_from_a_user(bool inUserNamespace)
    {
        Check user = Find(All(Complete(), new Rights(ulong.MaxValue, 0, 40, inUserNamespace)), "user");
        Assert.Equal(inUserNamespace ? CheckState.Missing : CheckState.Ok, user.State);
    }

    [Theory]
    [InlineData("v2", "cgroup2")]
    [InlineData("v1", "cgroup")]
    [InlineData("v1 and v2", "cgroup", "cgroup2")]
    public void The_versions_of_cgroups_are_named(string expected, params string[] types)
    {
        MachineFacts facts = Complete() with { Cgroups = [.. types.Select(type => new Mount(type, "/" + type, "rw"))] };
        Check cgroup = Find(All(facts, CommandRun.AllRights), "cgroup");
        Assert.StartsWith(expected + ": /", cgroup.Value, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xterm-256color", "C.UTF-8", "", "256")]
    [InlineData("alacritty", "C.UTF-8", "", "any")]
    [InlineData("dumb", "C.UTF-8", "TERM", "none")]
    [InlineData(null, "de_DE.utf8", "TERM", "none")]
    [InlineData("linux", "C", "locale", "16")]
    [InlineData("linux", null, "locale", "16")]
    public void A_terminal_is_judged_by_its_environment(string? term, string? lang, string limited, string colors)
    {
        IReadOnlyList<Check> checks = MachineChecks.OfTerminal(
            name => name switch
            {
                "TERM" => term,
                "LANG" => lang,
                _ => null,
            },
            (120, 40));
        Assert.Equal(limited, string.Join(' ', checks.Where(check => check.State != CheckState.Ok).Select(check => check.Name)));
        Assert.Equal(colors, Find(checks, "colors").Value);
        Assert.Equal("120x40", Find(checks, "size").Value);
    }

    private static Check Find(IReadOnlyList<Check> checks, string name) => checks.Single(check => check.Name == name);

    private static IReadOnlyList<Check> All(MachineFacts facts, Rights rights, int bpfErrno = 0) =>
        [.. MachineChecks.OfMachine(facts, rights, bpfErrno), .. CapabilityChecks.Of(facts, rights, "probetop")];

    private static MachineFacts Complete() => new()
    {
        Kernel = "6.18.44",
        BtfBytes = 5_516_713,
        UnprivilegedBpfDisabled = "2",
        PerfEventParanoid = "2",
        Lockdown = "integrity",
        LockedMemory = "8388608",
        Cgroups = [new Mount("cgroup2", "/sys/fs/cgroup", "rw")],
        Tracefs = "/sys/kernel/tracing",
        CanReadTracefs = true,
        HasSysfs = true,
        KptrRestrict = "0",
    };
}
