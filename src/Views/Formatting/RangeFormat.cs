using Probetop.Views.Cells;

namespace Probetop.Views.Formatting;

/// <summary>What a row or box of a distribution counts, as text.</summary>
public static class RangeFormat
{
    private const ulong LeastShortened = 10_000;

    private static readonly string[] TimeUnits = [Glyphs.Micro + "s", "ms", "s"];
    private static readonly string[] ByteUnits = ["B", "KB", "MB", "GB", "TB", "PB", "EB"];

    /// <summary>
    /// The half-open range [low, high) of a tool's values (unit <c>ns</c>, <c>bytes</c>, else counts): <c>0–1 µs</c>, <c>4–7 µs</c>,
    /// <c>1–2 ms</c>, <c>512–1023 B</c>, <c>3</c>, <c>16k–33k</c>; one that is <paramref name="open"/> upwards as <c>63+</c>.
    /// </summary>
    public static int Write(Span<char> target, ulong low, ulong high, string? unit, bool open = false)
    {
        var writer = new CharWriter(target);
        switch (unit)
        {
            case "ns" when high <= 1000 && !open:
                writer.Whole((long)low);
                writer.Char(Glyphs.RangeDash);
                writer.Whole((long)high);
                writer.Text(" ns");
                break;
            case "ns":
                WriteScaled(ref writer, low / 1000.0, high / 1000.0, TimeUnits, open);
                break;
            case "bytes":
                WriteScaled(ref writer, low, high, ByteUnits, open);
                break;
            default:
                WriteCount(ref writer, low);
                if (open)
                {
                    writer.Char('+');
                }
                else if (high > low + 1)
                {
                    writer.Char(Glyphs.RangeDash);
                    WriteCount(ref writer, high - 1);
                }

                break;
        }

        return writer.Finish();
    }

    // Both edges in the unit of the lower one (of the upper one from 0), unless the upper one has outgrown it.
    private static void WriteScaled(ref CharWriter writer, double low, double high, string[] units, bool open)
    {
        if (!open && high <= 1024 && double.IsInteger(low) && double.IsInteger(high))
        {
            writer.Whole((long)low);
            if (high > low + 1)
            {
                writer.Char(Glyphs.RangeDash);
                writer.Whole((long)high - 1);
            }

            writer.Char(' ');
            writer.Text(units[0]);
            return;
        }

        int lowUnit = UnitOf(low > 0 || open ? low : high, units), highUnit = UnitOf(high, units);
        if (open || high / Math.Pow(1024, lowUnit) <= 1024) highUnit = lowUnit;
        WriteEdge(ref writer, low, lowUnit);
        if (open)
        {
            writer.Char('+');
        }
        else
        {
            if (highUnit != lowUnit) WriteUnit(ref writer, units[lowUnit]);
            writer.Char(Glyphs.RangeDash);
            WriteEdge(ref writer, high, highUnit);
        }

        WriteUnit(ref writer, units[highUnit]);
    }

    private static int UnitOf(double value, string[] units)
    {
        int unit = 0;
        for (; unit < units.Length - 1 && value >= 1024; unit++) value /= 1024;
        return unit;
    }

    private static void WriteEdge(ref CharWriter writer, double value, int unit) =>
        Format.WriteTenths(ref writer, value / Math.Pow(1024, unit));

    private static void WriteUnit(ref CharWriter writer, string unit)
    {
        writer.Char(' ');
        writer.Text(unit);
    }

    private static void WriteCount(ref CharWriter writer, ulong value)
    {
        if (value < LeastShortened) writer.Grouped(value);
        else writer.Short(value);
    }
}
