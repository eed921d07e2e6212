using System.Text;
using Probetop.Views.Cells;

namespace Probetop.App.Dashboard;

/// <summary>A frame as text: what is on the screen without its colours.</summary>
internal static class ScreenText
{
    /// <summary>One line per row, without the blanks at its end. Cells hold printable characters only.</summary>
    public static string Of(CellBuffer cells)
    {
        var text = new StringBuilder();
        var line = new StringBuilder();
        for (int y = 0; y < cells.Height; y++)
        {
            line.Clear();
            foreach (Cell cell in cells.Row(y))
                if (cell.Glyph != Cell.Continuation) line.Append(new Rune(cell.Glyph).ToString());
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
