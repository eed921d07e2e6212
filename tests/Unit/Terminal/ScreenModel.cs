using System.Text;

namespace Probetop.Tests.Unit.Terminal;

/// <summary>
/// A terminal that understands exactly what the writer may send, and throws at anything else and at anything whose effect
/// terminals disagree about. What such an effect leaves behind is <see cref="Shown.Undefined"/>, which must be painted over.
/// </summary>
internal sealed class ScreenModel
{
    private readonly Shown[][] _cells;
    private Look _pen = Look.Plain;
    private int? _column;
    private int? _row;
    private uint? _repeatable;

    public ScreenModel(int width, int height)
    {
        (Width, Height) = (width, height);
        _cells = new Shown[height][];
        for (int y = 0; y < height; y++)
        {
            _cells[y] = new Shown[width];
            Array.Fill(_cells[y], Shown.Undefined);
        }
    }

    /// <summary>-1 is default, 0 to 255 the palette, above that 0x1RRGGBB.</summary>
    public readonly record struct Look(int Foreground, int Background, bool Bold, bool Faint, bool Reverse)
    {
        public static Look Plain => new(-1, -1, false, false, false);
    }

    /// <summary>Glyph 0 is the right half of a wide one.</summary>
    public readonly record struct Shown(uint Glyph, Look Look)
    {
        public static Shown Undefined => new(uint.MaxValue, Look.Plain);

        public static Shown Blank => new(' ', Look.Plain);
    }

    public int Width { get; }

    public int Height { get; }

    public bool IsSynchronizing { get; private set; }

    public Shown this[int x, int y] => _cells[y][x];

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (bytes[0] == 0x1B)
            {
                Require(bytes.Length > 2 && bytes[1] == '[', "an escape sequence that is not CSI");
                int end = 2;
                while (bytes[end] is >= 0x20 and < 0x40) end++;
                Sequence(Encoding.ASCII.GetString(bytes[2..end]), (char)bytes[end]);
                bytes = bytes[(end + 1)..];
                continue;
            }

