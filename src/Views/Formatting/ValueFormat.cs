using Probetop.Probes.Snapshots;

namespace Probetop.Views.Formatting;

/// <summary>What turns a monotonic time into a time of day.</summary>
/// <param name="RealtimeMinusMonotonicNs">CLOCK_REALTIME less CLOCK_MONOTONIC, in ns.</param>
/// <param name="UtcOffsetSeconds">Seconds that local time is ahead of UTC.</param>
public readonly record struct TimeBase(long RealtimeMinusMonotonicNs, int UtcOffsetSeconds);

/// <summary>A table's values as text, by type and unit of their column.</summary>
public static class ValueFormat
{
    /// <summary>Whether a column's values stand at its right edge.</summary>
    public static bool IsRightAligned(Column column) => column.Type is ColumnType.Int or ColumnType.Float && column.Unit != "time_ns";

    /// <summary>
    /// Writes a value into at most the target's length and returns the characters used; absent is blank, text is cut off and still
    /// unsanitised.
    /// </summary>
    public static int Write(Span<char> target, Value value, Column column, TimeBase time)
    {
        if (value.IsAbsent) return 0;
        return column.Type switch
        {
            ColumnType.Int => Whole(target, value.Int, column.Unit, time),
            ColumnType.Float => Fraction(target, value.Float, column.Unit),
            ColumnType.Bool => Text(target, value.Int != 0 ? "yes" : "no"),
            _ => Text(target, value.Text),
        };
    }

    private static int Whole(Span<char> target, long value, string? unit, TimeBase time) => unit switch
    {
        "count" => Format.Count(target, value),
        "time_ns" => Format.Clock(target, value + time.RealtimeMinusMonotonicNs, time.UtcOffsetSeconds),
        null => value.TryFormat(target, out int length) ? length : Format.Short(target, value),
        _ => Fraction(target, value, unit),
    };

    private static int Fraction(Span<char> target, double value, string? unit) => unit switch
    {
        "ns" => Format.Duration(target, value),
        "bytes" => Format.Bytes(target, value),
        "percent" => Format.Percent(target, value),
        "per_second" => Format.Rate(target, value),
        _ => Format.Number(target, value),
    };

    private static int Text(Span<char> target, string text)
    {
        int length = Math.Min(target.Length, text.Length);
        text.AsSpan(0, length).CopyTo(target);
        return length;
    }
}
