using System.Globalization;
using Probetop.Views.Cells;

namespace Probetop.Views.Formatting;

/// <summary>
/// Figures as text, without allocating: each writes into the target and returns the characters used, never more than its length.
/// </summary>
/// <remarks>
/// A figure that does not fit is first shortened, where it can be, and else shown as one ellipsis; one that is not finite is blank.
/// </remarks>
public static class Format
{
    /// <summary>Most characters of a duration.</summary>
    public const int DurationWidth = 7;

    private const double NsPerSecond = 1e9;

    private static readonly string[] DurationUnits = ["ns", Glyphs.Micro + "s", "ms"];
    private static readonly string[] CountUnits = ["", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] ByteUnits = ["B", "K", "M", "G", "T", "P", "E"];
    private static readonly string[] ByteRateUnits = ["B/s", "KB/s", "MB/s", "GB/s", "TB/s", "PB/s", "EB/s"];

    /// <summary>
    /// A duration in ns: <c>4µs</c>, <c>1.1ms</c>, <c>9ms</c>, <c>2.3s</c>, <c>3m 20s</c>, <c>3d 4h</c>; when narrow only its larger
    /// unit.
    /// </summary>
    public static int Duration(Span<char> target, double ns)
    {
        if (!double.IsFinite(ns)) return 0;
        var writer = new CharWriter(target);
        double seconds = Math.Abs(ns) / NsPerSecond;
        if (seconds < 0.9995)
        {
            WriteScaled(ref writer, ns, 1000, DurationUnits, tenthsOfFirst: false);
            return writer.Finish();
        }

        if (ns < 0) writer.Char('-');
        if (seconds < 59.5)
        {
            WriteTenths(ref writer, seconds);
            writer.Char('s');
            return writer.Finish();
        }

        long whole = (long)Math.Round(seconds), minutes = (long)Math.Round(seconds / 60), hours = (long)Math.Round(seconds / 3600);
        if (whole < 3600) return TwoUnits(writer, whole / 60, 'm', whole % 60, 's');
        if (minutes < 24 * 60) return TwoUnits(writer, minutes / 60, 'h', minutes % 60, 'm');
        return TwoUnits(writer, hours / 24, 'd', hours < 100 * 24 ? hours % 24 : null, 'h');
    }

    /// <summary>
    /// The edge of a bucket in ns, named after the power of two that it stands for: 1 ms is 1,024 µs here, as in bcc's rows.
    /// </summary>
    public static int DurationEdge(Span<char> target, double ns)
    {
        var writer = new CharWriter(target);
        double scale = 1;
        int unit = 0;
        if (ns >= 1000)
        {
            scale = 1000;
            unit = 1;
            for (; unit < 3 && ns / scale >= 1024; unit++) scale *= 1024;
        }

        WriteTenths(ref writer, unit == 0 ? Math.Round(ns) : ns / scale);
        writer.Text(ns == 0 ? "" : unit == 3 ? "s" : DurationUnits[unit]);
        return writer.Finish();
    }

    /// <summary>A whole number with thousands separators: <c>22,087</c>.</summary>
    public static int Grouped(Span<char> target, long value) =>
        value.TryFormat(target, out int length, "N0", CultureInfo.InvariantCulture) ? length : DoesNotFit(target);

    /// <inheritdoc cref="Grouped(Span{char}, long)"/>
    public static int Grouped(Span<char> target, ulong value) =>
        value.TryFormat(target, out int length, "N0", CultureInfo.InvariantCulture) ? length : DoesNotFit(target);

    /// <summary>A count of at most four characters (five when negative): <c>999</c>, <c>22k</c>, <c>1.2M</c>.</summary>
    public static int Short(Span<char> target, double value)
    {
        if (!double.IsFinite(value)) return 0;
        var writer = new CharWriter(target);
        WriteScaled(ref writer, value, 1000, CountUnits, tenthsOfFirst: false);
        return writer.Finish();
    }

    /// <summary>A count with thousands separators where they fit, else shortened.</summary>
    public static int Count(Span<char> target, long value) =>
        value.TryFormat(target, out int length, "N0", CultureInfo.InvariantCulture) ? length : Short(target, value);

    /// <inheritdoc cref="Count(Span{char}, long)"/>
    public static int Count(Span<char> target, ulong value) =>
        value.TryFormat(target, out int length, "N0", CultureInfo.InvariantCulture) ? length : Short(target, value);

    /// <summary>Events per second: <c>0.4/s</c>, <c>22k/s</c>.</summary>
    public static int Rate(Span<char> target, double perSecond)
    {
        if (!double.IsFinite(perSecond)) return 0;
        var writer = new CharWriter(target);
        WriteScaled(ref writer, perSecond, 1000, CountUnits, tenthsOfFirst: true);
        writer.Text("/s");
        return writer.Finish();
    }

