using System.Buffers;
using Probetop.Views.Input;

namespace Probetop.App.Terminal;

/// <summary>Turns the bytes of a terminal into keys; they may be cut anywhere.</summary>
/// <remarks>
/// Sequences that are not keys are swallowed whole. Ctrl-C always gets through. Allocates only the text of a paste.
/// </remarks>
internal sealed class KeyParser
{
    // Replies that nobody asked for end soon, or are noise.
    private const int MaxStringLength = 65536;

    private const byte CtrlC = 3;

    private readonly ControlSequence _sequence = new();
    private readonly PasteText _paste = new();
    private State _state;
    private KeyModifiers _alt;
    private Utf8Sequence _utf8;
    private byte _introducer;
    private int _count;
    private int _mouseButton;
    private int _mouseColumn;

    private enum State
    {
        Ground,
        Escape,
        EscapeEscape,
        Csi,
        Ss3,
        ConsoleFunction,
        Mouse,
        String,
        StringEscape,
        Paste,
    }

    /// <summary>Whether the bytes so far may be a key that is complete or the start of a longer one: see <see cref="Flush"/>.</summary>
    public bool IsAmbiguous => _state switch
    {
        State.Ground or State.Paste => false,
        State.Csi or State.Ss3 => _sequence.IsEmpty,
        _ => true,
    };

    /// <summary>Reads the next key and moves the input past it; false when all of it is consumed and no further key is complete.</summary>
    public bool TryRead(ref ReadOnlySpan<byte> input, out Key key)
    {
        while (!input.IsEmpty)
        {
            bool found = Step(input[0], out key, out bool again);
            if (!again) input = input[1..];
            if (found) return true;
        }

        key = default;
        return false;
    }

