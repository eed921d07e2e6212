using System.Text;
using Probetop.Views.Cells;

namespace Probetop.App.Output;

/// <summary>Lines of text for a terminal or a text file: every one of them passes the sanitising door.</summary>
internal sealed class LineWriter : IDisposable
{
    private const int BufferChars = 32 * 1024;

    private readonly StreamWriter _writer;
    private readonly bool _ascii;

    /// <summary>Writes UTF-8 to a stream, which stays open; with <paramref name="ascii"/> substitutes stand for what ASCII lacks.</summary>
    public LineWriter(Stream stream, bool ascii)
    {
        _writer = new StreamWriter(stream, new UTF8Encoding(false), BufferChars, leaveOpen: true) { NewLine = "\n" };
        _ascii = ascii;
    }

    /// <summary>Writes a line, without the blanks at its end.</summary>
    public void Line(string text = "")
    {
        string clean = Printable.Sanitise(text).TrimEnd(' ');
        if (!_ascii)
        {
            _writer.WriteLine(clean);
            return;
        }

        foreach (Rune rune in clean.EnumerateRunes()) _writer.Write(Glyphs.AsciiOf((uint)rune.Value));
        _writer.WriteLine();
    }

    /// <summary>Hands everything to the stream.</summary>
    public void Dispose() => _writer.Dispose();
}
