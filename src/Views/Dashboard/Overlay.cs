using Probetop.Probes.Snapshots;
using Probetop.Views.Cells;
using Probetop.Views.Input;
using Probetop.Views.Panes;
using Probetop.Views.Widgets;

namespace Probetop.Views.Dashboard;

/// <summary>The box over the pane: the keys that work here, or what the focused part's tools do.</summary>
internal sealed class Overlay
{
    // Columns of the box beside the text: borders, blanks, the widest name of a line, the gap behind it.
    private const int ExplainMargin = 14;
    private const int MaxExplainWidth = 90;

    private List<HelpEntry> _lines = [];
    private Command? _shown;
    private Part? _part;
    private Snapshot? _snapshot;
    private int _width;
    private int _page = 1;
    private int _scroll;

    /// <summary>Whether it is there.</summary>
    public bool IsOpen => _shown is not null;

    /// <summary>Opens it with <see cref="Command.Help"/> or <see cref="Command.Explain"/>.</summary>
    public void Open(Command what)
    {
        _shown = what;
        _part = null;
        _scroll = 0;
    }

    /// <summary>Closes it.</summary>
    public void Close() => _shown = null;

    /// <summary>Scrolls by a key; false when the key does not scroll.</summary>
    public bool Scroll(Command command)
    {
        switch (command)
        {
            case Command.MoveUp:
                _scroll--;
                return true;
            case Command.MoveDown:
                _scroll++;
                return true;
            case Command.HalfPageUp:
                _scroll -= _page / 2;
                return true;
            case Command.HalfPageDown:
                _scroll += _page / 2;
                return true;
            case Command.PageUp:
                _scroll -= _page;
                return true;
            case Command.PageDown:
                _scroll += _page;
                return true;
            case Command.MoveToFirst or Command.ShowOldest:
                _scroll = 0;
                return true;
            case Command.MoveToLast or Command.ShowLive:
                _scroll = _lines.Count;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Draws it over the area; <paramref name="scope"/> leaves the keys that work here.</summary>
    public void Draw(CellBuffer buffer, Rect area, Part part, KeyScope scope, in Moment moment)
    {
        if (_shown is not { } shown) return;
        _page = Math.Max(1, area.Height - 2);
        bool isNew = part != _part || area.Width != _width || (shown == Command.Explain && !ReferenceEquals(moment.Current, _snapshot));
        if (isNew)
        {
            (_part, _width, _snapshot) = (part, area.Width, moment.Current);
            int width = Math.Min(MaxExplainWidth, area.Width) - ExplainMargin;
            _lines = shown == Command.Help ? HelpText(scope) : ExplainText.Of(part.Tools, moment, width);
        }

        HelpOverlay.Draw(buffer, area, shown == Command.Help ? "Keys" : "Explain", _lines, ref _scroll);
    }

    private static List<HelpEntry> HelpText(KeyScope scope)
    {
        var lines = new List<HelpEntry>();
        foreach (var section in KeyMap.Lines(condition => KeyMap.Holds(condition, scope)))
        {
            lines.Add(new HelpEntry("", section.Key));
            lines.AddRange(section.Select(line => new HelpEntry(line.Keys, line.What)));
        }

        lines.Add(new HelpEntry("", "Mouse"));
        lines.AddRange(KeyMap.Mouse.Select(line => new HelpEntry(line.Gesture, line.What)));
        return lines;
    }
}
