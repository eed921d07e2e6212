using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;
using Probetop.Views.Widgets;

namespace Probetop.Views.Panes;

/// <summary>The border of a part: its title above; below, the parts that share its place, and what cannot be trusted.</summary>
/// <param name="part">The part.</param>
/// <param name="sharing">The parts that share its place, this one among them.</param>
/// <param name="focused">Whether keys go to it.</param>
internal readonly ref struct PartFrame(Part part, ReadOnlySpan<Part> sharing, bool focused)
{
    private const int MaxWarning = 96;

    private readonly ReadOnlySpan<Part> _sharing = sharing;

    /// <summary>Whether keys go to the part.</summary>
    public bool Focused { get; } = focused;

    /// <summary>Draws the border and returns what is inside; <paramref name="extra"/> stands at the right if it fits.</summary>
    public Rect Draw(CellBuffer buffer, Rect area, ReadOnlySpan<char> title, ReadOnlySpan<char> extra, in Moment moment)
    {
        Rect inside = Panel.Draw(buffer, area, title, extra, Focused);
        if (inside.IsEmpty || inside.X == area.X) return inside;
        Rect below = new Rect(area.X + 1, area.Bottom - 1, area.Width - 2, 1);
        below = below.SplitRight(DrawWarning(buffer, below, moment)).Remaining;
        if (_sharing.Length > 1) DrawSharing(new Line(buffer, below));
        return inside;
    }

    private static int WidthOf(ReadOnlySpan<Part> parts)
    {
        int width = 0;
        foreach (Part part in parts) width += Printable.WidthOf(part.Name) + 3;
        return width;
    }

    private void DrawSharing(Line line)
    {
        ReadOnlySpan<Part> shown = _sharing;
        int number = 0;
        while (_sharing[number] != part) number++;
        bool all = WidthOf(_sharing) <= line.Left;
        if (!all) shown = _sharing.Slice(number, 1);
        foreach (Part other in shown)
        {
            line.Skip(1);
            line.Text(" ", Style.Muted);
            line.Text(other.Name, other == part ? (ushort)(Style.Bold | (Focused ? Style.Focus : Style.Title)) : Style.Muted);
            line.Text(" ", Style.Muted);
        }

        if (all) return;
        var count = new CharWriter(stackalloc char[16]);
        count.Whole(number + 1);
        count.Char('/');
        count.Whole(_sharing.Length);
        count.Char(' ');
        line.Text(count.Written, Style.Muted);
    }

    // Returns the cells used at the right.
    private int DrawWarning(CellBuffer buffer, Rect below, in Moment moment)
    {
        var warning = new CharWriter(stackalloc char[MaxWarning]);
        if (moment.LostBy(part.Tools) is var lost and > 0)
        {
            warning.Text(" lost ");
            warning.Grouped(lost);
            warning.Char(' ');
        }

        for (int i = 0; i < part.Tools.Count; i++)
        {
            ToolStatus status = moment.StatusOf(part.Tools[i]);
            if (status.State is not (ToolState.Fallback or ToolState.Partial)) continue;
            warning.Char(' ');
            if (part.Tools.Count > 1)
            {
                warning.Text(part.Tools[i].Name);
                warning.Char(' ');
            }

            warning.Text(status.StateName);
            warning.Char(' ');
        }

        int width = Math.Min(Printable.WidthOf(warning.Written), below.Width - 1);
        if (width <= 0) return 0;
        _ = buffer.WriteFitted(below.Right - 1 - width, below.Y, width, warning.Written, Style.Warning);
        return width + 1;
    }
}
