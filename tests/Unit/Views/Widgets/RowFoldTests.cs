using FsCheck;
using FsCheck.Fluent;
using Probetop.Views.Cells;
using Probetop.Views.Widgets;
using Xunit;

namespace Probetop.Tests.Unit;

public class RowFoldTests
{
    [Fact]
    public void Every_bucket_of_the_range_has_exactly_one_row()
    {
        Gen<(int Low, int High)> ranges = Gen.Choose(0, 159).Zip(Gen.Choose(0, 159), (a, b) => (Math.Min(a, b), Math.Max(a, b)));
        Gen<(int Low, int High, int Rows, int Magnify)> cases = ranges.Zip(Gen.Choose(1, 200)).Zip(
            Gen.Choose(0, 2), (range, magnify) => (range.Item1.Low, range.Item1.High, range.Item2, magnify));
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var fold = new RowFold();
            fold.Update(one.Low, one.High, 160, one.Rows, one.Magnify, 0);
            for (int bucket = 0; bucket <= one.High; bucket++)
            {
                int row = fold.RowOf(bucket);
                Assert.InRange(row, 0, one.Rows - 1);
                Assert.True(fold.LowOf(row) <= bucket && bucket < fold.HighOf(row));
            }

            for (int row = fold.RowsPerBucket; row < one.Rows; row += fold.RowsPerBucket)
                Assert.Equal(fold.HighOf(row - fold.RowsPerBucket), fold.LowOf(row));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_fold_widens_at_once_and_narrows_after_a_while()
    {
        var fold = new RowFold();
        fold.Update(40, 47, 160, 10, 0, 0);
        Assert.Equal((1, 39), (fold.BucketsPerRow, fold.First));
        fold.Update(40, 80, 160, 10, 0, 1);
        Assert.Equal(6, fold.BucketsPerRow);
        for (int interval = 2; interval < 1 + RowFold.CalmIntervals; interval++)
        {
            fold.Update(40, 47, 160, 10, 0, interval);
            Assert.Equal(6, fold.BucketsPerRow);
        }

        fold.Update(40, 47, 160, 10, 0, 1 + RowFold.CalmIntervals);
        Assert.Equal(1, fold.BucketsPerRow);
    }

    [Fact]
    public void No_range_leaves_more_than_half_of_the_rows_empty()
    {
        for (int buckets = 17; buckets <= 160; buckets++)
        {
            var fold = new RowFold();
            fold.Update(0, buckets - 1, 160, 16, 0, 0);
            Assert.True(fold.RowOf(buckets - 1) >= 8, $"{buckets} buckets end in row {fold.RowOf(buckets - 1)} of 16");
        }
    }

    [Fact]
    public void A_range_that_comes_and_goes_does_not_move_the_picture()
    {
        var fold = new RowFold();
        fold.Update(40, 80, 160, 10, 0, 0);
        int first = fold.First;
        for (int interval = 1; interval < 100; interval++)
        {
            fold.Update(interval % 2 == 0 ? 40 : 44, interval % 3 == 0 ? 80 : 60, 160, 10, 0, interval);
            Assert.Equal((6, first), (fold.BucketsPerRow, fold.First));
        }
    }

    [Fact]
    public void The_first_data_and_a_new_height_fit_at_once()
    {
        var fold = new RowFold();
        fold.Update(0, -1, 160, 10, 2, 0);
        Assert.Equal((16, 0), (fold.BucketsPerRow, fold.First));
        fold.Update(40, 43, 160, 10, 2, 1);
        Assert.Equal((1, 2), (fold.BucketsPerRow, fold.RowsPerBucket));
        fold.Update(40, 43, 160, 4, 2, 1);
        Assert.Equal((1, 1, 4), (fold.BucketsPerRow, fold.RowsPerBucket, fold.Rows));
        fold.Update(0, -1, 160, 4, 2, 2);
        Assert.Equal((1, 40), (fold.BucketsPerRow, fold.First));
    }

    [Fact]
    public void Rows_are_not_more_than_there_are_buckets()
    {
        var fold = new RowFold();
        fold.Update(0, 31, 32, 50, 0, 0);
        Assert.Equal((32, 50), (fold.UsedRows, fold.Rows));
        Assert.Equal((32, 32), (fold.LowOf(40), fold.HighOf(40)));
    }

    [Fact]
    public void A_higher_count_never_has_a_lower_step()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), ArbMap.Default.ArbFor<ulong>(), ArbMap.Default.ArbFor<ulong>(), (a, b, max) =>
        {
            var scale = new HeatScale();
            scale.Update(max, 0);
            int low = scale.StepOf(Math.Min(a, b)), high = scale.StepOf(Math.Max(a, b));
            return low <= high && (max == 0 || (scale.StepOf(max) >= 0 && scale.StepOf(0) == -1)) && high < Style.HeatSteps;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 5)]
    [InlineData(1_001, 2_000)]
    [InlineData(9_000_000_000_000_000_000, 10_000_000_000_000_000_000)]
    [InlineData(ulong.MaxValue, ulong.MaxValue)]
    public void The_maximum_is_a_round_number_and_its_top_step_is_reached(ulong highest, ulong max)
    {
        var scale = new HeatScale();
        scale.Update(highest, 0);
        Assert.Equal(max, scale.Max);
        Assert.Equal(Style.HeatSteps - 1, scale.StepOf(max));
        Assert.Equal(1UL, scale.EdgeOf(0));
        Assert.Equal(highest == 1 ? Style.HeatSteps - 1 : 0, scale.StepOf(1));
    }

    [Fact]
    public void Steps_begin_at_their_edges()
    {
        var scale = new HeatScale();
        scale.Update(1_000_000, 0);
        for (int step = 1; step < Style.HeatSteps; step++)
        {
            Assert.Equal(step, scale.StepOf(scale.EdgeOf(step)));
            Assert.Equal(step - 1, scale.StepOf(scale.EdgeOf(step) - 1));
        }
    }

    [Fact]
    public void The_scale_rises_at_once_and_falls_after_a_while()
    {
        var scale = new HeatScale();
        scale.Update(900, 0);
        scale.Update(1_500, 1);
        Assert.Equal(2_000UL, scale.Max);
        scale.Update(600, 5);
        scale.Update(400, 14);
        Assert.Equal(2_000UL, scale.Max);
        scale.Update(400, 15);
        Assert.Equal(500UL, scale.Max);
        scale.Update(0, 99);
        Assert.Equal(500UL, scale.Max);
    }
}
