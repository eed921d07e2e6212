using System.Buffers;
using System.Globalization;
using System.Text;

namespace Probetop.App.Terminal;

/// <summary>Collects bracketed paste: one line of printable text, cut after <see cref="MaxLength"/> UTF-16 units.</summary>
internal sealed class PasteText
{
    /// <summary>Most UTF-16 units kept; what follows is dropped.</summary>
    public const int MaxLength = 4096;

    private readonly StringBuilder _text = new();
    private Utf8Sequence _sequence;
    private bool _afterReturn;
    private int _endMatched;

    private static ReadOnlySpan<byte> End => "\e[201~"u8;

    /// <summary>Starts a paste.</summary>
    public void Clear()
    {
        _ = _text.Clear();
        (_sequence, _afterReturn, _endMatched) = (default, false, 0);
    }

    /// <summary>The text so far.</summary>
    public string Take() => _text.ToString();

    /// <summary>Takes a byte; true when it completes the end marker.</summary>
    public bool Add(byte value)
    {
        if (value == End[_endMatched])
        {
            _endMatched++;
            return _endMatched == End.Length;
        }

        // What looked like the marker was text, but for its ESC; only an ESC can start the marker anew.
        int matched = _endMatched;
        _endMatched = value == End[0] ? 1 : 0;
        for (int i = 1; i < matched; i++) AddText(End[i]);
        if (_endMatched == 0) AddText(value);
        return false;
    }

    private void AddText(byte value)
    {
        OperationStatus status = _sequence.Add(value, out uint scalar, out bool again);
        if (status == OperationStatus.InvalidData) Append(Rune.ReplacementChar);
        if (status == OperationStatus.Done) Append(new Rune(scalar));
        if (again) AddText(value);
    }

    private void Append(Rune rune)
    {
        bool afterReturn = _afterReturn;
        _afterReturn = rune.Value == '\r';
        if (rune.Value == '\n' && afterReturn) return;
        if (rune.Value is '\r' or '\n' or '\t' or 0x85 or 0x2028 or 0x2029) rune = new Rune(' ');
        // Format characters reorder or hide text.
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format) return;
        if (_text.Length + rune.Utf16SequenceLength > MaxLength) return;
        Span<char> units = stackalloc char[2];
        _ = _text.Append(units[..rune.EncodeToUtf16(units)]);
    }
}
