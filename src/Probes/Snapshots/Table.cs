namespace Probetop.Probes.Snapshots;

/// <summary>What a column's values are, with the names of the JSON contract.</summary>
public enum ColumnType
{
    /// <summary>A whole number.</summary>
    Int,

    /// <summary>A number with a fraction.</summary>
    Float,

    /// <summary>Text as the kernel or a process gave it: not yet sanitised for a terminal.</summary>
    String,

    /// <summary>True or false.</summary>
    Bool,
}

/// <summary>A column of a table or event log; the one place where its name, unit and width stand.</summary>
/// <param name="Name">Name in JSON, the same for the same thing everywhere (<c>pid</c>, <c>comm</c>…).</param>
/// <param name="Type">Type of its values.</param>
/// <param name="Unit"><c>ns</c>, <c>bytes</c>, <c>count</c>, <c>percent</c>, <c>per_second</c>, <c>time_ns</c> (monotonic) or null.</param>
/// <param name="Title">Heading on the screen.</param>
/// <param name="Width">Cells on the screen; 0: takes what is left; negative: not shown.</param>
public sealed record Column(string Name, ColumnType Type, string? Unit, string Title, int Width);

/// <summary>One value of a table: what it holds is told by its column's type.</summary>
public readonly struct Value : IEquatable<Value>
{
    private readonly string? _text;
    private readonly long _bits;

    private Value(string? text, long bits)
    {
        _text = text;
        _bits = bits;
    }

    /// <summary>An absent value: JSON null, blank on the screen.</summary>
    public static Value Absent => default;

    /// <summary>Whether there is no value.</summary>
    public bool IsAbsent => _text is null;

    /// <summary>The whole number, or 0 or 1 of a bool.</summary>
    public long Int => _bits;

    /// <summary>The number with a fraction.</summary>
    public double Float => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>The text; empty when absent.</summary>
    public string Text => _text ?? "";

    /// <summary>A whole number.</summary>
    public static Value Of(long value) => new("", value);

    /// <summary>A whole number; above 2^63 it is not representable and wraps.</summary>
    public static Value Of(ulong value) => new("", (long)value);

    /// <summary>A number with a fraction; null is absent.</summary>
    public static Value Of(double? value) => value is { } number ? new("", BitConverter.DoubleToInt64Bits(number)) : default;

    /// <summary>A text; null is absent.</summary>
    public static Value Of(string? value) => new(value, 0);

    /// <summary>True or false.</summary>
    public static Value Of(bool value) => new("", value ? 1 : 0);

    /// <summary>Whether both hold the same.</summary>
    public static bool operator ==(Value left, Value right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Value left, Value right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Value other) => _bits == other._bits && string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Value other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_text, _bits);
}

/// <summary>An immutable table, row-major; also the rows of an event log.</summary>
public sealed class Table
{
    private readonly Value[] _values;

    /// <summary>Makes a table from row-major values; their number must be a multiple of the columns.</summary>
    /// <exception cref="ArgumentException">The values do not fill whole rows.</exception>
    public Table(IReadOnlyList<Column> columns, Value[] values, bool truncated = false)
    {
        if (columns.Count == 0 ? values.Length != 0 : values.Length % columns.Count != 0)
            throw new ArgumentException($"{values.Length} values do not fill rows of {columns.Count} columns", nameof(values));
        Columns = columns;
        _values = values;
        RowCount = columns.Count == 0 ? 0 : values.Length / columns.Count;
        Truncated = truncated;
    }

    /// <summary>The columns, in their order.</summary>
    public IReadOnlyList<Column> Columns { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Whether rows beyond the kept ones were left out (or summed as <c>other</c>).</summary>
    public bool Truncated { get; }

    /// <summary>Bytes this table keeps alive, for the history's budget (texts are shared and not counted).</summary>
    public int RetainedBytes => 64 + (_values.Length * 16);

    /// <summary>The value in a row and column.</summary>
    public Value this[int row, int column] => _values[(row * Columns.Count) + column];

    /// <summary>A row's values.</summary>
    public ReadOnlySpan<Value> Row(int row) => _values.AsSpan(row * Columns.Count, Columns.Count);

    /// <summary>Position of the column called <paramref name="name"/>, or -1.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Columns.Count; i++)
            if (string.Equals(Columns[i].Name, name, StringComparison.Ordinal)) return i;
        return -1;
    }
}
