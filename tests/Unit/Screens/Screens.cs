using System.Text;
using Probetop.Views.Cells;
using Xunit;

namespace Probetop.Tests.Unit;

/// <summary>Screens as text, for expected screens that stand as literals in the tests.</summary>
internal static class Screens
{
    private const string RoleLetters = ".mbftckawersl";
    private const string ReversedLetters = "=MBFTCKAWERSL";
    private const string HeatLetters = "0123456789XY";

    /// <summary>A buffer full of <c>x</c>, so that cells that were not drawn show.</summary>
    public static CellBuffer Prefilled(int width, int height)
    {
        var buffer = new CellBuffer(width, height);
        buffer.Fill(buffer.Bounds, 'x', Style.Text);
        return buffer;
    }

    /// <summary>The glyphs, line by line; a wide one stands once.</summary>
    public static string Text(CellBuffer buffer) => Grid(buffer, (text, cell) =>
    {
        if (cell.Glyph != Cell.Continuation) text.Append(new Rune(cell.Glyph).ToString());
    });

    /// <summary>
    /// A letter for each cell's role: <c>.</c> text, muted, border, focus, title, chrome, key, accent, warning, error, ba<c>r</c>,
    /// selected bar, live by their first letter, heat <c>0</c>–<c>9</c>, <c>X</c>, <c>Y</c>; reversed ones in capitals (text <c>=</c>).
    /// </summary>
    public static string Styles(CellBuffer buffer) => Grid(buffer, (text, cell) => text.Append(LetterOf(cell.Style)));

    /// <summary>For each cell its flags: <c>.</c> none, reverse, bold, faint by their first letter, <c>*</c> several.</summary>
    public static string Flags(CellBuffer buffer) => Grid(buffer, (text, cell) => text.Append((cell.Style & 0xFF00) switch
    {
        0 => '.',
        Style.Reverse => 'r',
        Style.Bold => 'b',
        Style.Faint => 'f',
        _ => '*',
    }));

    /// <summary>Compares grids and shows both when they differ; blanks at line ends do not count.</summary>
    public static void Same(string expected, string actual)
    {
        (expected, actual) = (WithoutLineEnds(expected), WithoutLineEnds(actual));
        if (!string.Equals(expected, actual, StringComparison.Ordinal)) Assert.Fail($"expected:\n{expected}\nactual:\n{actual}");
    }

    private static char LetterOf(ushort style)
    {
        int role = style & 0xFF;
        if (role is >= Style.Heat and < Style.Heat + Style.HeatSteps) return HeatLetters[role - Style.Heat];
        return ((style & Style.Reverse) != 0 ? ReversedLetters : RoleLetters)[role];
    }

    private static string Grid(CellBuffer buffer, Action<StringBuilder, Cell> append)
    {
        var text = new StringBuilder();
        for (int y = 0; y < buffer.Height; y++)
        {
            if (y > 0) text.Append('\n');
            foreach (Cell cell in buffer.Row(y)) append(text, cell);
        }

        return text.ToString();
    }

    private static string WithoutLineEnds(string grid) => string.Join('\n', grid.Split('\n').Select(line => line.TrimEnd(' ')));
}
