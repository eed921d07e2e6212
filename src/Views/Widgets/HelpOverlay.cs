using Probetop.Views.Cells;
using Probetop.Views.Formatting;

namespace Probetop.Views.Widgets;

/// <summary>A line of help: a key and what it does; without a key a heading.</summary>
public readonly record struct HelpEntry(string Key, string What);

/// <summary>A box over the middle of the screen that lists keys.</summary>
public static class HelpOverlay
{
    private const int Gap = 2;

    /// <summary>Draws the list from the entry <paramref name="scroll"/> on, which is first brought into range.</summary>
    public static void Draw(CellBuffer buffer, Rect area, ReadOnlySpan<char> title, IReadOnlyList<HelpEntry> entries, ref int scroll)
    {
        area = area.Intersect(buffer.Bounds);
        int keyWidth = 0, whatWidth = Printable.WidthOf(title);
        for (int i = 0; i < entries.Count; i++)
        {
            keyWidth = Math.Max(keyWidth, Printable.WidthOf(entries[i].Key));
            whatWidth = Math.Max(whatWidth, Printable.WidthOf(entries[i].What));
        }

        int width = Math.Min(area.Width, keyWidth + Gap + whatWidth + 4);
        int height = Math.Min(area.Height, Math.Max(Panel.MinBoxHeight, entries.Count + 2));
        var box = new Rect(area.X + ((area.Width - width) / 2), area.Y + ((area.Height - height) / 2), width, height);
        int rows = Math.Max(1, height < Panel.MinBoxHeight ? height - 1 : height - 2);
        scroll = Math.Clamp(scroll, 0, Math.Max(0, entries.Count - rows));

        var position = new CharWriter(stackalloc char[24]);
        if (entries.Count > rows)
        {
            position.Whole(Math.Min(entries.Count, scroll + rows));
            position.Char('/');
            position.Whole(entries.Count);
        }

        Rect inside = Panel.Draw(buffer, box, title, position.Written, focused: true);
        if (inside.Width > keyWidth + Gap + 2) inside = inside.Inset(1, 0);
        for (int row = 0; row < inside.Height && scroll + row < entries.Count; row++)
        {
            HelpEntry entry = entries[scroll + row];
            int y = inside.Y + row;
            if (entry.Key.Length == 0)
            {
                _ = buffer.WriteFitted(inside.X, y, inside.Width, entry.What, Style.Title);
                continue;
            }

            _ = buffer.WriteFitted(inside.X, y, Math.Min(keyWidth, inside.Width), entry.Key, Style.Key);
            int left = inside.Width - keyWidth - Gap;
            if (left > 0) _ = buffer.WriteFitted(inside.X + keyWidth + Gap, y, left, entry.What, Style.Text);
        }
    }
}
