using System.Text;
using Probetop.Views.Cells;
using Probetop.Views.Input;
using Probetop.Views.Widgets;

namespace Probetop.Views.Dashboard;

/// <summary>The line in the footer in which the text to search for is typed.</summary>
internal sealed class SearchInput
{
    private const int MostCharacters = 64;

    /// <summary>Whether it takes the keys.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>What has been typed.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Opens it, empty.</summary>
    public void Open()
    {
        IsOpen = true;
        Text = "";
    }

    /// <summary>Closes it.</summary>
    public void Close() => IsOpen = false;

    /// <summary>Takes a character, pasted text, Backspace or Ctrl-U; other keys change nothing.</summary>
    public void Edit(Key key)
    {
        if (key == Key.Control('u')) Text = "";
        else if (key.Code == KeyCode.Backspace) RemoveLast();
        else if (key is { Code: KeyCode.Paste, Text: { } pasted }) Append(pasted);
        else if (key is { Code: KeyCode.Char, Modifiers: KeyModifiers.None } && Rune.IsValid(key.Scalar)) Append(new Rune(key.Scalar));
    }

    /// <summary>Draws into the first row of the area, with the end of a text that is too long.</summary>
    public void Draw(CellBuffer buffer, Rect area)
    {
        area = area.Line(0);
        buffer.Fill(area, ' ', Style.Chrome);
        var line = new Line(buffer, area);
        line.Text("/", Style.Key);
        ReadOnlySpan<char> shown = Text;
        while (Printable.WidthOf(shown) > Math.Max(0, line.Left - 1)) _ = Printable.Next(ref shown, out _);
        line.Text(shown, Style.Text);
        line.Glyph(' ', Style.Text | Style.Reverse);
    }

    private void Append(string text)
    {
        foreach (Rune rune in text.EnumerateRunes()) Append(rune);
    }

    private void Append(Rune rune)
    {
        if (Text.Length + rune.Utf16SequenceLength <= MostCharacters) Text += rune.ToString();
    }

    private void RemoveLast()
    {
        if (Text.Length == 0) return;
        int last = Text.Length > 1 && char.IsLowSurrogate(Text[^1]) ? 2 : 1;
        Text = Text[..^last];
    }
}
