namespace Probetop.Views.Cells;

/// <summary>What a cell means; the terminal layer turns it into colours of the depth it has.</summary>
/// <remarks>
/// The low byte is the role, the high byte holds the <see cref="Reverse"/>, <see cref="Bold"/> and <see cref="Faint"/> flags.
/// </remarks>
public static class Style
{
    /// <summary>Ordinary text.</summary>
    public const ushort Text = 0;

    /// <summary>Axes, separators, units: there but not loud.</summary>
    public const ushort Muted = 1;

    /// <summary>Panel borders.</summary>
    public const ushort Border = 2;

    /// <summary>Border and title of the focused panel.</summary>
    public const ushort Focus = 3;

    /// <summary>Panel titles and table headings.</summary>
    public const ushort Title = 4;

    /// <summary>The header and footer lines.</summary>
    public const ushort Chrome = 5;

    /// <summary>A key in the footer or help.</summary>
    public const ushort Key = 6;

    /// <summary>A figure that matters.</summary>
    public const ushort Accent = 7;

    /// <summary>Losses, fall-backs, values not to be trusted.</summary>
    public const ushort Warning = 8;

    /// <summary>Something failed.</summary>
    public const ushort Error = 9;

    /// <summary>Bars of histograms and sparklines.</summary>
    public const ushort Bar = 10;

    /// <summary>Bars of the selection beside the total.</summary>
    public const ushort SelectedBar = 11;

    /// <summary>Live marker.</summary>
    public const ushort Live = 12;

    /// <summary>
    /// First of the <see cref="HeatSteps"/> heatmap roles, from nearly none to most; they colour the background, and shade glyphs stand
    /// in without colours.
    /// </summary>
    public const ushort Heat = 32;

    /// <summary>Number of heatmap steps: few, so that neighbours share a style and a scroll costs few bytes.</summary>
    public const int HeatSteps = 12;

    /// <summary>Flag: foreground and background swapped, as for a cursor or selected row.</summary>
    public const ushort Reverse = 0x100;

    /// <summary>Flag: bold.</summary>
    public const ushort Bold = 0x200;

    /// <summary>Flag: dimmed, as for a stale value.</summary>
    public const ushort Faint = 0x400;
}
