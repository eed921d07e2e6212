using Probetop.Views.Cells;
using Probetop.Views.Dashboard;
using Probetop.Views.Input;

namespace Probetop.Tests.Unit;

/// <summary>A dashboard on a synthetic history, used as a user does: keys by the names that the help gives them.</summary>
internal sealed class DashboardDriver
{
    public DashboardDriver(
        SyntheticHistory history, int width = 120, int height = 40, string pane = "cpu", ulong intervalNs = 1_000_000_000)
    {
        History = history;
        Buffer = Screens.Prefilled(width, height);
        Dashboard = new Dashboard(pane, intervalNs);
        Draw();
    }

    public SyntheticHistory History { get; }

    public Dashboard Dashboard { get; }

    public CellBuffer Buffer { get; }

    /// <summary>The screen as text.</summary>
    public string Text => Screens.Text(Buffer);

    /// <summary>The lines of the screen.</summary>
    public string[] Lines => Text.Split('\n');

    public string Header => Lines[0];

    public string Footer => Lines[^1];

    /// <summary>Title of the panel with the focus.</summary>
    public string Focused
    {
        get
        {
            for (int y = 0; y < Buffer.Height; y++)
            {
                for (int x = 0; x < Buffer.Width; x++)
                {
                    if (Buffer[x, y] != new Cell(Glyphs.TopLeft, Style.Focus)) continue;
                    string title = Lines[y][(x + 2)..];
                    return title[..title.IndexOfAny(['─', '┐'])].Trim();
                }
            }

            return "";
        }
    }

    public void Draw() => Dashboard.Draw(Buffer, History.Context);

    /// <summary>Lets that many intervals pass and draws each.</summary>
    public void Run(int intervals)
    {
        for (int i = 0; i < intervals; i++)
        {
            History.Run(1);
            Draw();
        }
    }

    /// <summary>Presses keys one after the other; returns the last effect.</summary>
    public DashboardEffect Press(params string[] keys)
    {
        DashboardEffect effect = DashboardEffect.None;
        foreach (string key in keys) effect = Press(KeyOf(key));
        return effect;
    }

    public DashboardEffect Press(Key key)
    {
        DashboardEffect effect = Dashboard.Handle(key, History.Context);
        Draw();
        return effect;
    }

    /// <summary>Types a text.</summary>
    public void Type(string text)
    {
        foreach (char character in text) Press(Key.Char(character));
    }

    /// <summary>Moves the focus by Tab to the part with that title.</summary>
    public void FocusOn(string title)
    {
        for (int i = 0; i < 20 && Focused != title; i++) Press("Tab");
        if (Focused != title) throw new InvalidOperationException($"no part is called {title}");
    }

    /// <summary>Where a text stands on the screen.</summary>
    public (int X, int Y) Find(string text)
    {
        for (int y = 0; y < Buffer.Height; y++)
            if (Lines[y].IndexOf(text, StringComparison.Ordinal) is var x and >= 0) return (x, y);
        throw new InvalidOperationException($"{text} is not on the screen:\n{Text}");
    }

    public DashboardEffect Click(string text)
    {
        (int x, int y) = Find(text);
        return Press(Key.Mouse(KeyCode.MousePress, MouseButton.Left, x, y));
    }

    private static Key KeyOf(string name)
    {
        foreach (KeyBinding binding in KeyMap.Bindings)
            foreach (Key key in binding.Keys)
                if (key.ToString() == name) return key;
        return name.Length == 1 ? Key.Char(name[0]) : throw new ArgumentException($"no binding has a key {name}", nameof(name));
    }
}
