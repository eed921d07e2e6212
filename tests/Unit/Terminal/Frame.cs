using Probetop.Views.Cells;

namespace Probetop.Tests.Unit.Terminal;

/// <summary>A grid of cells that random changes are made to, such as widgets make; wide glyphs always have both halves.</summary>
internal sealed class Frame
{
    private static readonly ushort[] Roles =
    [
        Style.Text, Style.Text, Style.Muted, Style.Border, Style.Focus, Style.Title, Style.Chrome, Style.Key, Style.Warning, Style.Error,
        Style.Bar, Style.Live, Style.Heat, Style.Heat + 3, Style.Heat + 4, Style.Heat + Style.HeatSteps - 1,
    ];

    private const string Narrow = "  0123456789abcxyz─│┌█▓▒░▁▅▏▌µ…é";
    private const string Wide = "漢字가ｗ";

    public Frame(int width, int height)
    {
        (Width, Height) = (width, height);
        Cells = new Cell[width * height];
        Array.Fill(Cells, Cell.Blank);
    }

    public int Width { get; }

    public int Height { get; }

    public Cell[] Cells { get; }

    public Span<Cell> Row(int y) => Cells.AsSpan(y * Width, Width);

    public Frame Copy()
    {
        Frame copy = new(Width, Height);
        Cells.CopyTo(copy.Cells, 0);
        return copy;
    }

    public void Text(int x, int y, string text, ushort style = Style.Text)
    {
        foreach (char glyph in text) Row(y)[x++] = new Cell(glyph, style);
    }

    /// <summary>Makes a few random changes to random parts.</summary>
    public void Change(Random random)
    {
        for (int changes = random.Next(1, 6); changes > 0; changes--)
        {
            Span<Cell> row = Row(random.Next(Height));
            int from = random.Next(Width), to = random.Next(from, Width) + 1;
            Span<Cell> part = row[from..to];
            switch (random.Next(7))
            {
                case 0: part.Fill(RandomCell(random)); break;
                case 1: row[from..].Fill(Cell.Blank); break;
                case 2: Scatter(part, random, 1); break;
                case 3: Scatter(part, random, 5); break;
                case 4: MoveLeft(part, random); break;
                case 5: MoveRight(part, random); break;
                default: Restyle(part, random); break;
            }

            Mend(row, random);
        }
    }

    private static Cell RandomCell(Random random)
    {
        int style = Roles[random.Next(Roles.Length)];
        if (random.Next(4) == 0) style |= random.Next(8) << 8;
        string glyphs = random.Next(8) == 0 ? Wide : Narrow;
        uint glyph = random.Next(30) == 0 ? 0x1F600u : glyphs[random.Next(glyphs.Length)];
        return new Cell(glyph, (ushort)style);
    }

    private static void Scatter(Span<Cell> part, Random random, int oneIn)
    {
        foreach (ref Cell cell in part)
            if (random.Next(oneIn) == 0) cell = RandomCell(random);
    }

    private static void MoveLeft(Span<Cell> part, Random random)
    {
        int count = Math.Min(random.Next(1, 4), part.Length);
        part[count..].CopyTo(part);
        foreach (ref Cell cell in part[^count..]) cell = RandomCell(random);
    }

    private static void MoveRight(Span<Cell> part, Random random)
    {
        int count = Math.Min(random.Next(1, 4), part.Length);
        part[..^count].CopyTo(part[count..]);
        foreach (ref Cell cell in part[..count]) cell = RandomCell(random);
    }

    private static void Restyle(Span<Cell> part, Random random)
    {
        ushort style = RandomCell(random).Style;
        foreach (ref Cell cell in part) cell = new Cell(cell.Glyph, style);
    }

    // Gives wide glyphs their right halves, and takes right halves from those that lost theirs.
    private static void Mend(Span<Cell> row, Random random)
    {
        for (int x = 0; x < row.Length; x++)
        {
            bool wide = ScreenModel.WidthOf(row[x].Glyph) == 2;
            if (wide && x + 1 < row.Length)
            {
                row[x + 1] = new Cell(Cell.Continuation, row[x].Style);
                x++;
            }
            else if (wide || row[x].Glyph == Cell.Continuation)
            {
                row[x] = new Cell(Narrow[random.Next(Narrow.Length)], row[x].Style);
            }
        }
    }
}
