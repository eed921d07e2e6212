using System.Buffers.Text;
using System.Text;

namespace Probetop.App.Terminal;

/// <summary>The clipboard of the machine that the user sits at, reached by OSC 52.</summary>
internal static class Clipboard
{
    /// <summary>Most UTF-8 bytes copied: terminals ignore longer ones.</summary>
    public const int MaxBytes = 74_994;

    /// <summary>Asks the terminal to copy a text; false when it is too long or the terminal has no clipboard.</summary>
    /// <remarks>Terminals do not say whether they did, and many ask to be allowed first.</remarks>
    public static bool TryCopy(Tty tty, TerminalSupport support, ReadOnlySpan<char> text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        if (!support.HasClipboard || length > MaxBytes) return false;
        tty.Write(Sequence(text, length));
        return true;
    }

    private static byte[] Sequence(ReadOnlySpan<char> text, int length)
    {
        ReadOnlySpan<byte> start = "\e]52;c;"u8, end = "\a"u8;
        byte[] sequence = new byte[start.Length + Base64.GetMaxEncodedToUtf8Length(length) + end.Length];
        start.CopyTo(sequence);
        Span<byte> body = sequence.AsSpan(start.Length..^end.Length);
        _ = Encoding.UTF8.GetBytes(text, body);
        _ = Base64.EncodeToUtf8InPlace(body, length, out _);
        end.CopyTo(sequence.AsSpan(^end.Length));
        return sequence;
    }
}
