namespace Probetop.Views.Input;

/// <summary>Keys held down with another one.</summary>
/// <remarks>A shifted character is that character ('G', '?'), without <see cref="Shift"/>, unless its layout is unknown.</remarks>
[Flags]
public enum KeyModifiers
{
    /// <summary>Nothing else was held.</summary>
    None = 0,

    /// <summary>Shift.</summary>
    Shift = 1,

    /// <summary>Alt or Meta.</summary>
    Alt = 2,

    /// <summary>Control; the character is then the lower-case letter.</summary>
    Control = 4,
}
