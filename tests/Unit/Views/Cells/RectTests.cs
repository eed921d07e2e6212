using Probetop.Views.Cells;
using Xunit;

namespace Probetop.Tests.Unit;

public class RectTests
{
    [Fact]
    public void Splits_share_the_rectangle_without_overlap()
    {
        var rect = new Rect(2, 3, 10, 6);
        Assert.Equal((new Rect(2, 3, 10, 2), new Rect(2, 5, 10, 4)), rect.SplitTop(2));
        Assert.Equal((new Rect(2, 3, 10, 4), new Rect(2, 7, 10, 2)), rect.SplitBottom(2));
        Assert.Equal((new Rect(2, 3, 4, 6), new Rect(6, 3, 6, 6)), rect.SplitLeft(4));
        Assert.Equal((new Rect(2, 3, 6, 6), new Rect(8, 3, 4, 6)), rect.SplitRight(4));
        Assert.Equal((rect, new Rect(2, 9, 10, 0)), rect.SplitTop(99));
        Assert.Equal((new Rect(2, 3, 10, 0), rect), rect.SplitTop(-1));
    }

    [Fact]
    public void Equal_columns_fill_the_width()
    {
        var rect = new Rect(1, 0, 11, 2);
        Rect[] expected = [new(1, 0, 3, 2), new(4, 0, 4, 2), new(8, 0, 4, 2)];
        Assert.Equal(expected, Enumerable.Range(0, 3).Select(index => rect.Column(index, 3)));
    }

    [Fact]
    public void Sizes_are_never_negative_and_edges_never_overflow()
    {
        Assert.True(new Rect(0, 0, -3, 5).IsEmpty);
        var huge = new Rect(5, 5, int.MaxValue, int.MaxValue);
        Assert.Equal((int.MaxValue, int.MaxValue), (huge.Right, huge.Bottom));
        Assert.Equal(new Rect(5, 5, 75, 19), huge.Intersect(new Rect(0, 0, 80, 24)));
        Assert.True(new Rect(int.MinValue, 0, 5, 5).Intersect(new Rect(0, 0, 80, 24)).IsEmpty);
        Assert.True(new Rect(0, 0, 4, 4).Intersect(new Rect(4, 0, 4, 4)).IsEmpty);
        Assert.True(new Rect(0, 0, 3, 1).Inset(2, 1).Width == 1);
    }

    [Fact]
    public void Lines_and_containment_end_at_the_edges()
    {
        var rect = new Rect(2, 3, 10, 6);
        Assert.Equal(new Rect(2, 8, 10, 1), rect.Line(5));
        Assert.True(rect.Line(6).IsEmpty);
        Assert.True(rect.Line(-1).IsEmpty);
        Assert.True(rect.Contains(2, 3) && rect.Contains(11, 8));
        Assert.False(rect.Contains(12, 8) || rect.Contains(11, 9) || rect.Contains(1, 3));
    }
}
