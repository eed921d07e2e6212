namespace Probetop.Views.Input;

/// <summary>Keys that ask for a command.</summary>
/// <param name="Command">What they ask for.</param>
/// <param name="What">What that does, in the help; neighbours that do the same share a line.</param>
/// <param name="Keys">The keys.</param>
public sealed record KeyBinding(Command Command, string What, params Key[] Keys)
{
    /// <summary>Heading in the help.</summary>
    public string Section { get; init; } = "";

    /// <summary>Where they work.</summary>
    public KeyScope Scope { get; init; }

    /// <summary>One word for the footer; null: not there.</summary>
    public string? Hint { get; init; }

    /// <summary>Where the footer shows it, beyond <see cref="Scope"/>.</summary>
    public KeyScope HintScope { get; init; }

    /// <summary>How long to keep it in the footer when that gets narrow: higher stays longer.</summary>
    public int Keep { get; init; }
}

/// <summary>Every key there is: what happens on it, the help, the footer and the documentation are made of this.</summary>
public static class KeyMap
{
    private static readonly Key[] Digits = [.. "1234567890".Select(digit => Key.Char(digit))];

    /// <summary>The bindings, in the order of the help and the footer. Of two for one key the first one that works is meant.</summary>
    public static IReadOnlyList<KeyBinding> Bindings { get; } =
    [
        .. In(
            "Everywhere",
            new(Command.Help, "help: every key that works here", Char('?'), Char('h'), Named(KeyCode.F1)) { Hint = "help", Keep = 100 },
            new(Command.Quit, "quit", Char('q'), Named(KeyCode.F10), Key.Control('c')) { Hint = "quit", Keep = 20 },
            new(Command.Back, "back: close, unzoom, end the drill; never quits", Named(KeyCode.Escape), Named(KeyCode.Backspace))
            {
                Hint = "back",
                HintScope = KeyScope.Selected,
                Keep = 85,
            },
            new(Command.Pause, "pause or go on; collection never stops", Char(' '), Char('Z'))
            {
                Hint = "pause",
                HintScope = KeyScope.Live,
                Keep = 95,
            },
            new(Command.Redraw, "paint the screen again", Key.Control('l')),
            new(Command.Suspend, "stop as a job of the shell; fg comes back", Key.Control('z'))),
        .. In(
            "Panes and parts",
            new(Command.OpenPane, "the pane of that number", [.. Digits]),
            new(Command.OpenTile, "open the pane of the tile", Named(KeyCode.Enter)) { Scope = KeyScope.Tile, Hint = "open", Keep = 80 },
            new(Command.NextPart, "the next part of the pane, the one before", Named(KeyCode.Tab)) { Hint = "part", Keep = 40 },
            new(Command.PreviousPart, "the next part of the pane, the one before", Named(KeyCode.BackTab)),
            new(Command.Zoom, "the focused part alone, or all again", Char('z')) { Hint = "zoom", Keep = 30 },
            new(Command.Explain, "explain: what the tool hooks, costs and cannot see", Char('e')) { Hint = "explain", Keep = 35 }),
        .. In(
            "Moving",
            new(Command.MoveUp, "move by a row; on a heatmap move the cell cursor", Named(KeyCode.Up), Char('k')),
            new(Command.MoveDown, "move by a row; on a heatmap move the cell cursor", Named(KeyCode.Down), Char('j')),
            new(Command.MoveLeft, "scroll the columns; on a heatmap move the cell cursor", Named(KeyCode.Left)),
            new(Command.MoveRight, "scroll the columns; on a heatmap move the cell cursor", Named(KeyCode.Right)),
            new(Command.PageUp, "move by a page", Named(KeyCode.PageUp)),
            new(Command.PageDown, "move by a page", Named(KeyCode.PageDown)),
            new(Command.HalfPageUp, "move by half a page", Key.Control('u')),
            new(Command.HalfPageDown, "move by half a page", Key.Control('d')),
            new(Command.MoveToFirst, "the first row, the last row", Char('g')),
            new(Command.MoveToLast, "the first row, the last row", Char('G'))),
        .. In(
            "Tables and logs",
            new(Command.Drill, "drill into the row's process: shown beside the totals", Named(KeyCode.Enter))
            {
                Scope = KeyScope.Processes,
                Hint = "drill",
                Keep = 80,
            },
            new(Command.Search, "search; Enter goes to the match, Esc cancels", Char('/')) { Hint = "search", Keep = 70 },
            new(Command.NextMatch, "the next match, the one before", Char('n')),
            new(Command.PreviousMatch, "the next match, the one before", Char('N')),
            new(Command.SortLeft, "sort by the column to the left, to the right", Char('<')),
            new(Command.SortRight, "sort by the column to the left, to the right", Char('>')),
            new(Command.InvertSort, "turn the order round", Char('I')),
            new(Command.Copy, "copy the selected row to the clipboard", Char('y'))),
        .. In(
            "Time",
            new(Command.StepBack, "one interval back, forward, in the kept history", Char('t')),
            new(Command.StepForward, "one interval back, forward, in the kept history", Char('T')),
            new(Command.ShowOldest, "the oldest kept interval", Named(KeyCode.Home)),
            new(Command.ShowLive, "live again", Named(KeyCode.End)) { Hint = "live", HintScope = KeyScope.Held, Keep = 95 },
            new(Command.LongerInterval, "paint less, more often: from each 100 ms to each 60 s", Char('+')),
            new(Command.ShorterInterval, "paint less, more often: from each 100 ms to each 60 s", Char('-'))),
        .. In(
            "Tools on demand",
            new(Command.StartTool, "start the tool, whose price is shown", Named(KeyCode.Enter))
            {
                Scope = KeyScope.Startable,
                Hint = "start",
                Keep = 82,
            },
            new(Command.StopTool, "stop the tool", Char('x')) { Scope = KeyScope.Stoppable, Hint = "stop", Keep = 60 },
            new(Command.LowerThreshold, "show faster operations too, only slower ones", Char('[')) { Scope = KeyScope.Threshold },
            new(Command.RaiseThreshold, "show faster operations too, only slower ones", Char(']')) { Scope = KeyScope.Threshold }),
        .. In(
            "Files",
            new(Command.SnapshotPane, "write this pane, every pane to files: text and JSON", Char('s')) { Hint = "snapshot", Keep = 50 },
            new(Command.SnapshotAll, "write this pane, every pane to files: text and JSON", Char('S'))),
    ];

