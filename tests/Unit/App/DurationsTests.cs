using Probetop.App.CommandLine;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("200us", 200_000)]
    [InlineData("500ms", 500_000_000)]
    [InlineData("5s", 5_000_000_000)]
    [InlineData("1.5s", 1_500_000_000)]
    [InlineData("0.25ms", 250_000)]
    [InlineData("2m", 120_000_000_000)]
    [InlineData("24h", 86_400_000_000_000)]
    [InlineData("0s", 0)]
    public void A_number_and_its_unit_are_read(string text, ulong expectedNs)
    {
        Assert.True(Durations.TryParse(text, out ulong ns));
        Assert.Equal(expectedNs, ns);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("5sec")]
    [InlineData("5S")]
    [InlineData("1,5s")]
    [InlineData("1.2.3s")]
    [InlineData(".s")]
    [InlineData("1e3s")]
    [InlineData("٥s")]
    [InlineData("99999999999999999999h")]
    [InlineData("99999999999999999999999999999999999999h")]
    public void Anything_else_is_not(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData(100_000_000, "100ms")]
    [InlineData(1_000_000_000, "1s")]
    [InlineData(90_000_000_000, "90s")]
    [InlineData(60_000_000_000, "1m")]
    [InlineData(86_400_000_000_000, "24h")]
    [InlineData(1_500_000, "1500us")]
    [InlineData(1_500, "1.5us")]
    public void A_duration_is_written_as_it_is_read(ulong ns, string expected)
    {
        Assert.Equal(expected, Durations.Format(ns));
        Assert.True(Durations.TryParse(expected, out ulong again));
        Assert.Equal(ns, again);
    }
}
