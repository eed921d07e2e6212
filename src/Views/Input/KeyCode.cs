namespace Probetop.Views.Input;

/// <summary>What kind of input a <see cref="Key"/> is.</summary>
public enum KeyCode
{
    /// <summary>No input; the code of a default <see cref="Key"/>.</summary>
    None,

    /// <summary>A character, space included: <see cref="Key.Scalar"/>.</summary>
    Char,

    /// <summary>Enter or Return, of the keypad too.</summary>
    Enter,

    /// <summary>Escape alone.</summary>
    Escape,

    /// <summary>Tab.</summary>
    Tab,

    /// <summary>Shift-Tab.</summary>
    BackTab,

    /// <summary>Backspace, whichever of its two bytes the terminal sends.</summary>
    Backspace,

    /// <summary>Arrow up.</summary>
    Up,

    /// <summary>Arrow down.</summary>
    Down,

    /// <summary>Arrow left.</summary>
    Left,

    /// <summary>Arrow right.</summary>
    Right,

    /// <summary>Home.</summary>
    Home,

    /// <summary>End.</summary>
    End,

    /// <summary>Page up.</summary>
    PageUp,

    /// <summary>Page down.</summary>
    PageDown,

    /// <summary>Insert.</summary>
    Insert,

    /// <summary>Delete.</summary>
    Delete,

    /// <summary>Function key 1; the others follow in order.</summary>
    F1,

    /// <summary>Function key 2.</summary>
    F2,

    /// <summary>Function key 3.</summary>
    F3,

    /// <summary>Function key 4.</summary>
    F4,

    /// <summary>Function key 5.</summary>
    F5,

    /// <summary>Function key 6.</summary>
    F6,

    /// <summary>Function key 7.</summary>
    F7,

    /// <summary>Function key 8.</summary>
    F8,

    /// <summary>Function key 9.</summary>
    F9,

    /// <summary>Function key 10.</summary>
    F10,

    /// <summary>Function key 11.</summary>
    F11,

    /// <summary>Function key 12.</summary>
    F12,

    /// <summary>A mouse button went down at <see cref="Key.Column"/>, <see cref="Key.Row"/>.</summary>
    MousePress,

    /// <summary>A mouse button came up.</summary>
    MouseRelease,

    /// <summary>The wheel turned away from the user.</summary>
    WheelUp,

    /// <summary>The wheel turned towards the user.</summary>
    WheelDown,

    /// <summary>Pasted text: <see cref="Key.Text"/>.</summary>
    Paste,
}
