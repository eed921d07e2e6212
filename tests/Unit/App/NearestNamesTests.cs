using Probetop.App.CommandLine;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class NearestNamesTests
{
    private static readonly string[] Names = ["cpudist", "execsnoop", "exitsnoop", "hardirqs", "runqlat", "runqlen", "softirqs"];

    [Theory]
    [InlineData("runqlta", "runqlat runqlen")]
    [InlineData("exesnoop", "execsnoop exitsnoop")]
    [InlineData("irqs", "hardirqs softirqs")]
    [InlineData("RUNQ", "runqlat runqlen")]
    [InlineData("biolatency", "")]
    [InlineData("x", "")]
    [InlineData("", "")]
    public void The_nearest_come_first_and_only_near_ones(string wrong, string expected) =>
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), NearestNames.Of(wrong, Names));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "abxc", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_the_edits_and_is_symmetric(string left, string right, int expected)
    {
        Assert.Equal(expected, NearestNames.Distance(left, right));
        Assert.Equal(expected, NearestNames.Distance(right, left));
    }
}