    /// <summary>What the mouse does: gesture, effect.</summary>
    public static IReadOnlyList<(string Gesture, string What)> Mouse { get; } =
    [
        ("click", "focus a part, select a row, open a pane"),
        ("wheel", "move by rows"),
    ];

    /// <summary>The binding that a key means where <paramref name="scope"/> holds; null: none.</summary>
    public static KeyBinding? Find(Key key, KeyScope scope)
    {
        for (int i = 0; i < Bindings.Count; i++)
        {
            KeyBinding binding = Bindings[i];
            if (Holds(binding.Scope, scope) && Array.IndexOf(binding.Keys, key) >= 0) return binding;
        }

        return null;
    }

    /// <summary>Whether all flags of a condition hold.</summary>
    public static bool Holds(KeyScope condition, KeyScope scope) => (condition & ~scope) == 0;

    /// <summary>By section, the keys whose scope <paramref name="works"/> and what they do; those that do the same share a line.</summary>
    public static IEnumerable<IGrouping<string, (string Keys, string What)>> Lines(Func<KeyScope, bool> works) =>
        from binding in Bindings
        where works(binding.Scope)
        group binding by (binding.Section, binding.What) into line
        group (KeysOf(line), line.Key.What) by line.Key.Section;

    private static string KeysOf(IEnumerable<KeyBinding> bindings)
    {
        Key[] keys = [.. bindings.SelectMany(binding => binding.Keys)];
        return keys.SequenceEqual(Digits) ? "1…9 0" : string.Join(' ', keys);
    }

    private static IEnumerable<KeyBinding> In(string section, params KeyBinding[] bindings) =>
        bindings.Select(binding => binding with { Section = section });

    private static Key Char(char character) => Key.Char(character);

    private static Key Named(KeyCode code) => Key.Named(code);
}
