using System.Globalization;
using Probetop.Probes.Snapshots;
using Probetop.Views.Formatting;

namespace Probetop.App.Output;

/// <summary>Figures as strings, in the words of the screen.</summary>
internal static class Figures
{
    private const int Most = 32;

    private delegate int Writer(Span<char> target);

    /// <summary>A value of a table, in full; text as it is, unsanitised.</summary>
    public static string Of(Value value, Column column, TimeBase time) =>
        column.Type == ColumnType.String ? value.Text : Compose(target => ValueFormat.Write(target, value, column, time));

    /// <summary>A value in a unit of the contract (<c>ns</c>, <c>bytes</c>, <c>count</c>); null is blank.</summary>
    public static string Of(double? value, string unit) => value is not { } number
        ? ""
        : Compose(target => unit switch
        {
            "ns" => Format.Duration(target, number),
            "bytes" => Format.Bytes(target, number),
            _ => Format.Number(target, number),
        });

    /// <summary>A count in full.</summary>
    public static string Of(ulong count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Compose(Writer write)
    {
        Span<char> target = stackalloc char[Most];
        return new string(target[..write(target)]);
    }
}
