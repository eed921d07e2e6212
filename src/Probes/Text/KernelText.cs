using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Probetop.Probes.Text;

/// <summary>Bytes of a process or the kernel as text, reversibly; not yet safe for a terminal.</summary>
public static class KernelText
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" \t\n\"'\\");

    /// <summary>
    /// Decodes UTF-8 up to the first NUL. If some bytes are not UTF-8, or the text itself contains <c>\x</c>, each such
    /// byte becomes <c>\xNN</c> and each backslash is doubled; any other text is left as it is.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)0);
        if (end >= 0) bytes = bytes[..end];
        if (bytes.IndexOf("\\x"u8) < 0 && Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length + 16);
        while (!bytes.IsEmpty)
        {
            bool valid = Rune.DecodeFromUtf8(bytes, out Rune rune, out int used) == OperationStatus.Done;
            if (!valid)
                foreach (byte bad in bytes[..used]) text.Append($"\\x{bad:x2}");
            else if (rune.Value == '\\')
                text.Append("\\\\");
            else
                text.Append(rune.ToString());
            bytes = bytes[used..];
        }

        return text.ToString();
    }

    /// <summary>Joins NUL-separated arguments with spaces, quoting those that are empty or hold white space, quotes or a backslash.</summary>
    public static string JoinArguments(ReadOnlySpan<byte> arguments)
    {
        if (!arguments.IsEmpty && arguments[^1] == 0) arguments = arguments[..^1];
        var text = new StringBuilder(arguments.Length + 16);
        while (true)
        {
            int end = arguments.IndexOf((byte)0);
            string argument = Decode(end < 0 ? arguments : arguments[..end]);
            bool plain = argument.Length > 0 && argument.AsSpan().IndexOfAny(NeedsQuotes) < 0;
            if (plain) text.Append(argument);
            else text.Append('"').Append(argument.Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
            if (end < 0) return text.ToString();
            text.Append(' ');
            arguments = arguments[(end + 1)..];
        }
    }
}
