using FsCheck;
using FsCheck.Fluent;
using Probetop.Views.Formatting;
using Xunit;

namespace Probetop.Tests.Unit;

public class FormatTests
{
    private delegate int Writer(Span<char> target);

    [Theory]
    [InlineData(0, "0ns")]
    [InlineData(3.7, "4ns")]
    [InlineData(999.4, "999ns")]
    [InlineData(999.6, "1µs")]
    [InlineData(4_040, "4µs")]
    [InlineData(1_100_000, "1.1ms")]
    [InlineData(9_000_000, "9ms")]
    [InlineData(9_960_000, "10ms")]
    [InlineData(999_400_000, "999ms")]
    [InlineData(999_600_000, "1s")]
    [InlineData(2_300_000_000, "2.3s")]
    [InlineData(59.4e9, "59s")]
    [InlineData(59.6e9, "1m 0s")]
    [InlineData(200e9, "3m 20s")]
    [InlineData(3599.6e9, "1h 0m")]
    [InlineData(86_390e9, "1d 0h")]
    [InlineData(273_600e9, "3d 4h")]
    [InlineData(9e15, "104d")]
    [InlineData((double)ulong.MaxValue, "213504d")]
    [InlineData(-1_500, "-1.5µs")]
    [InlineData(-3e9, "-3s")]
    [InlineData(double.NaN, "")]
    [InlineData(double.PositiveInfinity, "")]
    public void Durations(double ns, string text) => Assert.Equal(text, Text(target => Format.Duration(target, ns)));