    /// <summary>Decides what is ambiguous, when no byte has come for some 50 ms: call it until it returns no more key.</summary>
    /// <remarks>A started sequence with parameters, which nobody types, goes on waiting for its end, as does a paste.</remarks>
    public bool Flush(out Key key)
    {
        key = default;
        State state = _state;
        if (!IsAmbiguous) return false;
        bool escaped = _alt != 0 && state is State.Csi or State.Ss3;
        _state = state == State.EscapeEscape ? State.Escape : escaped ? state : State.Ground;
        if (escaped) _alt = KeyModifiers.None;
        switch (state)
        {
            case State.Escape or State.EscapeEscape:
                key = Key.Named(KeyCode.Escape);
                return true;
            case State.Csi or State.Ss3:
                key = escaped ? Key.Named(KeyCode.Escape) : Key.Char(state == State.Csi ? '[' : 'O', KeyModifiers.Alt);
                return true;
            case State.String when _count == 0:
                key = Key.Char(_introducer, KeyModifiers.Alt);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The key of a control byte: Enter, Tab, Backspace, Escape or Control with a character.</summary>
    public static Key ControlKey(byte value, KeyModifiers held) => value switch
    {
        0 => Key.Char(' ', held | KeyModifiers.Control),
        0x08 or 0x7F => Key.Named(KeyCode.Backspace, held),
        0x09 => Key.Named(KeyCode.Tab, held),
        0x0A or 0x0D => Key.Named(KeyCode.Enter, held),
        0x1B => Key.Named(KeyCode.Escape, held),
        < 0x1B => Key.Char((uint)(value + 'a' - 1), held | KeyModifiers.Control),
        _ => Key.Char((uint)(value + '@'), held | KeyModifiers.Control),
    };

    private bool Step(byte value, out Key key, out bool again)
    {
        key = default;
        again = false;
        switch (_state)
        {
            case State.Ground: return Ground(value, KeyModifiers.None, out key, out again);
            case State.Escape: return Escape(value, out key, out again);
            case State.EscapeEscape: return EscapeEscape(value, out key, out again);
            case State.Csi: return Csi(value, out key, out again);
            case State.Ss3: return Ss3(value, out key, out again);
            case State.ConsoleFunction: return ConsoleFunction(value, out key, out again);
            case State.Mouse: return Mouse(value, out key, out again);
            case State.String or State.StringEscape: return String(value, out again);
            default: return Paste(value, out key, out again);
        }
    }

    private bool Ground(byte value, KeyModifiers alt, out Key key, out bool again)
    {
        key = default;
        again = false;
        _state = State.Ground;
        if (!_utf8.IsPartial)
        {
            _alt = alt;
            if (value == 0x1B)
            {
                _state = State.Escape;
                return false;
            }

            if (value is < 0x20 or 0x7F)
            {
                key = ControlKey(value, alt);
                return true;
            }
        }

        OperationStatus status = _utf8.Add(value, out uint scalar, out again);
        // C1 control characters.
        if (status != OperationStatus.Done || scalar is >= 0x80 and < 0xA0) return false;
        key = Key.Char(scalar, _alt);
        return true;
    }

    private bool Escape(byte value, out Key key, out bool again)
    {
        key = default;
        again = false;
        switch (value)
        {
            case 0x1B:
                _state = State.EscapeEscape;
                return false;
            case CtrlC:
                (_state, again, key) = (State.Ground, true, Key.Named(KeyCode.Escape));
                return true;
            case (byte)'[' or (byte)'O':
                Begin(value, KeyModifiers.None);
                return false;
            case (byte)']' or (byte)'P' or (byte)'_':
                (_state, _introducer, _count) = (State.String, value, 0);
                return false;
            default:
                return Ground(value, KeyModifiers.Alt, out key, out again);
        }
    }

    // rxvt puts an escape before the sequence of a key pressed with Alt; anything else is Escape and then that.
    private bool EscapeEscape(byte value, out Key key, out bool again)
    {
        bool sequence = value is (byte)'[' or (byte)'O';
        key = sequence ? default : Key.Named(KeyCode.Escape);
        again = !sequence;
        if (sequence) Begin(value, KeyModifiers.Alt);
        else _state = State.Escape;
        return !sequence;
    }

    private void Begin(byte introducer, KeyModifiers alt)
    {
        _state = introducer == '[' ? State.Csi : State.Ss3;
        _alt = alt;
        _sequence.Clear();
    }

    private bool Csi(byte value, out Key key, out bool again)
    {
        bool shifted = value == '$' && _sequence.IsNumber;
        if (!InSequence(value, shifted, out key, out again)) return false;
        bool empty = _sequence.IsEmpty;
        _state = State.Ground;
        if (empty && value == '[') _state = State.ConsoleFunction;
        else if (empty && value == 'M') (_state, _count) = (State.Mouse, 0);
        else if (value == '~' && _sequence.IsPasteStart) StartPaste();
        else return _sequence.TryGetCsiKey(value, _alt, out key);
        return false;
    }

    private bool Ss3(byte value, out Key key, out bool again)
    {
        if (!InSequence(value, final: false, out key, out again)) return false;
        _state = State.Ground;
        return _sequence.TryGetSs3Key(value, _alt, out key);
    }

    // True when the byte ends the sequence; others are collected, or end it as the start of something else.
    private bool InSequence(byte value, bool final, out Key key, out bool again)
    {
        key = default;
        again = false;
        if (final || value is >= 0x40 and < 0x7F) return true;
        if (value is >= 0x20 and < 0x40) _sequence.Add(value);
        else Abort(value, out again);
        return false;
    }

    // CAN and SUB only end what was going on.
    private void Abort(byte value, out bool again)
    {
        _state = State.Ground;
        again = value is not (0x18 or 0x1A);
    }

    private bool ConsoleFunction(byte value, out Key key, out bool again)
    {
        key = default;
        again = false;
        if (value is < 0x20 or >= 0x7F)
        {
            Abort(value, out again);
            return false;
        }

        _state = State.Ground;
        return ControlSequence.TryGetConsoleKey(value, out key);
    }

    // The report of terminals that do not know mode 1006: three bytes, each 32 above its value.
    private bool Mouse(byte value, out Key key, out bool again)
    {
        key = default;
        again = false;
        if (value < 0x20)
        {
            Abort(value, out again);
            return false;
        }

        switch (_count++)
        {
            case 0:
                _mouseButton = value - 32;
                return false;
            case 1:
                _mouseColumn = value - 32;
                return false;
            default:
                _state = State.Ground;
                return ControlSequence.TryGetMouse(_mouseButton, _mouseColumn, value - 32, release: false, out key);
        }
    }

    // OSC, DCS and APC: nothing in them is a key.
    private bool String(byte value, out bool again)
    {
        again = false;
        const byte Bel = 7;
        if (_state == State.StringEscape)
        {
            again = value != '\\';
            _state = again ? State.Escape : State.Ground;
        }
        else if (value == 0x1B)
        {
            _state = State.StringEscape;
        }
        else if (value is CtrlC or 0x18 or 0x1A)
        {
            Abort(value, out again);
        }
        else if (value == Bel || ++_count > MaxStringLength)
        {
            _state = State.Ground;
        }

        return false;
    }

    private void StartPaste()
    {
        _state = State.Paste;
        _paste.Clear();
    }

    // A paste whose end got lost must not lock the keyboard.
    private bool Paste(byte value, out Key key, out bool again)
    {
        key = default;
        again = value == CtrlC;
        if (again) _state = State.Ground;
        if (again || !_paste.Add(value)) return false;
        _state = State.Ground;
        key = Key.Paste(_paste.Take());
        return true;
    }
}