    /// <summary>A size in units of 1,024: <c>512B</c>, <c>31M</c>.</summary>
    public static int Bytes(Span<char> target, double bytes) => Scaled(target, bytes, ByteUnits);

    /// <summary>Bytes per second in units of 1,024: <c>4KB/s</c>.</summary>
    public static int ByteRate(Span<char> target, double bytesPerSecond) => Scaled(target, bytesPerSecond, ByteRateUnits);

    /// <summary>A percentage, with a tenth below 100: <c>0.4%</c>, <c>12.0%</c>, <c>200%</c>.</summary>
    public static int Percent(Span<char> target, double percent)
    {
        if (!double.IsFinite(percent)) return 0;
        var writer = new CharWriter(target);
        if (percent < 0) writer.Char('-');
        double size = Math.Abs(percent);
        if (size < 99.95)
        {
            long tenths = (long)Math.Round(size * 10);
            writer.Whole(tenths / 10);
            writer.Char('.');
            writer.Whole(tenths % 10);
        }
        else
        {
            writer.Whole((long)Math.Round(size));
        }

        writer.Char('%');
        return writer.Finish();
    }

    /// <summary>A number without a unit: two decimals below 10, one below 100, else none.</summary>
    public static int Number(Span<char> target, double value)
    {
        if (!double.IsFinite(value)) return 0;
        double size = Math.Abs(value);
        string format = size < 9.995 ? "F2" : size < 99.95 ? "F1" : "F0";
        return value.TryFormat(target, out int length, format, CultureInfo.InvariantCulture) ? length : Short(target, value);
    }

    /// <summary>The time of day as <c>HH:MM:SS</c> of a realtime in ns since 1970, at an offset from UTC in seconds.</summary>
    public static int Clock(Span<char> target, long realtimeNs, int utcOffsetSeconds)
    {
        long seconds = Math.DivRem(realtimeNs, 1_000_000_000).Quotient - (realtimeNs % 1_000_000_000 < 0 ? 1 : 0);
        int ofDay = (int)((((seconds + utcOffsetSeconds) % 86400) + 86400) % 86400);
        var writer = new CharWriter(target);
        WriteTwoDigits(ref writer, ofDay / 3600);
        writer.Char(':');
        WriteTwoDigits(ref writer, ofDay / 60 % 60);
        writer.Char(':');
        WriteTwoDigits(ref writer, ofDay % 60);
        return writer.Finish();
    }

    /// <summary>A number with a tenth when it is below 10 and the tenth is not 0.</summary>
    internal static void WriteTenths(ref CharWriter writer, double value)
    {
        long tenths = (long)Math.Round(value * 10);
        if (tenths >= 100 || tenths % 10 == 0)
        {
            writer.Whole((long)Math.Round(value));
            return;
        }

        writer.Whole(tenths / 10);
        writer.Char('.');
        writer.Whole(tenths % 10);
    }

    private static int Scaled(Span<char> target, double value, string[] units)
    {
        if (!double.IsFinite(value)) return 0;
        var writer = new CharWriter(target);
        WriteScaled(ref writer, value, 1024, units, tenthsOfFirst: false);
        return writer.Finish();
    }

    // Goes to the next unit when four digits would be shown, so that every figure has at most three.
    private static void WriteScaled(ref CharWriter writer, double value, double step, string[] units, bool tenthsOfFirst)
    {
        if (value < 0) writer.Char('-');
        value = Math.Abs(value);
        int unit = 0;
        for (; unit < units.Length - 1 && Math.Round(value) >= 1000; unit++) value /= step;
        WriteTenths(ref writer, unit > 0 || tenthsOfFirst ? value : Math.Round(value));
        writer.Text(units[unit]);
    }

    private static void WriteTwoDigits(ref CharWriter writer, int value)
    {
        writer.Char((char)('0' + (value / 10)));
        writer.Char((char)('0' + (value % 10)));
    }

    private static int TwoUnits(CharWriter sign, long large, char largeUnit, long? small, char smallUnit)
    {
        CharWriter writer = sign;
        writer.Whole(large);
        writer.Char(largeUnit);
        CharWriter shorter = writer;
        if (small is { } rest)
        {
            writer.Char(' ');
            writer.Whole(rest);
            writer.Char(smallUnit);
        }

        return writer.IsCut ? shorter.Finish() : writer.Finish();
    }

    private static int DoesNotFit(Span<char> target)
    {
        if (target.IsEmpty) return 0;
        target[0] = Glyphs.Ellipsis;
        return 1;
    }
}
