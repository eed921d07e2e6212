using Probetop.App.CommandLine;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class RightsTests
{
    private const ulong Bpf = 1UL << 39, Perfmon = 1UL << 38, SysAdmin = 1UL << 21;

    [Theory]
    [InlineData(Bpf | Perfmon, "")]
    [InlineData(SysAdmin, "")]
    [InlineData(Bpf, "CAP_PERFMON")]
    [InlineData(Perfmon, "CAP_BPF")]
    [InlineData(0, "CAP_BPF and CAP_PERFMON")]
    [InlineData(~(Bpf | Perfmon | SysAdmin), "CAP_BPF and CAP_PERFMON")]
    public void Both_or_the_one_that_includes_them_are_needed(ulong effective, string missing)
    {
        var rights = new Rights(effective, 1000, 40, false);
        Assert.Equal(missing, Rights.NamesOf(rights.Missing));
        Assert.Equal(missing.Length == 0, rights.Refusal() is null);
    }

    [Fact]
    public void Kernels_without_these_capabilities_need_the_one_before_them()
    {
        var rights = new Rights(0, 1000, 37, false);
        Assert.Equal([Capability.SysAdmin], rights.Missing);
        Assert.Equal("sudo setcap cap_sys_admin+ep /bin/probetop", rights.Remedies("/bin/probetop", [])[1]);
    }

    [Fact]
    public void Capabilities_of_a_user_namespace_do_not_count()
    {
        var rights = new Rights(ulong.MaxValue, 0, 40, true);
        Assert.Contains("user namespace", rights.Refusal(), StringComparison.Ordinal);
        Assert.DoesNotContain(rights.Remedies("probetop", []), remedy => remedy.Contains("setcap", StringComparison.Ordinal));
    }

    [Fact]
    public void Root_without_capabilities_is_not_sent_to_sudo() =>
        Assert.Equal([Rights.RootRemedy], new Rights(0, 0, 40, false).Remedies("probetop", []));

    [Fact]
    public void They_are_read_from_proc()
    {
        using var machine = new FakeMachine
        {
            ["proc/self/status"] = "Name:\tx\nUid:\t1000\t1001\t1000\t1000\nCapPrm:\t000001ffffffffff\nCapEff:\t000000c000000000\n",
            ["proc/self/uid_map"] = "         0          0 4294967295\n",
            ["proc/sys/kernel/cap_last_cap"] = "40\n",
        };
        Assert.Equal(new Rights(Bpf | Perfmon, 1001, 40, false), Rights.Read(machine.Root));
        machine["proc/self/uid_map"] = "0 100000 65536\n";
        Assert.True(Rights.Read(machine.Root).InUserNamespace);
    }

    [Theory]
    [InlineData("user:[4026531837]", false)]
    [InlineData("user:[4026532181]", true)]
    public void A_user_namespace_that_maps_every_user_is_one_all_the_same(string link, bool expected)
    {
        using var machine = new FakeMachine { ["proc/self/uid_map"] = "         0          0 4294967295\n" };
        machine.Link("proc/self/ns/user", link);
        Assert.Equal(expected, Rights.Read(machine.Root).InUserNamespace);
    }

    [Fact]
    public void A_further_capability_is_granted_together_with_those_that_nothing_works_without() => Assert.Equal(
        "sudo setcap cap_bpf,cap_perfmon,cap_sys_ptrace+ep /bin/probetop",
        new Rights(0, 1000, 40, false).SetcapWith(Capability.SysPtrace, "/bin/probetop"));

    [Fact]
    public void What_is_held_is_listed_by_number() => Assert.Equal(
        [Capability.Kill, Capability.SysAdmin, Capability.Bpf], new Rights((1UL << 5) | SysAdmin | Bpf, 0, 40, false).Held);

    [Fact]
    public void Without_proc_there_are_none()
    {
        using var machine = new FakeMachine();
        Assert.Equal([Capability.Bpf, Capability.Perfmon], Rights.Read(machine.Root).Missing);
    }
}
