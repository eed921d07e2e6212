using Probetop.Views.Cells;

namespace Probetop.Views.Formatting;

/// <summary>Composes a text in a caller's characters without allocating; what does not fit is cut off.</summary>
public ref struct CharWriter
{
    private readonly Span<char> _target;
    private int _length;

    /// <summary>Starts at the beginning of <paramref name="target"/>.</summary>
    public CharWriter(Span<char> target) => _target = target;

    /// <summary>What has been written.</summary>
    public readonly ReadOnlySpan<char> Written => _target[.._length];

    /// <summary>Number of characters written.</summary>
    public readonly int Length => _length;

    /// <summary>Whether something did not fit.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Appends a text.</summary>
    public void Text(scoped ReadOnlySpan<char> text)
    {
        int fits = Math.Min(text.Length, _target.Length - _length);
        text[..fits].CopyTo(_target[_length..]);
        _length += fits;
        IsCut |= fits < text.Length;
    }

    /// <summary>Appends a character.</summary>
    public void Char(char character) => Text([character]);

    /// <summary>Appends a whole number in plain digits.</summary>
    public void Whole(long value)
    {
        Span<char> digits = stackalloc char[20];
        _ = value.TryFormat(digits, out int length);
        Text(digits[..length]);
    }

    /// <summary>Appends a whole number with thousands separators.</summary>
    public void Grouped(long value) => _length += Format.Grouped(_target[_length..], value);

    /// <inheritdoc cref="Grouped(long)"/>
    public void Grouped(ulong value) => _length += Format.Grouped(_target[_length..], value);

    /// <summary>Appends a count, shortened to <c>1.2M</c>.</summary>
    public void Short(double value) => _length += Format.Short(_target[_length..], value);

    /// <summary>Appends a duration.</summary>
    public void Duration(double ns) => _length += Format.Duration(_target[_length..], ns);

    /// <summary>Appends the edge of a bucket of durations.</summary>
    public void DurationEdge(double ns) => _length += Format.DurationEdge(_target[_length..], ns);

    /// <summary>Appends a size.</summary>
    public void Bytes(double bytes) => _length += Format.Bytes(_target[_length..], bytes);

    /// <summary>Appends a percentage.</summary>
    public void Percent(double percent) => _length += Format.Percent(_target[_length..], percent);

    /// <summary>The length; when not everything fitted, the text is one ellipsis, since half a number is another number.</summary>
    internal readonly int Finish()
    {
        if (!IsCut) return _length;
        if (_target.IsEmpty) return 0;
        _target[0] = Glyphs.Ellipsis;
        return 1;
    }
}
