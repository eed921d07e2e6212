using Probetop.Views.Formatting;
using Xunit;

namespace Probetop.Tests.Unit;

public class RangeFormatTests
{
    [Theory]
    [InlineData(0, 2_000, "ns", "0–1 µs")]
    [InlineData(1_000, 2_000, "ns", "1 µs")]
    [InlineData(4_000, 8_000, "ns", "4–7 µs")]
    [InlineData(512_000, 1_024_000, "ns", "512–1023 µs")]
    [InlineData(1_024_000, 2_048_000, "ns", "1–2 ms")]
    [InlineData(524_288_000, 1_048_576_000, "ns", "512–1024 ms")]
    [InlineData(1_048_576_000, 2_097_152_000, "ns", "1–2 s")]
    [InlineData(512_000, 2_048_000, "ns", "512 µs–2 ms")]
    [InlineData(0, 2_048_000, "ns", "0–2 ms")]
    [InlineData(2_500, 3_000, "ns", "2.5–3 µs")]
    [InlineData(500, 625, "ns", "500–625 ns")]
    [InlineData(0, 1_000, "ns", "0–1000 ns")]
    [InlineData(4, 8, "bytes", "4–7 B")]
    [InlineData(4096, 8192, "bytes", "4–8 KB")]
    [InlineData(512, 2048, "bytes", "512 B–2 KB")]
    [InlineData(3, 4, "count", "3")]
    [InlineData(4, 8, "count", "4–7")]
    [InlineData(1024, 2048, "count", "1,024–2,047")]
    [InlineData(16384, 32768, null, "16k–33k")]
    public void Ranges(ulong low, ulong high, string? unit, string text) => Assert.Equal(text, Text(low, high, unit, open: false));

    [Theory]
    [InlineData(63, "count", "63+")]
    [InlineData(4096, "bytes", "4+ KB")]
    [InlineData(1_048_576_000, "ns", "1+ s")]
    public void The_last_range_is_open(ulong low, string unit, string text) => Assert.Equal(text, Text(low, low * 2, unit, open: true));

    [Fact]
    public void Extreme_ranges_fit_or_say_that_they_do_not()
    {
        Assert.Equal("16–16 EB", Text(ulong.MaxValue - 1, ulong.MaxValue, "bytes", open: false));
        var narrow = new char[3];
        Assert.Equal(1, RangeFormat.Write(narrow, 512_000, 1_024_000, "ns"));
        Assert.Equal('…', narrow[0]);
        Assert.Equal(0, RangeFormat.Write([], 0, ulong.MaxValue, null));
    }

    private static string Text(ulong low, ulong high, string? unit, bool open)
    {
        var target = new char[40];
        return new string(target, 0, RangeFormat.Write(target, low, high, unit, open));
    }
}
