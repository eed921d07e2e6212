using System.Text;

namespace Probetop.Views.Input;

/// <summary>One input of the user: a key, a mouse event or pasted text.</summary>
/// <remarks>Two equal values are the same input, so that key bindings are data.</remarks>
public readonly record struct Key
{
    private Key(KeyCode code, KeyModifiers modifiers)
    {
        Code = code;
        Modifiers = modifiers;
    }

    /// <summary>The kind.</summary>
    public KeyCode Code { get; }

    /// <summary>What was held down with it.</summary>
    public KeyModifiers Modifiers { get; }

    /// <summary>The Unicode scalar of <see cref="KeyCode.Char"/>, never a control character; else 0.</summary>
    public uint Scalar { get; private init; }

    /// <summary>Button of a mouse press or release.</summary>
    public MouseButton Button { get; private init; }

    /// <summary>Column of a mouse event, counted from 0.</summary>
    public int Column { get; private init; }

    /// <summary>Row of a mouse event, counted from 0.</summary>
    public int Row { get; private init; }

    /// <summary>Pasted text on one line and without control characters; null for other inputs.</summary>
    public string? Text { get; private init; }

    /// <summary>A character.</summary>
    public static Key Char(uint scalar, KeyModifiers modifiers = KeyModifiers.None) => new(KeyCode.Char, modifiers) { Scalar = scalar };

    /// <summary>A character with Control held; letters are lower case.</summary>
    public static Key Control(char letter) => Char(letter, KeyModifiers.Control);

    /// <summary>A key that is not a character.</summary>
    public static Key Named(KeyCode code, KeyModifiers modifiers = KeyModifiers.None) => new(code, modifiers);

    /// <summary>A mouse event at a cell counted from 0.</summary>
    public static Key Mouse(KeyCode code, MouseButton button, int column, int row, KeyModifiers modifiers = KeyModifiers.None) =>
        new(code, modifiers) { Button = button, Column = column, Row = row };

    /// <summary>Pasted text.</summary>
    public static Key Paste(string text) => new(KeyCode.Paste, KeyModifiers.None) { Text = text };

    /// <summary>The name that help shows: <c>q</c>, <c>Ctrl-u</c>, <c>Shift-Tab</c>, <c>PgUp</c>, <c>Space</c>.</summary>
    public override string ToString()
    {
        string held = ((Modifiers & KeyModifiers.Control) != 0 ? "Ctrl-" : "")
            + ((Modifiers & KeyModifiers.Alt) != 0 ? "Alt-" : "")
            + ((Modifiers & KeyModifiers.Shift) != 0 || Code == KeyCode.BackTab ? "Shift-" : "");
        return held + Code switch
        {
            KeyCode.Char when Scalar == ' ' => "Space",
            KeyCode.Char => Rune.IsValid(Scalar) ? new Rune(Scalar).ToString() : "?",
            KeyCode.Escape => "Esc",
            KeyCode.BackTab => "Tab",
            KeyCode.PageUp => "PgUp",
            KeyCode.PageDown => "PgDn",
            KeyCode.Insert => "Ins",
            KeyCode.Delete => "Del",
            _ => Code.ToString(),
        };
    }
}