    [Theory]
    [InlineData(200e9, 7, "3m 20s")]
    [InlineData(200e9, 5, "3m")]
    [InlineData(200e9, 1, "…")]
    [InlineData(1_100_000, 4, "…")]
    [InlineData(1_100_000, 0, "")]
    public void A_narrow_duration_keeps_its_larger_unit_or_says_that_it_does_not_fit(double ns, int width, string text) =>
        Assert.Equal(text, Text(target => Format.Duration(target, ns), width));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(500, "500ns")]
    [InlineData(1_000, "1µs")]
    [InlineData(512_000, "512µs")]
    [InlineData(1_024_000, "1ms")]
    [InlineData(1_280_000, "1.2ms")]
    [InlineData(65_536_000, "64ms")]
    [InlineData(1_048_576_000, "1s")]
    [InlineData(1_048_576_000.0 * 512, "512s")]
    public void Bucket_edges_are_named_after_their_power_of_two(double ns, string text) =>
        Assert.Equal(text, Text(target => Format.DurationEdge(target, ns)));

    [Theory]
    [InlineData(0, 9, "0")]
    [InlineData(22087, 9, "22,087")]
    [InlineData(1234567, 9, "1,234,567")]
    [InlineData(12345678, 9, "12M")]
    [InlineData(-12345, 9, "-12,345")]
    [InlineData(1234, 4, "1.2k")]
    [InlineData(999_600, 4, "1M")]
    [InlineData(long.MaxValue, 4, "9.2E")]
    [InlineData(1234, 3, "…")]
    public void Counts(long value, int width, string text) => Assert.Equal(text, Text(target => Format.Count(target, value), width));

    [Fact]
    public void The_highest_count_is_written_in_full_where_there_is_room()
    {
        Assert.Equal("18,446,744,073,709,551,615", Text(target => Format.Grouped(target, ulong.MaxValue)));
        Assert.Equal("18E", Text(target => Format.Count(target, ulong.MaxValue), 9));
    }

    [Theory]
    [InlineData(0, "0B")]
    [InlineData(512, "512B")]
    [InlineData(1000, "1K")]
    [InlineData(4096, "4K")]
    [InlineData(32_505_856, "31M")]
    [InlineData(1.2 * 1024 * 1024 * 1024, "1.2G")]
    [InlineData((double)ulong.MaxValue, "16E")]
    public void Sizes(double bytes, string text) => Assert.Equal(text, Text(target => Format.Bytes(target, bytes)));

    [Fact]
    public void Rates()
    {
        Assert.Equal("4KB/s", Text(target => Format.ByteRate(target, 4096)));
        Assert.Equal("0.4/s", Text(target => Format.Rate(target, 0.4)));
        Assert.Equal("22k/s", Text(target => Format.Rate(target, 22_087)));
    }

    [Theory]
    [InlineData(0, "0.0%")]
    [InlineData(0.44, "0.4%")]
    [InlineData(12, "12.0%")]
    [InlineData(99.96, "100%")]
    [InlineData(6400, "6400%")]
    [InlineData(double.NaN, "")]
    public void Percentages(double percent, string text) => Assert.Equal(text, Text(target => Format.Percent(target, percent)));

    [Theory]
    [InlineData(1.42, "1.42")]
    [InlineData(9.996, "10.0")]
    [InlineData(12.34, "12.3")]
    [InlineData(1234.5, "1234")]
    public void Plain_numbers(double value, string text) => Assert.Equal(text, Text(target => Format.Number(target, value)));

    [Theory]
    [InlineData(0, 0, "00:00:00")]
    [InlineData(0, 3600, "01:00:00")]
    [InlineData(0, -1, "23:59:59")]
    [InlineData(-1, 0, "23:59:59")]
    [InlineData(1_700_000_000_999_999_999, 0, "22:13:20")]
    public void Times_of_day(long ns, int offset, string text) => Assert.Equal(text, Text(target => Format.Clock(target, ns, offset)));

    [Fact]
    public void No_figure_exceeds_its_width()
    {
        Arbitrary<int> widths = Gen.Choose(0, 12).ToArbitrary();
        Prop.ForAll(ArbMap.Default.ArbFor<double>(), ArbMap.Default.ArbFor<long>(), widths, (value, whole, width) =>
            Keeps(width, target => Format.Duration(target, value)) && Keeps(width, target => Format.Short(target, value))
            && Keeps(width, target => Format.Bytes(target, value)) && Keeps(width, target => Format.ByteRate(target, value))
            && Keeps(width, target => Format.Rate(target, value)) && Keeps(width, target => Format.Percent(target, value))
            && Keeps(width, target => Format.Number(target, value)) && Keeps(width, target => Format.DurationEdge(target, Math.Abs(value)))
            && Keeps(width, target => Format.Count(target, whole)) && Keeps(width, target => Format.Grouped(target, whole))
            && Keeps(width, target => Format.Clock(target, whole, width))).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Durations_and_short_counts_keep_their_greatest_width()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<ulong>(), Gen.Choose(0, 63).ToArbitrary(), (value, shift) =>
            Text(target => Format.Duration(target, value >> shift)).Length <= Format.DurationWidth
            && Text(target => Format.Short(target, value >> shift)).Length <= 4
            && Text(target => Format.Bytes(target, value >> shift)).Length <= 4).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_longer_duration_never_reads_shorter_in_the_same_unit()
    {
        double before = -1;
        for (int ns = 0; ns < 3_000_000; ns += 137)
        {
            double shown = Parse(Text(target => Format.Duration(target, ns)));
            Assert.True(shown >= before, $"{ns} ns reads {shown} after {before}");
            before = shown;
        }
    }

    private static double Parse(string text)
    {
        int digits = text.TakeWhile(character => char.IsDigit(character) || character == '.').Count();
        double scale = text[digits..] switch { "ns" => 1, "µs" => 1e3, _ => 1e6 };
        return double.Parse(text[..digits], System.Globalization.CultureInfo.InvariantCulture) * scale;
    }

    private static string Text(Writer write, int width = 40)
    {
        var target = new char[width];
        return new string(target, 0, write(target));
    }

    // Everything right of the field must stay as it is.
    private static bool Keeps(int width, Writer write)
    {
        var chars = new char[width + 40];
        int length = write(chars.AsSpan(0, width));
        return length >= 0 && length <= width && chars[width..].All(character => character == '\0');
    }
}
