using Probetop.Probes.Tools;

namespace Probetop.Views.Panes;

/// <summary>The overview: which subsystem hurts? One tile for each of the other panes.</summary>
internal static class OverviewPane
{
    private const int MinTileWidth = 50;
    private const int MinTileHeight = 8;
    private const int MaxColumns = 4;

    /// <summary>Makes the overview of those panes, each with the histogram tool that is its headline.</summary>
    public static Pane Create(params (Pane Pane, ToolDescriptor Headline)[] tiles)
    {
        Part[] parts = [.. tiles.Select(tile => new TilePart(tile.Pane.Key, tile.Pane.Name, tile.Pane.Title, tile.Headline))];
        string[] names = [.. parts.Select(part => part.Name)];
        var layouts = new List<PaneLayout> { new(0, 0, new SlotRow(1, new Slot(1, names))) };
        for (int columns = 1; columns <= Math.Min(names.Length, MaxColumns); columns++) layouts.Add(Grid(names, columns));
        return new Pane('1', "overview", "Overview", parts, layouts);
    }

    private static PaneLayout Grid(string[] names, int columns)
    {
        SlotRow[] rows = [.. names.Chunk(columns).Select(row => new SlotRow(1, [.. row.Select(name => new Slot(1, name))]))];
        return new PaneLayout(columns * MinTileWidth, rows.Length * MinTileHeight, rows);
    }
}
