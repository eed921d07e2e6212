using Probetop.Views.Cells;

namespace Probetop.App.Terminal;

/// <summary>Attributes of a <see cref="Pen"/>, in the order of the flags in <see cref="Style"/>.</summary>
[Flags]
internal enum PenAttributes
{
    None = 0,
    Reverse = Style.Reverse >> 8,
    Bold = Style.Bold >> 8,
    Faint = Style.Faint >> 8,
}

/// <summary>A colour: the terminal's default, an entry of its palette, or red, green and blue.</summary>
internal readonly record struct Color
{
    private readonly uint _value;

    private Color(uint value) => _value = value;

    /// <summary>The terminal's own colour.</summary>
    public static Color Default => default;

    /// <summary>Whether it is the terminal's own colour.</summary>
    public bool IsDefault => _value == 0;

    /// <summary>Whether it is an entry of the palette: <see cref="Index"/>.</summary>
    public bool IsIndexed => _value >> 24 == 1;

    /// <summary>Palette entry; 0 to 7 are those of the colour scheme.</summary>
    public uint Index => _value & 0xFF;

    /// <summary>Red, 0 to 255.</summary>
    public uint Red => (_value >> 16) & 0xFF;

    /// <summary>Green, 0 to 255.</summary>
    public uint Green => (_value >> 8) & 0xFF;

    /// <summary>Blue, 0 to 255.</summary>
    public uint Blue => _value & 0xFF;

    /// <summary>An entry of the palette.</summary>
    public static Color Indexed(byte index) => new((1u << 24) | index);

    /// <summary>A colour as 0xRRGGBB.</summary>
    public static Color Rgb(uint rgb) => new((2u << 24) | (rgb & 0xFFFFFF));
}

/// <summary>How a glyph is painted.</summary>
internal readonly record struct Pen(Color Foreground, Color Background, PenAttributes Attributes)
{
    /// <summary>Whether a space looks the same with both, so that no colour has to be changed for it.</summary>
    /// <remarks>Terminals disagree about what reverse swaps, so reversed spaces only equal themselves.</remarks>
    public bool BlanksLike(Pen other) =>
        Background == other.Background && ((Attributes | other.Attributes) & PenAttributes.Reverse) == 0;
}
