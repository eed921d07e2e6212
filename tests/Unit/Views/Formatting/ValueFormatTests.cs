using FsCheck;
using FsCheck.Fluent;
using Probetop.Probes.Snapshots;
using Probetop.Views.Formatting;
using Xunit;

namespace Probetop.Tests.Unit;

public class ValueFormatTests
{
    private static readonly string?[] Units = ["ns", "bytes", "count", "percent", "per_second", "time_ns", null];

    [Theory]
    [InlineData(null, 4455, "4455")]
    [InlineData("count", 22087, "22,087")]
    [InlineData("ns", 1_100_000, "1.1ms")]
    [InlineData("bytes", 4096, "4K")]
    [InlineData("percent", 12, "12.0%")]
    [InlineData("per_second", 12, "12/s")]
    [InlineData("time_ns", 1_000_000_000, "23:13:21")]
    public void Whole_numbers_by_unit(string? unit, long value, string text) =>
        Assert.Equal(text, Text(Value.Of(value), new Column("c", ColumnType.Int, unit, "C", 9)));

    [Theory]
    [InlineData(null, 1.42, "1.42")]
    [InlineData("count", 2.5, "2.50")]
    [InlineData("ns", 4040.0, "4µs")]
    [InlineData("percent", 0.4, "0.4%")]
    public void Fractions_by_unit(string? unit, double value, string text) =>
        Assert.Equal(text, Text(Value.Of(value), new Column("c", ColumnType.Float, unit, "C", 9)));

    [Fact]
    public void Other_types()
    {
        Assert.Equal("yes", Text(Value.Of(true), new Column("c", ColumnType.Bool, null, "C", 9)));
        Assert.Equal("no", Text(Value.Of(false), new Column("c", ColumnType.Bool, null, "C", 9)));
        Assert.Equal("comm", Text(Value.Of("comm"), new Column("c", ColumnType.String, null, "C", 9)));
        Assert.Equal("", Text(Value.Absent, new Column("c", ColumnType.Int, "ns", "C", 9)));
    }

    [Fact]
    public void Numbers_stand_at_the_right_and_texts_and_times_at_the_left()
    {
        Assert.True(ValueFormat.IsRightAligned(new Column("c", ColumnType.Int, null, "C", 9)));
        Assert.True(ValueFormat.IsRightAligned(new Column("c", ColumnType.Float, "ns", "C", 9)));
        Assert.False(ValueFormat.IsRightAligned(new Column("c", ColumnType.Int, "time_ns", "C", 9)));
        Assert.False(ValueFormat.IsRightAligned(new Column("c", ColumnType.String, null, "C", 9)));
    }

    [Fact]
    public void No_value_exceeds_its_width()
    {
        Gen<Value> value = Gen.OneOf(
            ArbMap.Default.GeneratorFor<long>().Select(Value.Of), ArbMap.Default.GeneratorFor<double>().Select(number => Value.Of(number)),
            ArbMap.Default.GeneratorFor<string>().Select(Value.Of), Gen.Constant(Value.Of(long.MinValue)), Gen.Constant(Value.Absent));
        Gen<Column> column = Gen.Elements(Enum.GetValues<ColumnType>())
            .Zip(Gen.Elements(Units), (type, unit) => new Column("c", type, unit, "C", 9));
        Prop.ForAll(value.ToArbitrary(), column.ToArbitrary(), Gen.Choose(0, 20).ToArbitrary(), (any, of, width) =>
        {
            var target = new char[width];
            int length = ValueFormat.Write(target, any, of, default);
            return length >= 0 && length <= width;
        }).QuickCheckThrowOnFailure();
    }

    private static string Text(Value value, Column column)
    {
        var target = new char[20];
        return new string(target, 0, ValueFormat.Write(target, value, column, new TimeBase(1_700_000_000_000_000_000, 3600)));
    }
}
