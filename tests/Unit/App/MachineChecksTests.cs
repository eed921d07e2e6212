using Probetop.App.CommandLine;
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
    public void On_a_machine_that_has_everything_all_is_well() =>
        Assert.All(MachineChecks.OfMachine(Complete(), CommandRun.AllRights, "probetop"), check =>
        {
            Assert.Equal(CheckState.Ok, check.State);
            Assert.NotEqual("", check.Value);
            Assert.Null(check.Consequence);
            Assert.Null(check.Remedy);
        });

    [Fact]
    public void Each_thing_missing_has_its_own_sentence_and_remedy()
    {
        using var machine = new FakeMachine();
        MachineFacts nothing = MachineFacts.Read(machine.Root) with { Lockdown = "confidentiality" };
        IReadOnlyList<Check> checks = MachineChecks.OfMachine(nothing, CommandRun.NoRights, "probetop");
        Check[] missing = [.. checks.Where(check => check.State != CheckState.Ok)];
        Assert.Equal(
            ["BTF", "CAP_BPF", "CAP_PERFMON", "CAP_SYS_ADMIN", "CAP_SYS_PTRACE", "lockdown", "cgroup", "tracefs"],
            missing.Select(check => check.Name));
        Assert.All(missing, check =>
        {
            Assert.EndsWith(".", check.Consequence, StringComparison.Ordinal);
            Assert.NotEqual("", check.Remedy);
        });
        Assert.Equal(missing.Length, missing.Select(check => check.Consequence).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_user_namespace_is_told_from_a_user(bool inUserNamespace)
    {
        Check user = Find(MachineChecks.OfMachine(Complete(), new Rights(ulong.MaxValue, 0, 40, inUserNamespace), "probetop"), "user");
        Assert.Equal(inUserNamespace ? CheckState.Missing : CheckState.Ok, user.State);
    }

    [Theory]
    [InlineData("v2", "cgroup2")]
    [InlineData("v1", "cgroup")]
    [InlineData("v1 and v2", "cgroup", "cgroup2")]
    public void The_versions_of_cgroups_are_named(string expected, params string[] types)
    {
        MachineFacts facts = Complete() with { Cgroups = [.. types.Select(type => new Mount(type, "/" + type, "rw"))] };
        Check cgroup = Find(MachineChecks.OfMachine(facts, CommandRun.AllRights, "probetop"), "cgroup");
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
    };
}
