using Probetop.Views.Cells;

namespace Probetop.Views.Widgets;

/// <summary>A tab: the key that goes there and its name.</summary>
public readonly record struct Tab(char Key, string Name);

/// <summary>The line of tabs; when narrow, only the selected one keeps its name.</summary>
public static class TabBar
{
    /// <summary>Draws the tabs into the first row of the area.</summary>
    public static void Draw(CellBuffer buffer, Rect area, ReadOnlySpan<Tab> tabs, int selected)
    {
        area = area.Intersect(buffer.Bounds).Line(0);
        selected = Math.Min(selected, tabs.Length - 1);
        buffer.Fill(area, ' ', Style.Chrome);
        bool names = FirstShown(area.Width, tabs, selected, out int first);
        var line = new Line(buffer, area);
        for (int i = first; i < tabs.Length && line.Left > 0; i++)
        {
            int from = line.X;
            line.Text(" ", Style.Chrome);
            line.Text([tabs[i].Key], Style.Key);
            if (names || i == selected)
            {
                line.Text(" ", Style.Chrome);
                line.Text(tabs[i].Name, Style.Chrome);
            }

            // One more cell than the tab has, so that the name does not touch the edge of the marked field.
            if (i == selected) buffer.AddFlags(new Rect(from, area.Y, line.X - from + 1, 1).Intersect(area), Style.Reverse | Style.Bold);
        }
    }

    /// <summary>The tab drawn at column <paramref name="x"/>, or -1.</summary>
    public static int TabAt(Rect area, ReadOnlySpan<Tab> tabs, int selected, int x)
    {
        bool names = FirstShown(area.Width, tabs, selected, out int first);
        int right = area.X;
        for (int i = first; i < tabs.Length; i++)
        {
            int left = right;
            right += WidthOf(tabs[i], names || i == selected);
            if (x >= left && x < Math.Min(right, area.Right)) return i;
        }

        return -1;
    }

    // When all names do not fit, tabs at the left are left out until the selected one fits.
    private static bool FirstShown(int width, ReadOnlySpan<Tab> tabs, int selected, out int first)
    {
        bool names = WidthOf(tabs, selected, names: true) <= width;
        first = 0;
        while (first < selected && WidthOf(tabs[first..], selected - first, names) > width) first++;
        return names;
    }

    private static int WidthOf(ReadOnlySpan<Tab> tabs, int selected, bool names)
    {
        int width = 1;
        for (int i = 0; i < tabs.Length; i++) width += WidthOf(tabs[i], names || i == selected);
        return width;
    }

    private static int WidthOf(Tab tab, bool named) => 2 + (named ? 1 + Printable.WidthOf(tab.Name) : 0);
}
