using Probetop.Probes.Snapshots;
using Xunit;

namespace Probetop.Tests.Unit.Probes;

public sealed class HistoryTests
{
    [Fact]
    public void The_oldest_intervals_go_when_the_capacity_is_reached()
    {
        var history = new History(10, long.MaxValue);
        for (long i = 0; i < 25; i++) history.Append(At(i));
        Assert.Equal(15, history.Start);
        Assert.Equal(25, history.End);
        Assert.Null(history[14]);
        Assert.Equal(15, history[15]!.Index);
        Assert.Equal(24, history.Newest!.Index);
        Assert.Null(history[25]);
        Assert.Null(history[-1]);
    }

    [Fact]
    public void The_oldest_intervals_go_when_the_byte_budget_is_reached()
    {
        int each = At(0).RetainedBytes;
        var history = new History(100, each * 4L);
        for (long i = 0; i < 9; i++) history.Append(At(i));
        Assert.Equal(5, history.Start);
        Assert.Equal(each * 4L, history.Bytes);
    }

    [Fact]
    public void One_interval_is_kept_however_large_it_is()
    {
        var history = new History(4, 1);
        history.Append(At(0));
        history.Append(At(1));
        Assert.Equal(1, history.Newest!.Index);
        Assert.Equal(1, history.Start);
    }

    [Fact]
    public void A_complete_interval_takes_the_place_of_the_running_one()
    {
        var history = new History(4, long.MaxValue);
        history.PublishProvisional(At(0));
        Assert.NotNull(history.Provisional);
        history.Append(At(0));
        Assert.Null(history.Provisional);
    }

    [Fact]
    public void Intervals_cannot_be_left_out() =>
        Assert.Throws<ArgumentException>(() => new History(4, long.MaxValue).Append(At(1)));

    [Fact]
    public async Task A_reader_never_sees_an_interval_under_another_index()
    {
        var history = new History(8, long.MaxValue);
        using var done = new CancellationTokenSource();
        Task reader = Task.Run(() =>
        {
            long seen = 0;
            while (!done.IsCancellationRequested || seen == 0)
            {
                for (long index = history.Start; index < history.End; index++)
                {
                    if (history[index] is not { } snapshot) continue;
                    Assert.Equal(index, snapshot.Index);
                    seen++;
                }
            }
        });
        for (long i = 0; i < 200_000; i++) history.Append(At(i));
        await done.CancelAsync();
        await reader;
    }

    private static Snapshot At(long index) => new()
    {
        Index = index,
        StartNs = (ulong)index,
        StartRealtimeNs = index,
        DurationNs = 1,
        Tools = [],
        Programs = [],
        Self = new SelfCost(null, null, 0, 0, 0, 0, 0),
        SelectionGeneration = 0,
    };
}
