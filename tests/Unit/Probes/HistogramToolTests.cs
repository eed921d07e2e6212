using Probetop.Probes.Cpu;
using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Unit.Probes;

public sealed class HistogramToolTests
{
    [Fact]
    public void An_interval_is_the_difference_of_two_readings_over_all_cpus()
    {
        var tool = new Runqlat();
        var readings = new Readings(tool, cpus: 2);
        readings.Last.Count(tool, cpu: 0, key: 0, ns: 5_300, times: 40);
        readings.Now.Count(tool, cpu: 0, key: 0, ns: 5_300, times: 52);
        readings.Now.Count(tool, cpu: 1, key: 0, ns: 5_300, times: 3);
        HistogramData data = Assert.IsType<HistogramData>(tool.Derive(readings.Interval()));
        Assert.Equal(15UL, data.Total.Total);
        Assert.Equal(15UL * 5_300, data.Total.Sum);
        Assert.Equal((45, 15UL), data.Total.At(0));
        Assert.Null(data.Selected);
        Assert.Empty(data.Series);

        HistogramData byCpu = tool.DeriveByCpu(readings.Interval());
        Assert.Equal([("0", 12UL), ("1", 3UL)], byCpu.Series.Select(series => (series.Key[0].Value, series.All.Total)));
    }

    [Fact]
    public void The_selection_is_counted_beside_the_total()
    {
        var tool = new Runqlat();
        var readings = new Readings(tool, cpus: 1);
        readings.Now.Count(tool, cpu: 0, key: 0, ns: 9_000, times: 10);
        readings.Now.Count(tool, cpu: 0, key: 0, ns: 9_000, times: 4, selected: true);
        var with = (HistogramData)tool.Derive(readings.Interval(hasSelection: true));
        Assert.Equal(10UL, with.Total.Total);
        Assert.Equal(4UL, with.Selected!.Total);
        var without = (HistogramData)tool.Derive(readings.Interval(hasSelection: false));
        Assert.Null(without.Selected);
    }

    [Fact]
    public void Keys_without_events_are_left_out_and_the_others_have_their_names()
    {
        var tool = new Syscount();
        var readings = new Readings(tool, cpus: 2);
        readings.Now.Count(tool, cpu: 0, key: 0, ns: 1_500, times: 3);
        readings.Now.Count(tool, cpu: 1, key: 39, ns: 200, times: 7);
        readings.Now.Words[readings.Words + tool.Layout.At(39, false) + 1] = 2;
        readings.Now.Count(tool, cpu: 1, key: 511, ns: 200, times: 1);
        var data = (HistogramData)tool.Derive(readings.Interval());
        Assert.Equal(["read", "getpid", "other"], data.Series.Select(series => series.Key[0].Value));
        Assert.Equal([0UL, 2, 0], data.Series.Select(series => series.Errors!.Value));
        Assert.Equal(11UL, data.Total.Total);
    }

    [Fact]
    public void Counters_that_wrap_are_still_subtracted_right()
    {
        var tool = new Softirqs();
        var readings = new Readings(tool, cpus: 1);
        int word = tool.Layout.At(1, false);
        readings.Last.Words[word] = ulong.MaxValue - 4;
        readings.Now.Words[word] = 5;
        readings.Now.Words[word + 1 + 50] = 1;
        var data = (HistogramData)tool.Derive(readings.Interval());
        Assert.Equal(10UL, Assert.Single(data.Series).All.Sum);
        Assert.Equal("timer", data.Series[0].Key[0].Value);
    }

    [Fact]
    public void An_interrupt_is_named_by_its_number_and_handler()
    {
        var tool = new Hardirqs();
        var readings = new Readings(tool, cpus: 1);
        readings.Now.Count(tool, cpu: 0, key: 2, ns: 3_000, times: 1);
        readings.Now.Count(tool, cpu: 0, key: 0, ns: 3_000, times: 1);
        var names = new string?[Hardirqs.Slots];
        names[2] = "24 virtio0 config";
        var data = (HistogramData)tool.Derive(readings.Interval(names: names));
        Assert.Equal(["other/other", "24/virtio0 config"], data.Series.Select(series => string.Join('/', series.Key.Select(part => part.Value))));
    }

    private sealed class Readings(HistogramTool tool, int cpus)
    {
        public int Words => tool.Words;

        public Reading Now { get; } = new(tool.Words * cpus);

        public Reading Last { get; } = new(tool.Words * cpus);

        public Interval Interval(bool hasSelection = false, IReadOnlyList<string?>? names = null) =>
            new(Now.Words, Last.Words, tool.Words, 1_000_000_000, hasSelection, names ?? []);
    }

    private sealed class Reading(int words)
    {
        public ulong[] Words { get; } = new ulong[words];

        public void Count(HistogramTool tool, int cpu, int key, ulong ns, ulong times, bool selected = false)
        {
            int at = (cpu * tool.Words) + tool.Layout.At(key, selected);
            Words[at] += ns * times;
            Words[at + tool.Layout.Stride - Buckets.Count(tool.Layout.Scale) + Buckets.IndexOf(tool.Layout.Scale, ns)] += times;
        }
    }
}
