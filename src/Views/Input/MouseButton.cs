namespace Probetop.Views.Input;

/// <summary>Button of a mouse press or release.</summary>
public enum MouseButton
{
    /// <summary>Not known, as for a release that older terminals report, or not a button.</summary>
    None,

    /// <summary>Left.</summary>
    Left,

    /// <summary>Middle.</summary>
    Middle,

    /// <summary>Right.</summary>
    Right,
}
