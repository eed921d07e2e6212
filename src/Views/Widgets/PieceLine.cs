using Probetop.Views.Cells;

namespace Probetop.Views.Widgets;

/// <summary>
/// A line made of pieces at its left and right ends, such as the header: when it is too narrow for all, the pieces with the lowest
/// <c>keep</c> are left out first. Filled anew each frame; only growing allocates.
/// </summary>
public sealed class PieceLine
{
    private const int Gap = 2;

    private char[] _text = new char[256];
    private Run[] _runs = new Run[32];
    private Piece[] _pieces = new Piece[16];
    private int _textLength;
    private int _runCount;
    private int _pieceCount;

    /// <summary>Takes out all pieces.</summary>
    public void Clear() => _textLength = _runCount = _pieceCount = 0;

    /// <summary>Begins the next piece from the left.</summary>
    public void Left(int keep) => Begin(keep, atRight: false);

    /// <summary>Begins the next piece of those at the right end; they too are given from left to right.</summary>
    public void Right(int keep) => Begin(keep, atRight: true);

    /// <summary>Adds a text to the piece begun last.</summary>
    public void Text(ReadOnlySpan<char> text, ushort style)
    {
        if (_textLength + text.Length > _text.Length) Array.Resize(ref _text, Math.Max(_text.Length * 2, _textLength + text.Length));
        if (_runCount == _runs.Length) Array.Resize(ref _runs, _runs.Length * 2);
        text.CopyTo(_text.AsSpan(_textLength));
        _runs[_runCount++] = new Run(_pieceCount - 1, _textLength, text.Length, style);
        _textLength += text.Length;
        if (_pieceCount > 0) _pieces[_pieceCount - 1].Width += Printable.WidthOf(text);
    }

    /// <summary>Draws into the first row of the area, over a ground of <paramref name="ground"/> style.</summary>
    public void Draw(CellBuffer buffer, Rect area, ushort ground)
    {
        area = area.Intersect(buffer.Bounds).Line(0);
        buffer.Fill(area, ' ', ground);
        for (int i = 0; i < _pieceCount; i++) _pieces[i].Shown = _pieces[i].Width > 0;
        while (TotalWidth(out int last) > area.Width && last >= 0) _pieces[last].Shown = false;
        int rightWidth = WidthOf(atRight: true);
        DrawSide(buffer, area, atRight: false);
        DrawSide(buffer, area.SplitRight(rightWidth).Right, atRight: true);
    }

    private void Begin(int keep, bool atRight)
    {
        if (_pieceCount == _pieces.Length) Array.Resize(ref _pieces, _pieces.Length * 2);
        _pieces[_pieceCount++] = new Piece { Keep = keep, AtRight = atRight };
    }

    private void DrawSide(CellBuffer buffer, Rect area, bool atRight)
    {
        var line = new Line(buffer, area);
        int before = -1;
        for (int i = 0; i < _runCount; i++)
        {
            Run run = _runs[i];
            if (run.Piece < 0 || !_pieces[run.Piece].Shown || _pieces[run.Piece].AtRight != atRight) continue;
            if (before >= 0 && before != run.Piece) line.Skip(Gap);
            before = run.Piece;
            line.Text(_text.AsSpan(run.Start, run.Length), run.Style);
        }
    }

    // The piece to leave out next is the last one of the lowest keep; a single piece is cut off rather than left out.
    private int TotalWidth(out int leastKept)
    {
        leastKept = -1;
        int shown = 0;
        for (int i = 0; i < _pieceCount; i++)
        {
            if (!_pieces[i].Shown) continue;
            shown++;
            if (leastKept < 0 || _pieces[i].Keep <= _pieces[leastKept].Keep) leastKept = i;
        }

        if (shown <= 1) leastKept = -1;
        int left = WidthOf(atRight: false), right = WidthOf(atRight: true);
        return left + right + (left > 0 && right > 0 ? Gap : 0);
    }

    private int WidthOf(bool atRight)
    {
        int width = 0;
        for (int i = 0; i < _pieceCount; i++)
            if (_pieces[i].Shown && _pieces[i].AtRight == atRight) width += _pieces[i].Width + (width > 0 ? Gap : 0);
        return width;
    }

    private readonly record struct Run(int Piece, int Start, int Length, ushort Style);

    private struct Piece
    {
        public int Keep;
        public int Width;
        public bool AtRight;
        public bool Shown;
    }
}
