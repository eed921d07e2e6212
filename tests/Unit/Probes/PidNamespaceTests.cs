using Probetop.Probes.Processes;
using Xunit;

namespace Probetop.Tests.Unit.Probes;

public sealed class PidNamespaceTests
{
    private const string KernelThread = "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 0 0 0 20 0 1 0 24 0 0 0";
    private const string Shell = "2 (sh) S 1 2 2 34816 2 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5551234 0 0 0";

    [Theory]
    [InlineData(null, KernelThread, true, true)]
    [InlineData("pid:[4026531836]", KernelThread, true, true)]
    [InlineData("pid:[4026532183]", KernelThread, false, true)]
    [InlineData("pid:[4026532183]", Shell, false, false)]
    [InlineData("pid:[4026532183]", null, false, false)]
    public void The_namespace_and_that_of_proc_are_told_by_a_link_and_a_kernel_thread(
        string? link, string? second, bool isInitial, bool procIsInitial)
    {
        using var machine = new FakeMachine();
        if (link is not null) machine.Link("proc/self/ns/pid", link);
        if (second is not null) machine["proc/2/stat"] = second;
        Assert.Equal(new PidNamespace(isInitial, procIsInitial), PidNamespace.Read(Path.Combine(machine.Root, "proc")));
    }

    [Theory]
    [InlineData("7", 7u)]
    [InlineData("7\t3\t1", 1u)]
    public void A_process_is_known_by_its_innermost_number_and_its_start(string numbers, uint innermost)
    {
        using FakeMachine machine = Process("x) S (y", numbers, "7");
        Assert.Equal(new ProcEntry(7, innermost, 5_551_234), ProcEntry.Read(Path.Combine(machine.Root, "proc"), 7));
    }

    [Fact]
    public void A_thread_or_nobody_is_no_process()
    {
        using FakeMachine thread = Process("x", "6", "7");
        Assert.Null(ProcEntry.Read(Path.Combine(thread.Root, "proc"), 7));
        Assert.Null(ProcEntry.Read(Path.Combine(thread.Root, "proc"), 8));
    }

    [Theory]
    [InlineData(1u, 55_512_340_000_000, 0, true)]
    [InlineData(1u, 55_512_349_999_999, 0, true)]
    [InlineData(1u, 55_512_350_000_000, 0, false)]
    [InlineData(1u, 55_512_338_999_999, 0, false)]
    [InlineData(2u, 55_512_340_000_000, 0, false)]
    // Started before or after the machine was suspended for 100 ms.
    [InlineData(1u, 55_512_345_000_000, 100_000_000, true)]
    [InlineData(1u, 55_512_245_000_000, 100_000_000, true)]
    [InlineData(1u, 55_512_235_000_000, 100_000_000, false)]
    public void Numbers_and_clocks_tell_which_process_of_the_kernel_it_is(uint pid, long startNs, long suspendedNs, bool expected) =>
        Assert.Equal(expected, new ProcEntry(7, 1, 5_551_234).Matches(pid, (ulong)startNs, (ulong)suspendedNs));

    private static FakeMachine Process(string comm, string tgids, string pid) => new()
    {
        ["proc/7/stat"] = $"7 ({comm}) S 1 2 2 34816 2 4194560 0 0 0 0 0 0 0 0 20 0 1 0 5551234 0 0 0",
        ["proc/7/status"] = $"Name:\t{comm}\nPid:\t{pid}\nNStgid:\t{tgids}\nNSpid:\t{tgids}\n",
    };
}
