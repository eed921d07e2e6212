using System.Runtime.InteropServices;

namespace Probetop.Views.Cells;

/// <summary>One character cell: 8 bytes without references, so that rows compare as memory.</summary>
/// <remarks>A wide glyph stands in its left cell; the right one holds <see cref="Continuation"/> with the same style.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Cell
{
    /// <summary>Glyph of the right half of a wide character: nothing is drawn for it.</summary>
    public const uint Continuation = 0;

    /// <summary>Makes a cell from a printable Unicode scalar (or <see cref="Continuation"/>) and a <see cref="Cells.Style"/>.</summary>
    public Cell(uint glyph, ushort style)
    {
        Glyph = glyph;
        Style = style;
        _unused = 0;
    }

    /// <summary>The Unicode scalar shown.</summary>
    public uint Glyph { get; }

    /// <summary>Role and flags, see <see cref="Cells.Style"/>.</summary>
    public ushort Style { get; }

    // Last, so that there is no padding.
    private readonly ushort _unused;

    /// <summary>A space in ordinary style.</summary>
    public static Cell Blank => new(' ', Cells.Style.Text);
}
