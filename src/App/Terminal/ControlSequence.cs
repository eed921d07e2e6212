using Probetop.Views.Input;

namespace Probetop.App.Terminal;

/// <summary>The parameters of one CSI or SS3 sequence as they come in, and the key that it stands for.</summary>
internal sealed class ControlSequence
{
    private const int MaxParameters = 8;
    private const int MaxValue = 0x110000;

    private readonly int[] _values = new int[MaxParameters];
    private readonly int[] _details = new int[MaxParameters];
    private int _index;
    private bool _inDetail;
    private byte _prefix;
    private bool _foreign;

    /// <summary>Whether nothing has come in since <see cref="Clear"/>.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>Whether it is one number so far, after which <c>$</c> is rxvt's final byte and not the start of a report's.</summary>
    public bool IsNumber { get; private set; }

    /// <summary>Whether it begins a bracketed paste when it ends in <c>~</c>.</summary>
    public bool IsPasteStart => _values[0] == 200 && _prefix == 0 && !_foreign;

    /// <summary>Forgets the parameters.</summary>
    public void Clear()
    {
        Array.Clear(_values);
        Array.Clear(_details);
        (_index, _inDetail, _prefix, _foreign, IsEmpty, IsNumber) = (0, false, 0, false, true, false);
    }

    /// <summary>Takes a parameter or intermediate byte, 0x20 to 0x3F.</summary>
    public void Add(byte value)
    {
        switch (value)
        {
            case >= (byte)'0' and <= (byte)'9' when _index < MaxParameters:
                ref int number = ref (_inDetail ? ref _details[_index] : ref _values[_index]);
                number = Math.Min((number * 10) + value - '0', MaxValue);
                break;
            case >= (byte)'0' and <= (byte)'9':
                break;
            case (byte)';':
                _index = Math.Min(_index + 1, MaxParameters);
                _inDetail = false;
                break;
            case (byte)':':
                // Only the first detail of a parameter says anything about a key.
                if (_inDetail) _index = Math.Min(_index + 1, MaxParameters);
                _inDetail = true;
                break;
            case >= (byte)'<' when IsEmpty:
                _prefix = value;
                break;
            default:
                _foreign = true;
                break;
        }

        IsEmpty = false;
        IsNumber = value is >= (byte)'0' and <= (byte)'9' && _index == 0 && _prefix == 0 && !_inDetail && !_foreign;
    }

    /// <summary>The key of a CSI sequence that ends in <paramref name="final"/>; false for one that is none.</summary>
    public bool TryGetCsiKey(byte final, KeyModifiers alt, out Key key)
    {
        key = default;
        if (_foreign) return false;
        if (_prefix == '<') return TryGetMouse(final is (byte)'m', out key) && final is (byte)'M' or (byte)'m';
        if (_prefix != 0) return false;
        const int Release = 3;
        if (_details[1] == Release) return false;
        KeyModifiers held = Held(_values[1]) | alt;
        switch (final)
        {
            case (byte)'~':
                return _values[0] == 27 ? TryGetCharacter(_values[2], 0, held, out key) : TryGetEditing(_values[0], held, out key);
            // rxvt says Shift, Control and both by the final byte.
            case (byte)'$':
                return TryGetEditing(_values[0], held | KeyModifiers.Shift, out key);
            case (byte)'^':
                return TryGetEditing(_values[0], held | KeyModifiers.Control, out key);
            case (byte)'@':
                return TryGetEditing(_values[0], held | KeyModifiers.Shift | KeyModifiers.Control, out key);
            case >= (byte)'a' and <= (byte)'d':
                return TryGetLetter((byte)(final - 'a' + 'A'), held | KeyModifiers.Shift, out key);
            case (byte)'u':
                return TryGetCharacter(_values[0], _details[0], held, out key);
            // Else a cursor position report.
            case (byte)'R' when _values[0] > 1:
                return false;
            default:
                return TryGetLetter(final, held, out key);
        }
    }

    /// <summary>The key of an SS3 sequence that ends in <paramref name="final"/>; false for one that is none.</summary>
    public bool TryGetSs3Key(byte final, KeyModifiers alt, out Key key)
    {
        KeyModifiers held = Held(_index == 0 ? _values[0] : _values[1]) | alt;
        switch (final)
        {
            case (byte)'M':
                key = Key.Named(KeyCode.Enter, held);
                return true;
            case >= (byte)'a' and <= (byte)'d':
                return TryGetLetter((byte)(final - 'a' + 'A'), held | KeyModifiers.Control, out key);
            // The keypad in application mode: j to y are the ASCII characters 0x40 below.
            case (byte)'X' or (>= (byte)'j' and <= (byte)'y'):
                key = Key.Char((uint)(final == 'X' ? '=' : final - 0x40), held);
                return true;
            default:
                return TryGetLetter(final, held, out key);
        }
    }

