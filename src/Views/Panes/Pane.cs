using Probetop.Views.Cells;

namespace Probetop.Views.Panes;

/// <summary>A pane: its parts, where they stand, which one has the focus.</summary>
internal sealed class Pane
{
    private readonly Part[][][] _partsOfSlots;
    private readonly Rect[] _places;
    private readonly Part[] _shown;
    private int _slots;
    private int _focus;
    private long _focusCount;

    /// <summary>Makes a pane; of the layouts, from small to large, the last one that fits is taken.</summary>
    public Pane(char key, string name, string title, IReadOnlyList<Part> parts, IReadOnlyList<PaneLayout> layouts)
    {
        Key = key;
        Name = name;
        Title = title;
        Parts = parts;
        Layouts = layouts;
        _places = new Rect[layouts.Max(layout => layout.SlotCount)];
        _shown = new Part[_places.Length];
        Part Find(string part) => parts.Single(candidate => candidate.Name == part);
        Part[] PartsOf(Slot slot) => [.. slot.Parts.Select(Find)];
        _partsOfSlots = [.. layouts.Select(layout => layout.Rows.SelectMany(row => row.Slots).Select(PartsOf).ToArray())];
    }

    /// <summary>The digit that opens it.</summary>
    public char Key { get; }

    /// <summary>Its name on the command line and in files.</summary>
    public string Name { get; }

    /// <summary>Its name on the screen.</summary>
    public string Title { get; }

    /// <summary>Its parts, in the order of Tab.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>Its layouts, from small to large.</summary>
    public IReadOnlyList<PaneLayout> Layouts { get; }

    /// <summary>The part that keys go to.</summary>
    public Part Focused => Parts[_focus];

    /// <summary>Whether the focused part is shown alone.</summary>
    public bool IsZoomed { get; set; }

    /// <summary>Focuses the part that many further.</summary>
    public void FocusNext(int direction) => Focus((_focus + direction + Parts.Count) % Parts.Count);

    /// <summary>Focuses a part.</summary>
    public void Focus(Part part)
    {
        for (int i = 0; i < Parts.Count; i++)
            if (Parts[i] == part) Focus(i);
    }

    /// <summary>The part drawn at a cell; null: none.</summary>
    public Part? PartAt(int x, int y)
    {
        for (int i = 0; i < _slots; i++)
            if (_places[i].Contains(x, y)) return _shown[i];
        return null;
    }

    /// <summary>The focused part, if it is wanted, else the first one on the screen that is; null: none.</summary>
    public Part? FindShown(Func<Part, bool> wanted)
    {
        if (wanted(Focused)) return Focused;
        for (int i = 0; i < _slots; i++)
            if (wanted(_shown[i])) return _shown[i];
        return null;
    }

    /// <summary>Draws the parts that have a place.</summary>
    public void Draw(CellBuffer buffer, Rect area, in Moment moment)
    {
        int choice = LayoutFor(area);
        Part[][] slots = _partsOfSlots[choice];
        _slots = IsZoomed ? 1 : slots.Length;
        if (IsZoomed)
        {
            _places[0] = area;
            _shown[0] = Focused;
            Focused.Draw(buffer, area, moment, new PartFrame(Focused, default, focused: true));
            return;
        }

        Layouts[choice].Place(area, _places);
        for (int i = 0; i < slots.Length; i++)
        {
            Part part = _shown[i] = LastFocused(slots[i]);
            part.Draw(buffer, _places[i], moment, new PartFrame(part, slots[i], part == Focused));
        }
    }

    private void Focus(int part)
    {
        _focus = part;
        Focused.FocusedAt = ++_focusCount;
    }

    private int LayoutFor(Rect area)
    {
        int choice = 0;
        for (int i = 1; i < Layouts.Count; i++)
            if (area.Width >= Layouts[i].MinWidth && area.Height >= Layouts[i].MinHeight) choice = i;
        return choice;
    }

    private static Part LastFocused(Part[] parts)
    {
        Part last = parts[0];
        foreach (Part part in parts)
            if (part.FocusedAt > last.FocusedAt) last = part;
        return last;
    }
}
