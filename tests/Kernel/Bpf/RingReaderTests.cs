using System.Runtime.InteropServices;
using Probetop.Probes.Bpf;
using Xunit;

namespace Probetop.Tests.Kernel.Bpf;

public sealed class RingReaderTests
{
    private const int RecordBytes = 16;

    [Fact]
    public void Every_record_arrives_once_and_in_order_without_allocation()
    {
        using Workload workload = Workload.Load();
        ulong next = 0, strays = 0;
        using var reader = new RingReader(workload.Object.Map("records"), record =>
        {
            if (record.Length != RecordBytes || MemoryMarshal.Read<ulong>(record) != next) strays++;
            next++;
        });
        workload.Attach();
        Native.CallGetppid(10);
        Assert.Equal(10, reader.Consume());
        long before = GC.GetAllocatedBytesForCurrentThread();
        int consumed = 0;
        for (int round = 0; round < 100; round++)
        {
            Native.CallGetppid(1000);
            consumed += reader.Consume();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal((100_000, 100_010ul, 0ul), (consumed, next, strays));
        Assert.Equal(0, reader.Consume());
    }

    [Fact]
    public void What_is_seen_and_what_is_dropped_add_up_to_what_was_sent()
    {
        using Workload workload = Workload.Load();
        ulong seen = 0;
        using var reader = new RingReader(workload.Object.Map("records"), _ => seen++);
        workload.Attach();
        Native.CallGetppid(20_000);
        workload.Detach();
        reader.Consume();
        ulong dropped = workload.ReadCounter("dropped");
        Assert.True(dropped > 0);
        Assert.True(seen > 0);
        Assert.Equal(20_000ul, workload.ReadCounter("sent"));
        Assert.Equal(20_000ul, seen + dropped);
    }

    [Fact]
    public void A_limit_leaves_the_rest_for_the_next_time()
    {
        using Workload workload = Workload.Load();
        List<ulong> seen = [];
        using var reader = new RingReader(workload.Object.Map("records"), record => seen.Add(MemoryMarshal.Read<ulong>(record)));
        workload.Attach();
        Native.CallGetppid(10);
        Assert.Equal([4, 4, 2, 0], [reader.Consume(4), reader.Consume(4), reader.Consume(4), reader.Consume(4)]);
        Assert.Equal([0ul, 1, 2, 3, 4, 5, 6, 7, 8, 9], seen);
    }

    [Fact]
    public void A_limit_ends_it_although_records_keep_coming()
    {
        using Workload workload = Workload.Load();
        using var reader = new RingReader(workload.Object.Map("records"), _ => Native.CallGetppid(1));
        workload.Attach();
        Native.CallGetppid(1);
        Assert.Equal(1000, reader.Consume(1000));
    }

    [Fact]
    public void An_exception_of_the_handler_comes_out_and_the_records_after_it_are_kept()
    {
        using Workload workload = Workload.Load();
        List<ulong> seen = [];
        using var reader = new RingReader(workload.Object.Map("records"), record =>
        {
            ulong sequence = MemoryMarshal.Read<ulong>(record);
            if (sequence == 2) throw new FormatException("the third");
            seen.Add(sequence);
        });
        workload.Attach();
        Native.CallGetppid(5);
        Assert.Equal("the third", Assert.Throws<FormatException>(() => reader.Consume()).Message);
        Assert.Equal([0ul, 1], seen);
        Assert.Equal(2, reader.Consume());
        Assert.Equal([0ul, 1, 3, 4], seen);
    }

    [Fact]
    public void Poll_returns_when_there_is_something_and_when_the_time_is_over()
    {
        const ulong ForceWakeup = 2; // BPF_RB_FORCE_WAKEUP
        using Workload workload = Workload.Load(bpfObject => bpfObject.SetReadOnly("wakeup_flags", ForceWakeup));
        using var reader = new RingReader(workload.Object.Map("records"), _ => { });
        workload.Attach();
        Assert.Equal(0, reader.Poll(1));
        Native.CallGetppid(3);
        Assert.Equal(3, reader.Poll(60_000));
        Assert.True(reader.EpollFd > 2);
    }

    [Fact]
    public void Only_a_ring_buffer_can_be_read()
    {
        using Workload workload = Workload.Load();
        BpfException error = Assert.Throws<BpfException>(() => new RingReader(workload.Object.Map("numbers"), _ => { }));
        Assert.Contains("numbers", error.Message, StringComparison.Ordinal);
    }
}
