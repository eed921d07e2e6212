using Probetop.Probes.Bpf;
using Xunit;

namespace Probetop.Tests.Unit.Bpf;

public sealed class CpusTests
{
    [Theory]
    [InlineData("0\n", new[] { 0 })]
    [InlineData("0-3\n", new[] { 0, 1, 2, 3 })]
    [InlineData("0,2-3,8,10-11\n", new[] { 0, 2, 3, 8, 10, 11 })]
    [InlineData("\n", new int[0])]
    public void The_kernels_lists_are_read(string text, int[] cpus) => Assert.Equal(cpus, Cpus.Parse(text));

    [Fact]
    public void Every_cpu_has_a_slot() => Assert.All(Cpus.ReadOnline(), cpu => Assert.InRange(cpu, 0, Cpus.SlotCount - 1));
}
