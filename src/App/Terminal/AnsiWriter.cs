using System.Buffers.Text;
using System.Text;

namespace Probetop.App.Terminal;

/// <summary>Writes one frame's control sequences into a buffer that it keeps, knowing the terminal's pen and cursor.</summary>
/// <remarks>
/// Whatever the bytes can say shortest is chosen. Line feeds are not used: what they do depends on a terminal mode that other
/// processes may change. Autowrap is off, yet a terminal may still hold a pending wrap after its last column, so the column
/// is unknown from there on.
/// </remarks>
internal sealed class AnsiWriter
{
    private const int Unknown = -1;

    // Begins at this offset, so that the opening of a synchronized frame can be put before it afterwards.
    private const int Start = 8;

    // A short frame arrives in one piece anyway.
    private const int SynchronizedFrom = 256;

    // A cursor move, a style change with two truecolor values, a scalar.
    private const int MaxBytesPerCell = 80;

    private readonly bool _ecma48;
    private readonly bool _synchronizes;
    private byte[] _buffer = new byte[Start];
    private int _length = Start;
    private int _width;
    private int _column = Unknown;
    private int _row = Unknown;

    /// <summary>Makes a writer for what the terminal understands.</summary>
    public AnsiWriter(TerminalSupport support)
    {
        _ecma48 = support.Ecma48;
        _synchronizes = support.Synchronizes;
    }

    /// <summary>The pen that the terminal writes with.</summary>
    public Pen Pen { get; private set; }

    /// <summary>The cursor's column where it is known to be in that row, else -1.</summary>
    public int ColumnIn(int row) => row == _row ? _column : Unknown;

    /// <summary>Starts a frame of rows of that width.</summary>
    public void Begin(int width)
    {
        _width = width;
        _length = Start;
    }

    /// <summary>Makes room for a whole row; allocates only when rows were never as long.</summary>
    public void ReserveRow()
    {
        int needed = _length + (MaxBytesPerCell * (_width + 1));
        if (needed <= _buffer.Length) return;
        byte[] larger = GC.AllocateUninitializedArray<byte>(needed * 2, pinned: true);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        _buffer = larger;
    }

    /// <summary>The frame's bytes, valid until the next <see cref="Begin"/>; empty when nothing was written.</summary>
    public ReadOnlySpan<byte> End()
    {
        if (_length - Start < SynchronizedFrom || !_synchronizes) return _buffer.AsSpan(Start, _length - Start);
        "\e[?2026h"u8.CopyTo(_buffer);
        Append("\e[?2026l"u8);
        return _buffer.AsSpan(0, _length);
    }

    /// <summary>Blanks the whole screen in the default style.</summary>
    public void ClearScreen()
    {
        Append("\e[m\e[2J"u8);
        Pen = default;
        _column = _row = Unknown;
    }

    /// <summary>Blanks from the cursor to the end of its row in the default background.</summary>
    public void EraseToEndOfRow()
    {
        if (!Pen.BlanksLike(default)) SetPen(default);
        Append("\e[K"u8);
    }

    /// <summary>Removes cells at the cursor; the rest of the row moves left.</summary>
    public void DeleteCells(int count) => Sequence(count, (byte)'P');

    /// <summary>Inserts cells of unknown look at the cursor; the rest of the row moves right.</summary>
    public void InsertCells(int count) => Sequence(count, (byte)'@');

    /// <summary>Writes a glyph, <paramref name="width"/> cells wide.</summary>
    public void Put(uint glyph, int width, Pen pen)
    {
        if (glyph != ' ' || !pen.BlanksLike(Pen)) SetPen(pen);
        _length += new Rune(glyph).EncodeToUtf8(_buffer.AsSpan(_length));
        Advance(width);
    }

    /// <summary>Writes the last glyph, one cell wide, that many times again.</summary>
    public void Repeat(int count)
    {
        Sequence(count, (byte)'b');
        Advance(count);
    }

    /// <summary>Forgets the column: a glyph was written about whose width the terminal may think otherwise.</summary>
    public void DistrustColumn() => _column = Unknown;

    /// <summary>Bytes of a move to the right within a row.</summary>
    public static int ForwardLength(int columns) => columns == 1 ? 3 : 3 + Digits(columns);

    /// <summary>Moves the cursor.</summary>
    public void MoveTo(int column, int row)
    {
        if (row == _row && column == _column) return;
        int absolute = AbsoluteLength(column, row);
        if (_row == Unknown || VerticalLength(row) + HorizontalLength(column) > absolute)
        {
            Absolute(column, row);
        }
        else
        {
            int down = row - _row;
            if (down != 0) Sequence(Math.Abs(down), (byte)(down > 0 ? 'B' : 'A'));
            Horizontal(column);
        }

        _column = column;
        _row = row;
    }

    private static int AbsoluteLength(int column, int row) =>
        3 + (row == 0 ? 0 : Digits(row + 1)) + (column == 0 ? 0 : 1 + Digits(column + 1));

