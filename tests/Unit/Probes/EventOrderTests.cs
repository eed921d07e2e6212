using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Xunit;

namespace Probetop.Tests.Unit.Probes;

public sealed class EventOrderTests
{
    [Fact]
    public void Events_are_put_in_order_of_time_and_equal_times_stay_as_they_came()
    {
        Value[] values = [.. new[] { (5, "a"), (3, "b"), (5, "c"), (1, "d") }.SelectMany(row => new[] { Value.Of((long)row.Item1), Value.Of(row.Item2) })];
        Value[] ordered = EventOrder.ByTime(values, 2);
        Assert.Equal("dbac", string.Concat(ordered.Where((_, i) => i % 2 == 1).Select(value => value.Text)));
    }

    [Fact]
    public void Events_in_order_are_not_copied()
    {
        Value[] values = [Value.Of(1L), Value.Of(2L), Value.Of(2L)];
        Assert.Same(values, EventOrder.ByTime(values, 1));
    }

    [Fact]
    public void No_events_are_in_order() => Assert.Empty(EventOrder.ByTime([], 3));
}
