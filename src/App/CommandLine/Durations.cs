using System.Buffers;
using System.Globalization;

namespace Probetop.App.CommandLine;

/// <summary>Durations of the command line: <c>200us</c>, <c>500ms</c>, <c>5s</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c>.</summary>
internal static class Durations
{
    /// <summary>What a duration looks like, for messages.</summary>
    public const string Examples = "500ms, 5s or 2m";

    private const NumberStyles Plain = NumberStyles.AllowDecimalPoint;

    private static readonly SearchValues<char> NumberChars = SearchValues.Create("0123456789.");

    private static readonly (string Name, ulong Ns)[] Units =
        [("us", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000)];

    /// <summary>Reads a number with its unit, which must not be left out; in ns.</summary>
    public static bool TryParse(string text, out ulong ns)
    {
        ns = 0;
        int end = text.AsSpan().IndexOfAnyExcept(NumberChars);
        if (end <= 0 || !decimal.TryParse(text.AsSpan(0, end), Plain, CultureInfo.InvariantCulture, out decimal number)) return false;
        foreach ((string name, ulong unitNs) in Units)
        {
            if (!text.AsSpan(end).SequenceEqual(name)) continue;
            if (number > ulong.MaxValue / unitNs) return false;
            ns = (ulong)(number * unitNs);
            return true;
        }

        return false;
    }

    /// <summary>The duration as it is read, in the largest unit that leaves a whole number.</summary>
    public static string Format(ulong ns)
    {
        for (int unit = Units.Length - 1; unit > 0; unit--)
            if (ns != 0 && ns % Units[unit].Ns == 0) return $"{ns / Units[unit].Ns}{Units[unit].Name}";
        return $"{(decimal)ns / Units[0].Ns}{Units[0].Name}";
    }
}