    /// <summary>The key of the Linux console's <c>CSI [ A</c> to <c>E</c>.</summary>
    public static bool TryGetConsoleKey(byte final, out Key key)
    {
        bool known = final is >= (byte)'A' and <= (byte)'E';
        key = known ? Key.Named(KeyCode.F1 + (final - 'A')) : default;
        return known;
    }

    /// <summary>The mouse event of a button code and a position counted from 1.</summary>
    public static bool TryGetMouse(int button, int column, int row, bool release, out Key key)
    {
        const int Motion = 32, Wheel = 64, Extra = 128;
        KeyModifiers held = ((button & 4) != 0 ? KeyModifiers.Shift : 0) | ((button & 8) != 0 ? KeyModifiers.Alt : 0)
            | ((button & 16) != 0 ? KeyModifiers.Control : 0);
        int which = button & 3;
        key = default;
        if ((button & (Motion | Extra)) != 0 || column < 1 || row < 1) return false;
        if ((button & Wheel) != 0)
        {
            if (which > 1 || release) return false;
            key = Key.Mouse(which == 0 ? KeyCode.WheelUp : KeyCode.WheelDown, MouseButton.None, column - 1, row - 1, held);
            return true;
        }

        MouseButton name = which == 3 ? MouseButton.None : MouseButton.Left + which;
        KeyCode code = release || which == 3 ? KeyCode.MouseRelease : KeyCode.MousePress;
        key = Key.Mouse(code, name, column - 1, row - 1, held);
        return true;
    }

    private bool TryGetMouse(bool release, out Key key) => TryGetMouse(_values[0], _values[1], _values[2], release, out key);

    private static KeyModifiers Held(int parameter) =>
        parameter < 2 ? KeyModifiers.None : (KeyModifiers)(parameter - 1) & (KeyModifiers.Shift | KeyModifiers.Alt | KeyModifiers.Control);

    private static bool TryGetLetter(byte final, KeyModifiers held, out Key key)
    {
        KeyCode code = final switch
        {
            (byte)'A' => KeyCode.Up,
            (byte)'B' => KeyCode.Down,
            (byte)'C' => KeyCode.Right,
            (byte)'D' => KeyCode.Left,
            (byte)'F' => KeyCode.End,
            (byte)'H' => KeyCode.Home,
            >= (byte)'P' and <= (byte)'S' => KeyCode.F1 + (final - 'P'),
            (byte)'Z' => KeyCode.BackTab,
            _ => KeyCode.None,
        };
        if (code == KeyCode.BackTab) held &= ~KeyModifiers.Shift;
        return Named(code, held, out key);
    }

    private static bool TryGetEditing(int number, KeyModifiers held, out Key key)
    {
        KeyCode code = number switch
        {
            1 or 7 => KeyCode.Home,
            2 => KeyCode.Insert,
            3 => KeyCode.Delete,
            4 or 8 => KeyCode.End,
            5 => KeyCode.PageUp,
            6 => KeyCode.PageDown,
            >= 11 and <= 15 => KeyCode.F1 + (number - 11),
            >= 17 and <= 21 => KeyCode.F6 + (number - 17),
            23 or 24 => KeyCode.F11 + (number - 23),
            // F13 to F20 are the shifted function keys.
            25 or 26 => KeyCode.F1 + (number - 25),
            28 or 29 => KeyCode.F3 + (number - 28),
            >= 31 and <= 34 => KeyCode.F5 + (number - 31),
            _ => KeyCode.None,
        };
        if (number >= 25) held |= KeyModifiers.Shift;
        return Named(code, held, out key);
    }

    // The code is that of the unshifted key; the detail, if any, the one that its layout gives with Shift.
    private static bool TryGetCharacter(int code, int shifted, KeyModifiers held, out Key key)
    {
        const int Surrogates = 0xD800, PrivateUseEnd = 0xF900;
        bool shift = (held & KeyModifiers.Shift) != 0;
        key = default;
        if (code is 9 && shift) return Named(KeyCode.BackTab, held & ~KeyModifiers.Shift, out key);
        if (code is > 0 and < 0x20 or 0x7F)
        {
            key = KeyParser.ControlKey((byte)code, held);
            return true;
        }

        // Keys that are no characters, such as the lock keys, have codes for private use.
        if (code is < 0x20 or (>= 0x80 and < 0xA0) or (>= Surrogates and < PrivateUseEnd) or > 0x10FFFF) return false;
        if (shift && held == KeyModifiers.Shift)
        {
            bool letter = code is >= 'a' and <= 'z';
            bool known = letter || shifted is > 0x20 and < 0x7F;
            if (known) code = letter ? code - 'a' + 'A' : shifted;
            if (known || code == ' ') held = KeyModifiers.None;
        }

        key = Key.Char((uint)code, held);
        return true;
    }

    private static bool Named(KeyCode code, KeyModifiers held, out Key key)
    {
        key = code == KeyCode.None ? default : Key.Named(code, held);
        return code != KeyCode.None;
    }
}