    private void Absolute(int column, int row)
    {
        Append("\e["u8);
        if (row != 0) Number((uint)row + 1);
        if (column != 0)
        {
            Append((byte)';');
            Number((uint)column + 1);
        }

        Append((byte)'H');
    }

    private int VerticalLength(int row) => row == _row ? 0 : ForwardLength(Math.Abs(row - _row));

    private int HorizontalLength(int column)
    {
        int best = column == 0 ? 1 : ReturnLength(column);
        if (_ecma48) best = Math.Min(best, 3 + Digits(column + 1));
        return _column == Unknown ? best : Math.Min(best, RelativeLength(column - _column));
    }

    private static int ReturnLength(int column) => 1 + ForwardLength(column);

    private static int RelativeLength(int columns) => columns switch
    {
        0 => 0,
        > 0 => ForwardLength(columns),
        _ => Math.Min(-columns, ForwardLength(-columns)),
    };

    private void Horizontal(int column)
    {
        int columns = column - _column;
        int relative = _column == Unknown ? int.MaxValue : RelativeLength(columns);
        int best = HorizontalLength(column);
        if (relative == best)
        {
            if (columns > 0) Sequence(columns, (byte)'C');
            else if (columns < 0 && -columns == best) Append((byte)'\b', -columns);
            else if (columns < 0) Sequence(-columns, (byte)'D');
        }
        else if (column == 0)
        {
            Append((byte)'\r');
        }
        else if (ReturnLength(column) == best)
        {
            Append((byte)'\r');
            Sequence(column, (byte)'C');
        }
        else
        {
            Sequence(column + 1, (byte)'G');
        }
    }

    private void SetPen(Pen pen)
    {
        if (pen == Pen) return;
        int start = _length;
        ChangePen(Pen, pen);
        int middle = _length;
        ResetPen(pen);
        int changed = middle - start, reset = _length - middle;
        if (reset <= changed)
        {
            _buffer.AsSpan(middle, reset).CopyTo(_buffer.AsSpan(start));
            _length = start + reset;
        }
        else
        {
            _length = middle;
        }

        Pen = pen;
    }

    private void ResetPen(Pen pen)
    {
        Append("\e["u8);
        if (pen != default)
        {
            Append("0;"u8);
            Attributes(pen.Attributes);
            if (!pen.Foreground.IsDefault) Colour(pen.Foreground, 30);
            if (!pen.Background.IsDefault) Colour(pen.Background, 40);
            _length--;
        }

        Append((byte)'m');
    }

    private void ChangePen(Pen from, Pen to)
    {
        const PenAttributes Weight = PenAttributes.Bold | PenAttributes.Faint;
        PenAttributes gone = from.Attributes & ~to.Attributes, added = to.Attributes & ~from.Attributes;
        Append("\e["u8);
        if ((gone & Weight) != 0)
        {
            // One code ends both.
            Append("22;"u8);
            added |= to.Attributes & Weight;
        }

        if ((gone & PenAttributes.Reverse) != 0) Append("27;"u8);
        Attributes(added);
        if (from.Foreground != to.Foreground) Colour(to.Foreground, 30);
        if (from.Background != to.Background) Colour(to.Background, 40);
        _buffer[_length - 1] = (byte)'m';
    }

    // These two leave a semicolon behind each parameter.
    private void Attributes(PenAttributes attributes)
    {
        if ((attributes & PenAttributes.Bold) != 0) Append("1;"u8);
        if ((attributes & PenAttributes.Faint) != 0) Append("2;"u8);
        if ((attributes & PenAttributes.Reverse) != 0) Append("7;"u8);
    }

    private void Colour(Color color, uint first)
    {
        if (color.IsDefault)
        {
            Number(first + 9);
        }
        else if (color.IsIndexed && color.Index < 8)
        {
            Number(first + color.Index);
        }
        else
        {
            Number(first + 8);
            if (color.IsIndexed)
            {
                Append(";5;"u8);
                Number(color.Index);
            }
            else
            {
                Append(";2;"u8);
                Number(color.Red);
                Append((byte)';');
                Number(color.Green);
                Append((byte)';');
                Number(color.Blue);
            }
        }

        Append((byte)';');
    }

    private void Sequence(int count, byte final)
    {
        Append("\e["u8);
        if (count != 1) Number((uint)count);
        Append(final);
    }

    private void Advance(int columns)
    {
        if (_column == Unknown) return;
        _column += columns;
        if (_column >= _width) _column = Unknown;
    }

    private void Append(byte value) => _buffer[_length++] = value;

    private void Append(byte value, int count)
    {
        _buffer.AsSpan(_length, count).Fill(value);
        _length += count;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }

    private void Number(uint value)
    {
        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out int written);
        _length += written;
    }

    private static int Digits(int value) => value < 10 ? 1 : value < 100 ? 2 : value < 1000 ? 3 : value < 10000 ? 4 : 5;
}
