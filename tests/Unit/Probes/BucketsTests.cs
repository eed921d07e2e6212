using FsCheck;
using FsCheck.Fluent;
using Probetop.Probes.Histograms;
using Xunit;

namespace Probetop.Tests.Unit.Probes;

public sealed class BucketsTests
{
    public static TheoryData<BucketScale> Scales => [.. Enum.GetValues<BucketScale>()];

    [Theory]
    [MemberData(nameof(Scales))]
    public void Each_bucket_begins_where_the_last_one_ends(BucketScale scale)
    {
        Assert.Equal(0UL, Buckets.Low(scale, 0));
        for (int index = 0; index < Buckets.Count(scale) - 1; index++)
        {
            Assert.Equal(Buckets.High(scale, index), Buckets.Low(scale, index + 1));
            Assert.True(Buckets.Low(scale, index) <= Buckets.Low(scale, index + 1));
        }
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public void Edges_belong_to_the_upper_bucket(BucketScale scale)
    {
        for (int index = 0; index < Buckets.Count(scale); index++)
        {
            // The lowest time buckets are finer than a nanosecond: two of them can begin at the same one.
            if (Buckets.Low(scale, index) == Buckets.High(scale, index)) continue;
            Assert.Equal(index, Buckets.IndexOf(scale, Buckets.Low(scale, index)));
            if (index < Buckets.Count(scale) - 1) Assert.Equal(index, Buckets.IndexOf(scale, Buckets.High(scale, index) - 1));
        }
    }

    [Theory]
    [MemberData(nameof(Scales))]
    public void The_last_bucket_takes_whatever_is_above(BucketScale scale) =>
        Assert.Equal(Buckets.Count(scale) - 1, Buckets.IndexOf(scale, ulong.MaxValue));

    [Fact]
    public void Every_time_lies_between_the_edges_of_its_bucket() => Prop.ForAll(
        Gen.Choose(0, 62).SelectMany(bits => Gen.Choose(0, int.MaxValue).Select(low => (1UL << bits) | ((ulong)low & ((1UL << bits) - 1)))).ToArbitrary(),
        ns =>
        {
            int index = Buckets.IndexOf(BucketScale.LogLinearTime, ns);
            bool last = index == Buckets.LogLinearCount - 1;
            return Buckets.Low(BucketScale.LogLinearTime, index) <= ns && (last || ns < Buckets.High(BucketScale.LogLinearTime, index));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Octaves_are_the_rows_that_bcc_prints() => Prop.ForAll(
        Gen.Choose(0, 2_000_000_000).ToArbitrary(),
        ns =>
        {
            int row = Buckets.OctaveOf(Buckets.IndexOf(BucketScale.LogLinearTime, (ulong)ns));
            long microseconds = ns / 1000;
            int expected = microseconds == 0 ? 0 : 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)microseconds);
            return row == expected && row == Buckets.IndexOf(BucketScale.Log2Time, (ulong)ns);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_bucket_is_at_most_a_quarter_of_its_lower_edge_wide()
    {
        for (int index = 12; index < Buckets.LogLinearCount; index++)
        {
            double low = Buckets.Low(BucketScale.LogLinear, index), high = Buckets.High(BucketScale.LogLinear, index);
            Assert.InRange((high - low) / low, 0, 0.25);
        }
    }

    [Fact]
    public void One_microsecond_and_its_doublings_are_edges()
    {
        for (int doubling = 0; doubling < 30; doubling++)
        {
            ulong edge = 1000UL << doubling;
            int index = Buckets.IndexOf(BucketScale.LogLinearTime, edge);
            Assert.Equal(edge, Buckets.Low(BucketScale.LogLinearTime, index));
            Assert.Equal(index - 1, Buckets.IndexOf(BucketScale.LogLinearTime, edge - 1));
        }
    }
}
