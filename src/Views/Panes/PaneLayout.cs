using Probetop.Views.Cells;

namespace Probetop.Views.Panes;

/// <summary>A place of a pane and the parts that share it: the one focused last is shown, at first the first one.</summary>
/// <param name="Weight">Width, as a share of its row.</param>
/// <param name="Parts">Names of the parts.</param>
internal sealed record Slot(int Weight, params string[] Parts);

/// <summary>A row of places.</summary>
/// <param name="Weight">Height, as a share of the pane.</param>
/// <param name="Slots">The places, from the left.</param>
internal sealed record SlotRow(int Weight, params Slot[] Slots);

/// <summary>How the parts of a pane are laid out from a size on; each part is in exactly one place.</summary>
/// <param name="MinWidth">Least width.</param>
/// <param name="MinHeight">Least height.</param>
/// <param name="Rows">The rows, from the top.</param>
internal sealed record PaneLayout(int MinWidth, int MinHeight, params SlotRow[] Rows)
{
    /// <summary>Number of places.</summary>
    public int SlotCount { get; } = Rows.Sum(row => row.Slots.Length);

    /// <summary>Writes where each place lies, row by row.</summary>
    public void Place(Rect area, Span<Rect> places)
    {
        int total = 0;
        foreach (SlotRow row in Rows) total += row.Weight;
        int at = 0, above = 0;
        foreach (SlotRow row in Rows)
        {
            int top = ShareOf(area.Height, above, total), bottom = ShareOf(area.Height, above + row.Weight, total);
            above += row.Weight;
            PlaceRow(row, new Rect(area.X, area.Y + top, area.Width, bottom - top), places.Slice(at, row.Slots.Length));
            at += row.Slots.Length;
        }
    }

    private static void PlaceRow(SlotRow row, Rect area, Span<Rect> places)
    {
        int total = 0;
        foreach (Slot slot in row.Slots) total += slot.Weight;
        int before = 0;
        for (int i = 0; i < places.Length; i++)
        {
            int left = ShareOf(area.Width, before, total), right = ShareOf(area.Width, before + row.Slots[i].Weight, total);
            before += row.Slots[i].Weight;
            places[i] = new Rect(area.X + left, area.Y, right - left, area.Height);
        }
    }

    private static int ShareOf(int length, int weight, int total) => (int)((long)length * weight / total);
}
