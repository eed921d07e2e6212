using Probetop.Probes.Bpf;
using Xunit;

namespace Probetop.Tests.Kernel.Bpf;

public sealed class MappedMapTests
{
    private const int UsedIndex = 3; // by workload.bpf.c

    [Fact]
    public void The_kernel_sees_what_is_written_and_what_it_writes_is_seen()
    {
        using Workload workload = Workload.Load();
        using MappedMap steps = workload.Object.Map("steps").Map(writable: true);
        steps.WritableAt<uint>(UsedIndex, 4) = 7;
        workload.Attach();
        Native.CallGetppid(23);
        workload.Detach();
        Assert.Equal(new Step { Count = 23, Gain = 7, Total = 23 * 7 }, steps.At<Step>(UsedIndex));
        Assert.Equal([23u, 7u, 161u], steps.Element<uint>(UsedIndex));
        for (int index = 0; index < steps.Count; index++)
            if (index != UsedIndex) Assert.Equal(default, steps.At<Step>(index));
    }

    [Fact]
    public void Values_are_a_multiple_of_eight_bytes_apart()
    {
        using Workload workload = Workload.Load();
        using MappedMap steps = workload.Object.Map("steps").Map();
        Assert.Equal((12, 16, 5), (steps.ValueSize, steps.Stride, steps.Count));
        Assert.Equal(5, steps.All<PaddedStep>().Length);
        Assert.Throws<ArgumentException>(() => steps.All<Step>().Length);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(5, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 9)]
    [InlineData(0, int.MaxValue)]
    public void Nothing_outside_is_reached(int index, int offset)
    {
        using Workload workload = Workload.Load();
        using MappedMap steps = workload.Object.Map("steps").Map(writable: true);
        Assert.Throws<ArgumentOutOfRangeException>(() => steps.At<uint>(index, offset));
        Assert.Throws<ArgumentOutOfRangeException>(() => steps.WritableAt<uint>(index, offset));
        Assert.Equal(0u, steps.At<uint>(4, 8));
    }

    [Fact]
    public void A_read_only_mapping_hands_out_nothing_writable()
    {
        using Workload workload = Workload.Load();
        using MappedMap steps = workload.Object.Map("steps").Map();
        Assert.Throws<InvalidOperationException>(() => steps.WritableAt<uint>(0));
        Assert.Throws<InvalidOperationException>(() => steps.WritableElement<uint>(0).Length);
    }

    [Fact]
    public void A_disposed_mapping_throws()
    {
        using Workload workload = Workload.Load();
        MappedMap steps = workload.Object.Map("steps").Map();
        steps.Dispose();
        steps.Dispose();
        Assert.Throws<ObjectDisposedException>(() => steps.At<uint>(0));
    }

    [Fact]
    public void Constants_can_be_read_but_not_mapped_for_writing()
    {
        using Workload workload = Workload.Load();
        using MappedMap constants = workload.Object.Map(".rodata").Map();
        int offset = workload.Object.Btf.FindVariable(".rodata", "thread")!.Value.Offset;
        Assert.Equal((uint)Native.gettid(), constants.At<uint>(0, offset));
        Assert.Throws<BpfException>(() => workload.Object.Map(".rodata").Map(writable: true));
    }

    [Fact]
    public void A_map_that_cannot_be_mapped_says_so()
    {
        using Workload workload = Workload.Load();
        BpfMap numbers = workload.Object.Map("numbers");
        Assert.False(numbers.Mappable);
        Assert.Contains("numbers", Assert.Throws<BpfException>(() => numbers.Map()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_does_not_allocate()
    {
        using Workload workload = Workload.Load();
        using MappedMap steps = workload.Object.Map("steps").Map();
        ulong sum = steps.At<uint>(0) + steps.Element<uint>(0)[0];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++) sum += steps.At<uint>(i % 5) + steps.Element<uint>(i % 5)[0];
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0ul, sum);
    }

    private record struct Step
    {
        public uint Count;
        public uint Gain;
        public uint Total;
    }

    private struct PaddedStep
    {
        public Step Step;
        public uint Padding;
    }
}
