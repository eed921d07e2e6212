namespace Probetop.Views.Input;

/// <summary>Keys that ask for a command.</summary>
/// <param name="Section">Heading in the help.</param>
/// <param name="Command">What they ask for.</param>
/// <param name="What">What that does, in the help; neighbours that do the same share a line.</param>
/// <param name="Keys">The keys.</param>
public sealed record KeyBinding(string Section, Command Command, string What, params Key[] Keys)
{
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
    /// <summary>The bindings, in the order of the help and the footer. Of two for one key the first one that works is meant.</summary>
    public static IReadOnlyList<KeyBinding> Bindings { get; } =
    [
        new("Everywhere", Command.Help, "help: every key that works here", Char('?'), Char('h'), Named(KeyCode.F1)) { Hint = "help", Keep = 100 },
        new("Everywhere", Command.Quit, "quit", Char('q'), Named(KeyCode.F10), Key.Control('c')) { Hint = "quit", Keep = 20 },
        new("Everywhere", Command.Back, "back: close, unzoom, end the drill; never quits", Named(KeyCode.Escape), Named(KeyCode.Backspace))
        {
            Hint = "back", HintScope = KeyScope.Selected, Keep = 85,
        },
        new("Everywhere", Command.Pause, "pause or go on; collection never stops", Char(' '), Char('Z'))
        {
            Hint = "pause", HintScope = KeyScope.Live, Keep = 95,
        },
        new("Everywhere", Command.Redraw, "paint the screen again", Key.Control('l')),
        new("Everywhere", Command.Suspend, "stop as a job of the shell; fg comes back", Key.Control('z')),

        new("Panes and parts", Command.OpenPane, "the pane of that number", [.. "1234567890".Select(digit => Char(digit))]),
        new("Panes and parts", Command.OpenTile, "open the pane of the tile", Named(KeyCode.Enter)) { Scope = KeyScope.Tile, Hint = "open", Keep = 80 },
        new("Panes and parts", Command.NextPart, "the next part of the pane, the one before", Named(KeyCode.Tab)) { Hint = "part", Keep = 40 },
        new("Panes and parts", Command.PreviousPart, "the next part of the pane, the one before", Named(KeyCode.BackTab)),
        new("Panes and parts", Command.Zoom, "the focused part alone, or all again", Char('z')) { Hint = "zoom", Keep = 30 },
        new("Panes and parts", Command.Explain, "explain: what the tool hooks, costs and cannot see", Char('e')) { Hint = "explain", Keep = 35 },

        new("Moving", Command.MoveUp, "move by a row; on a heatmap move the cell cursor", Named(KeyCode.Up), Char('k')),
        new("Moving", Command.MoveDown, "move by a row; on a heatmap move the cell cursor", Named(KeyCode.Down), Char('j')),
        new("Moving", Command.MoveLeft, "scroll the columns; on a heatmap move the cell cursor", Named(KeyCode.Left)),
        new("Moving", Command.MoveRight, "scroll the columns; on a heatmap move the cell cursor", Named(KeyCode.Right)),
        new("Moving", Command.PageUp, "move by a page", Named(KeyCode.PageUp)),
        new("Moving", Command.PageDown, "move by a page", Named(KeyCode.PageDown)),
        new("Moving", Command.HalfPageUp, "move by half a page", Key.Control('u')),
        new("Moving", Command.HalfPageDown, "move by half a page", Key.Control('d')),
        new("Moving", Command.MoveToFirst, "the first row, the last row", Char('g')),
        new("Moving", Command.MoveToLast, "the first row, the last row", Char('G')),

        new("Tables and logs", Command.Drill, "drill into the row's process: shown beside the totals", Named(KeyCode.Enter))
        {
            Scope = KeyScope.Processes, Hint = "drill", Keep = 80,
        },
        new("Tables and logs", Command.Search, "search; Enter goes to the match, Esc cancels", Char('/')) { Hint = "search", Keep = 70 },
        new("Tables and logs", Command.NextMatch, "the next match, the one before", Char('n')),
        new("Tables and logs", Command.PreviousMatch, "the next match, the one before", Char('N')),
        new("Tables and logs", Command.SortLeft, "sort by the column to the left, to the right", Char('<')),
        new("Tables and logs", Command.SortRight, "sort by the column to the left, to the right", Char('>')),
        new("Tables and logs", Command.InvertSort, "turn the order round", Char('I')),
        new("Tables and logs", Command.Copy, "copy the selected row to the clipboard", Char('y')),

        new("Time", Command.StepBack, "one interval back, forward, in the kept history", Char('t')),
        new("Time", Command.StepForward, "one interval back, forward, in the kept history", Char('T')),
        new("Time", Command.ShowOldest, "the oldest kept interval", Named(KeyCode.Home)),
        new("Time", Command.ShowLive, "live again", Named(KeyCode.End)) { Hint = "live", HintScope = KeyScope.Held, Keep = 95 },
        new("Time", Command.LongerInterval, "paint less, more often: each 100 ms to 60 s", Char('+')),
        new("Time", Command.ShorterInterval, "paint less, more often: each 100 ms to 60 s", Char('-')),

        new("Tools on demand", Command.StartTool, "start the tool, whose price is shown", Named(KeyCode.Enter))
        {
            Scope = KeyScope.Startable, Hint = "start", Keep = 82,
        },
        new("Tools on demand", Command.StopTool, "stop the tool", Char('x')) { Scope = KeyScope.Stoppable, Hint = "stop", Keep = 60 },

        new("Files", Command.SnapshotPane, "write this pane to files, every pane: as text and as JSON", Char('s')) { Hint = "snapshot", Keep = 50 },
        new("Files", Command.SnapshotAll, "write this pane to files, every pane: as text and as JSON", Char('S')),
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

    /// <summary>The keys whose scope <paramref name="works"/>, by section, with what they do: neighbours that do the same on one line.</summary>
    public static IEnumerable<IGrouping<string, (string Keys, string What)>> Lines(Func<KeyScope, bool> works) =>
        from binding in Bindings
        where works(binding.Scope)
        group binding by (binding.Section, binding.What) into line
        group (KeysOf(line), line.Key.What) by line.Key.Section;

    private static string KeysOf(IEnumerable<KeyBinding> bindings)
    {
        Key[] keys = [.. bindings.SelectMany(binding => binding.Keys)];
        bool digits = keys.Length == 10 && keys[0] == Char('1');
        return digits ? "1…9 0" : string.Join(' ', keys);
    }

    private static Key Char(char character) => Key.Char(character);

    private static Key Named(KeyCode code) => Key.Named(code);
}
