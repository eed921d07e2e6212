using System.Runtime.InteropServices;
using Probetop.Probes.Bpf;
using Xunit;

namespace Probetop.Tests.Kernel.Bpf;

public sealed class KeyedMapTests
{
    private const int Room = 1000; // of the map numbers

    [Fact]
    public void A_hash_keeps_what_was_put_in()
    {
        using Workload workload = Workload.Load();
        var numbers = new HashMap<ulong, uint>(workload.Object.Map("numbers"));
        Assert.False(numbers.TryGet(1, out _));
        Assert.False(numbers.Update(1, 10, MapUpdate.Exist));
        Assert.True(numbers.Update(1, 10, MapUpdate.NoExist));
        Assert.False(numbers.Update(1, 11, MapUpdate.NoExist));
        Assert.True(numbers.TryGet(1, out uint value) && value == 10);
        Assert.True(numbers.Update(1, 12, MapUpdate.Exist));
        Assert.True(numbers.Update(1, 13));
        Assert.True(numbers.TryGet(1, out value) && value == 13);
        Assert.True(numbers.Delete(1));
        Assert.False(numbers.Delete(1));
        Assert.Equal(0, numbers.ReadAll().Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(Room)]
    public void All_entries_are_read_each_once_and_without_allocation_the_second_time(int count)
    {
        using Workload workload = Workload.Load();
        var numbers = new HashMap<ulong, uint>(workload.Object.Map("numbers"));
        for (int key = 0; key < count; key++) numbers.Update((ulong)key, (uint)key + 5);
        numbers.ReadAll();
        long before = GC.GetAllocatedBytesForCurrentThread();
        HashMap<ulong, uint>.Entries entries = numbers.ReadAll();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(count, entries.Count);
        var seen = new SortedSet<ulong>();
        for (int i = 0; i < entries.Count; i++)
        {
            Assert.Equal(entries.Keys[i] + 5, entries.Values[i]);
            seen.Add(entries.Keys[i]);
        }

        Assert.Equal(Enumerable.Range(0, count).Select(key => (ulong)key), seen);
    }

    [Fact]
    public void What_is_there_all_the_time_is_read_once_while_other_entries_come_and_go()
    {
        const int Stable = 400, Changing = 500;
        using Workload workload = Workload.Load();
        var numbers = new HashMap<ulong, uint>(workload.Object.Map("numbers"));
        for (ulong key = 0; key < Stable; key++) numbers.Update(key, 1);
        using var stop = new CancellationTokenSource();
        long changes = 0;
        var changer = new Thread(() =>
        {
            var mine = new HashMap<ulong, uint>(workload.Object.Map("numbers"));
            for (ulong i = 0; !stop.IsCancellationRequested; i++)
            {
                mine.Update(Stable + (i % Changing), 2);
                mine.Delete(Stable + ((i + (Changing / 2)) % Changing));
                Interlocked.Increment(ref changes);
            }
        });
        changer.Start();
        try
        {
            var times = new int[Stable];
            for (long round = 0; round < 200 || Interlocked.Read(ref changes) < 10_000; round++)
            {
                Array.Clear(times);
                foreach (ulong key in numbers.ReadAll().Keys)
                    if (key < Stable) times[key]++;
                Assert.All(times, count => Assert.Equal(1, count));
            }
        }
        finally
        {
            stop.Cancel();
            changer.Join();
        }
    }

    [Fact]
    public void A_full_hash_says_so()
    {
        const int E2BIG = 7;
        using Workload workload = Workload.Load();
        var numbers = new HashMap<ulong, uint>(workload.Object.Map("numbers"));
        for (ulong key = 0; key < Room; key++) numbers.Update(key, 1);
        Assert.Equal(E2BIG, Assert.Throws<BpfException>(() => numbers.Update(Room, 1)).Errno);
    }

    [Fact]
    public void Keys_and_values_of_another_size_or_per_cpu_are_refused()
    {
        using Workload workload = Workload.Load();
        Assert.Throws<BpfException>(() => new HashMap<uint, uint>(workload.Object.Map("numbers")));
        Assert.Throws<BpfException>(() => new HashMap<ulong, ulong>(workload.Object.Map("numbers")));
        Assert.Throws<BpfException>(() => new HashMap<ulong, uint>(workload.Object.Map("per_cpu_numbers")));
        Assert.Throws<BpfException>(() => new QueueMap<ulong>(workload.Object.Map("waiting")));
        Assert.Throws<BpfException>(() => new QueueMap<uint>(workload.Object.Map("numbers")));
    }

    [Fact]
    public void A_queue_hands_out_in_the_order_of_pushing_until_it_is_full()
    {
        using Workload workload = Workload.Load();
        List<ulong> popped = [];
        using var reader = new RingReader(workload.Object.Map("records"), record => popped.Add(MemoryMarshal.Cast<byte, ulong>(record)[1]));
        var waiting = new QueueMap<uint>(workload.Object.Map("waiting"));
        foreach (uint number in (uint[])[31, 7, 19, 23]) waiting.Push(number);
        Assert.Throws<BpfException>(() => waiting.Push(5));
        workload.Attach();
        Native.CallGetppid(5);
        reader.Consume();
        Assert.Equal([31ul, 7, 19, 23, 0], popped);
    }
}