            Require(Rune.DecodeFromUtf8(bytes, out Rune rune, out int length) == System.Buffers.OperationStatus.Done, "broken UTF-8");
            bytes = bytes[length..];
            if (rune.Value == '\r') _column = 0;
            else if (rune.Value == '\b') MoveBy(-1, 0);
            else Print((uint)rune.Value);
        }
    }

    public static int WidthOf(uint glyph) => glyph is (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0xA4CF) or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xFF01 and <= 0xFF60) or (>= 0x1F300 and <= 0x1F64F) or (>= 0x20000 and <= 0x3FFFD) ? 2 : 1;

    private void Print(uint glyph)
    {
        Require(glyph >= 0x20 && glyph is not (>= 0x7F and < 0xA0), $"control character {glyph:x}");
        int x = Column, y = Row, width = WidthOf(glyph);
        Require(x + width <= Width, "a glyph over the right edge");
        for (int i = 0; i < width; i++) Part(x + i, y);
        _cells[y][x] = new Shown(glyph, _pen);
        if (width == 2) _cells[y][x + 1] = new Shown(0, _pen);
        // At the right edge the wrap may be pending or not.
        _column = x + width < Width ? x + width : null;
        _repeatable = width == 1 && glyph < 0x7F ? glyph : null;
    }

    // What is left of a wide glyph when half of it is overwritten.
    private void Part(int x, int y)
    {
        if (_cells[y][x].Glyph == 0 && x > 0) _cells[y][x - 1] = Shown.Undefined;
        if (x + 1 < Width && _cells[y][x + 1].Glyph == 0) _cells[y][x + 1] = Shown.Undefined;
    }

    private void Sequence(string parameters, char final)
    {
        uint? repeatable = _repeatable;
        _repeatable = null;
        if (parameters.StartsWith('?'))
        {
            Require(parameters == "?2026" && final is 'h' or 'l', $"mode {parameters}{final}");
            Require(IsSynchronizing == (final == 'l'), "synchronization opened or closed twice");
            IsSynchronizing = final == 'h';
            return;
        }

        string[] texts = parameters.Length == 0 ? [] : parameters.Split(';');
        int[] values = Array.ConvertAll(texts, text => text.Length == 0 ? -1 : int.Parse(text));
        if (final == 'm')
        {
            SelectGraphicRendition(values);
            return;
        }

        if (final == 'H')
        {
            Require(values.Length <= 2, "parameters of CUP");
            (_row, _column) = (Position(values, 0, Height), Position(values, 1, Width));
            return;
        }

        Require(values.Length <= 1 && !values.Contains(-1), $"parameters of {final}");
        int count = values.Length == 0 ? 1 : values[0];
        Require(count > 0, "a parameter of 0");
        switch (final)
        {
            case 'A': MoveBy(0, -count); break;
            case 'B': MoveBy(0, count); break;
            case 'C': MoveBy(count, 0); break;
            case 'D': MoveBy(-count, 0); break;
            case 'G': _column = Position(values, 0, Width); break;
            case 'J' when count == 2: Erase(0, 0, Width, Height); break;
            case 'K' when values.Length == 0: Erase(Column, Row, Width, Row + 1); break;
            case 'P': DeleteCells(count); break;
            case '@': InsertCells(count); break;
            case 'b':
                Require(repeatable is not null, "nothing to repeat");
                for (int i = 0; i < count; i++) Print(repeatable!.Value);
                _repeatable = null;
                break;
            default: throw new InvalidOperationException($"unknown sequence CSI {parameters} {final}");
        }
    }

    private int Column => _column ?? throw new InvalidOperationException("the cursor's column is not known");

    private int Row => _row ?? throw new InvalidOperationException("the cursor's row is not known");

    private static int Position(int[] values, int index, int limit)
    {
        int value = index < values.Length && values[index] != -1 ? values[index] : 1;
        Require(value >= 1 && value <= limit, $"position {value} of {limit}");
        return value - 1;
    }

    private void MoveBy(int columns, int rows)
    {
        if (rows != 0) _row = Row + rows;
        if (columns != 0) _column = Column + columns;
        Require(Row >= 0 && Row < Height, "a move over the upper or lower edge");
        Require(_column is null || (_column >= 0 && _column < Width), "a move over the left or right edge");
    }

    private void Erase(int left, int top, int right, int bottom)
    {
        Require(_pen.Background == -1 && !_pen.Reverse, "erasing in a colour");
        for (int y = top; y < bottom; y++)
        {
            if (left > 0) Part(left, y);
            for (int x = left; x < right; x++) _cells[y][x] = Shown.Blank;
        }
    }

    private void DeleteCells(int count)
    {
        int x = Column, y = Row;
        Require(x + count <= Width && !Cuts(x, y) && !Cuts(x + count, y), "half a wide glyph deleted");
        for (; x < Width; x++) _cells[y][x] = x + count < Width ? _cells[y][x + count] : Shown.Undefined;
    }

    private void InsertCells(int count)
    {
        int start = Column, y = Row;
        Require(start + count <= Width && !Cuts(start, y) && !Cuts(Width - count, y), "half a wide glyph pushed out");
        for (int x = Width - 1; x >= start; x--) _cells[y][x] = x - count >= start ? _cells[y][x - count] : Shown.Undefined;
    }

    private bool Cuts(int x, int y) => x < Width && _cells[y][x].Glyph == 0;

    private void SelectGraphicRendition(int[] values)
    {
        if (values.Length == 0) values = [0];
        for (int i = 0; i < values.Length; i++)
        {
            switch (values[i])
            {
                case 0: _pen = Look.Plain; break;
                case 1: _pen = _pen with { Bold = true }; break;
                case 2: _pen = _pen with { Faint = true }; break;
                case 7: _pen = _pen with { Reverse = true }; break;
                case 22: _pen = _pen with { Bold = false, Faint = false }; break;
                case 27: _pen = _pen with { Reverse = false }; break;
                case 38: _pen = _pen with { Foreground = LongColor(values, ref i) }; break;
                case 39: _pen = _pen with { Foreground = -1 }; break;
                case 48: _pen = _pen with { Background = LongColor(values, ref i) }; break;
                case 49: _pen = _pen with { Background = -1 }; break;
                case >= 30 and <= 37: _pen = _pen with { Foreground = values[i] - 30 }; break;
                case >= 40 and <= 47: _pen = _pen with { Background = values[i] - 40 }; break;
                default: throw new InvalidOperationException($"unknown rendition {values[i]}");
            }
        }
    }

    private static int LongColor(int[] values, ref int i)
    {
        if (values[i + 1] == 5) return values[i += 2];
        Require(values[i + 1] == 2, "a colour space");
        int rgb = (values[i + 2] << 16) | (values[i + 3] << 8) | values[i + 4];
        i += 4;
        return 0x1000000 | rgb;
    }

    private static void Require(bool condition, string what)
    {
        if (!condition) throw new InvalidOperationException(what);
    }
}
