using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;
using Probetop.Views.Widgets;

namespace Probetop.Views.Panes;

/// <summary>A histogram tool: the heatmap and, where there is room, the distribution of the interval shown beside it.</summary>
internal sealed class HistogramPart(ToolDescriptor tool) : Part(tool.Name, tool.Title, [tool])
{
    private const int MinWidthForBoth = 70;
    private const int MinHistogramWidth = 34;
    private const int MaxHistogramWidth = 76;
    private const int MinWidthForSelectedName = 50;
    private const int MaxTitle = 128;

    private readonly ToolHeatmap _heatmap = new(tool);
    private readonly HistogramState _histogram = new();

    /// <inheritdoc/>
    public override void Draw(CellBuffer buffer, Rect area, in Moment moment, in PartFrame frame)
    {
        bool both = area.Width >= MinWidthForBoth && moment.Current is not null && moment.StatusOf(tool).Runs;
        int width = both ? Math.Clamp(area.Width * 9 / 20, MinHistogramWidth, MaxHistogramWidth) : 0;
        (Rect left, Rect right) = area.SplitRight(width);
        var data = moment.Of(tool)?.Data as HistogramData;

        var title = new CharWriter(stackalloc char[MaxTitle]);
        WriteTitle(ref title, moment);
        Span<char> figures = stackalloc char[MaxTitle];
        int length = both ? 0 : WriteFigures(figures, data, left.Width - Printable.WidthOf(title.Written));
        Rect inside = frame.Draw(buffer, left, title.Written, figures[..length], moment);
        if (!PartNote.Draw(buffer, inside, this, moment)) _heatmap.Draw(buffer, inside, moment);
        if (both) DrawHistogram(buffer, right, data, moment);
    }

    /// <inheritdoc/>
    public override void Move(int columns, int rows) => _heatmap.Move(columns, rows);

    /// <inheritdoc/>
    public override bool Back() => _heatmap.ClearCursor();

    private static int WriteFigures(Span<char> target, HistogramData? data, int room)
    {
        // Beside the title: its two blanks, those of the figures, and three cells of border.
        int fits = Math.Clamp(room - 7, 0, target.Length);
        return data is null ? 0 : HistogramView.WriteTitle(target[..fits], data.Selected ?? data.Total, data.Unit);
    }

    private void WriteTitle(ref CharWriter title, in Moment moment)
    {
        title.Text(Title);
        ToolStatus status = moment.StatusOf(tool);
        if (status.Rungs.Count == 0) return;
        title.Text(" ─ ");
        title.Text(status.Rungs[0].Value);
    }

    private void DrawHistogram(CellBuffer buffer, Rect area, HistogramData? data, in Moment moment)
    {
        var title = new CharWriter(stackalloc char[MaxTitle]);
        if (moment.Selection is not { } selection || !tool.Filterable)
        {
            moment.WriteName(ref title);
        }
        else
        {
            // Its figures matter more than the interval's name.
            if (area.Width >= MinWidthForSelectedName)
            {
                moment.WriteName(ref title);
                title.Text(" ─ ");
            }

            title.Text(selection.Label);
            if (data?.Selected is null) title.Text(": no reading yet");
        }

        Span<char> figures = stackalloc char[MaxTitle];
        int length = WriteFigures(figures, data, area.Width - Printable.WidthOf(title.Written));
        Rect inside = Panel.Draw(buffer, area, title.Written, figures[..length], focused: false);
        HistogramView.Draw(buffer, inside, data?.Total, data?.Selected, tool.Unit ?? "count", _histogram, moment.End);
    }
}
