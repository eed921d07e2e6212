using Probetop.Probes.Histograms;
using Xunit;

namespace Probetop.Tests.Unit.Probes;

public sealed class HistogramTests
{
    [Fact]
    public void An_empty_histogram_has_no_percentiles_and_no_maximum()
    {
        Histogram empty = Histogram.Empty(BucketScale.LogLinearTime);
        Assert.Null(empty.Percentile(50));
        Assert.Equal(0UL, empty.Max);
        Assert.Equal(0UL, empty.Total);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(99)]
    [InlineData(99.9)]
    public void Percentiles_are_within_an_eighth_of_the_exact_ones(double percent)
    {
        var random = new Random(7);
        var values = new ulong[100_000];
        var dense = new ulong[Buckets.LogLinearCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (ulong)Math.Exp(6 + (10 * random.NextDouble()));
            dense[Buckets.IndexOf(BucketScale.LogLinearTime, values[i])]++;
        }

        Array.Sort(values);
        double exact = values[(int)(values.Length * percent / 100)];
        double found = Histogram.FromDense(BucketScale.LogLinearTime, dense, 0).Percentile(percent)!.Value;
        Assert.InRange(found / exact, 1 - 0.125, 1 + 0.125);
    }

    [Fact]
    public void Only_buckets_that_counted_are_kept()
    {
        var dense = new ulong[Buckets.LogLinearCount];
        dense[3] = 5;
        dense[159] = 7;
        Histogram histogram = Histogram.FromDense(BucketScale.LogLinear, dense, 99);
        Assert.Equal(2, histogram.Length);
        Assert.Equal((3, 5UL), histogram.At(0));
        Assert.Equal((159, 7UL), histogram.At(1));
        Assert.Equal(12UL, histogram.Total);
        Assert.Equal(99UL, histogram.Sum);
        Assert.Equal(Buckets.High(BucketScale.LogLinear, 159), histogram.Max);

        var back = new ulong[Buckets.LogLinearCount];
        histogram.AddTo(back);
        Assert.Equal(dense, back);
    }

    [Fact]
    public void A_linear_percentile_is_a_value_that_was_counted()
    {
        var dense = new ulong[Buckets.LinearCount];
        dense[0] = 90;
        dense[4] = 10;
        Histogram histogram = Histogram.FromDense(BucketScale.Linear, dense, 40);
        Assert.Equal(0, histogram.Percentile(50));
        Assert.Equal(4, histogram.Percentile(99));
    }
}
