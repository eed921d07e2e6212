using Probetop.Views.Cells;

namespace Probetop.Views.Widgets;

/// <summary>
/// A key of the footer: what to press, what it does, and how long to keep it when the line gets narrow (higher stays longer).
/// </summary>
public readonly record struct KeyHint(string Key, string What, int Keep);

/// <summary>What kind of message the footer shows.</summary>
public enum MessageKind
{
    /// <summary>Something was done.</summary>
    Info,

    /// <summary>Something to take care of.</summary>
    Warning,

    /// <summary>Something failed.</summary>
    Error,
}

/// <summary>The footer: keys at the left, the filter at the right; a message takes the place of the keys.</summary>
public sealed class StatusLine
{
    private const int KeepMessage = int.MaxValue;
    private const int KeepRight = int.MaxValue - 1;

    private readonly PieceLine _pieces = new();

    /// <summary>Draws into the first row of the area; an empty message shows the keys.</summary>
    public void Draw(
        CellBuffer buffer, Rect area, ReadOnlySpan<KeyHint> hints, ReadOnlySpan<char> right, ReadOnlySpan<char> message, MessageKind kind)
    {
        _pieces.Clear();
        if (message.IsEmpty)
        {
            foreach (KeyHint hint in hints)
            {
                _pieces.Left(hint.Keep);
                _pieces.Text(hint.Key, Style.Key);
                _pieces.Text(" ", Style.Chrome);
                _pieces.Text(hint.What, Style.Chrome);
            }
        }
        else
        {
            _pieces.Left(KeepMessage);
            _pieces.Text(message, StyleOf(kind));
        }

        if (!right.IsEmpty)
        {
            _pieces.Right(KeepRight);
            _pieces.Text(right, Style.Accent);
        }

        _pieces.Draw(buffer, area, Style.Chrome);
    }

    private static ushort StyleOf(MessageKind kind) => kind switch
    {
        MessageKind.Error => Style.Error,
        MessageKind.Warning => Style.Warning,
        _ => Style.Accent,
    };
}
