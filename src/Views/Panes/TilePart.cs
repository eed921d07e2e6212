using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;
using Probetop.Views.Widgets;

namespace Probetop.Views.Panes;

/// <summary>A tile of the overview: the headline tool of a pane as figures and heatmap.</summary>
internal sealed class TilePart : Part
{
    private const int MinHeightWithFigures = 4;

    private readonly ToolDescriptor _tool;
    private readonly ToolHeatmap _heatmap;

    /// <summary>Makes the tile of a pane, whose headline is that histogram tool.</summary>
    public TilePart(char key, string pane, string title, ToolDescriptor tool)
        : base(pane, $"{key} {title} ─ {tool.Title}", [tool])
    {
        _tool = tool;
        _heatmap = new ToolHeatmap(tool);
        Opens = pane;
    }

    /// <inheritdoc/>
    public override string Opens { get; }

    /// <inheritdoc/>
    public override void Draw(CellBuffer buffer, Rect area, in Moment moment, in PartFrame frame)
    {
        Rect inside = frame.Draw(buffer, area, Title, "", moment);
        if (PartNote.Draw(buffer, inside, this, moment)) return;
        if (inside.Height >= MinHeightWithFigures)
        {
            (Rect figures, inside) = inside.SplitTop(1);
            DrawFigures(new Line(buffer, figures), moment);
        }

        _heatmap.Draw(buffer, inside, moment);
    }

    /// <inheritdoc/>
    public override void Move(int columns, int rows) => _heatmap.Move(columns, rows);

    /// <inheritdoc/>
    public override bool Back() => _heatmap.ClearCursor();

    private static void WriteFigure(ref Line line, scoped ReadOnlySpan<char> name, scoped ReadOnlySpan<char> figure)
    {
        // Part of a figure would be another one; a fixed width keeps those behind it in their place.
        if (line.Left < name.Length + Format.DurationWidth + 3) return;
        line.Skip(1);
        line.Text(name, Style.Muted);
        line.Skip(1);
        line.Text(figure, Style.Accent);
        line.Skip(Format.DurationWidth - figure.Length + 1);
    }

    private void DrawFigures(Line line, in Moment moment)
    {
        ToolSnapshot found = moment.Of(_tool)!;
        if (found.Data is not HistogramData { Total: { Total: > 0 } total } || found.IntervalNs == 0) return;
        Span<char> figure = stackalloc char[16];
        WriteFigure(ref line, "p50", figure[..Write(figure, total.Percentile(50))]);
        WriteFigure(ref line, "p99", figure[..Write(figure, total.Percentile(99))]);
        WriteFigure(ref line, "max", figure[..Write(figure, total.Max)]);
        WriteFigure(ref line, "rate", figure[..Format.Rate(figure, total.Total * 1e9 / found.IntervalNs)]);
    }

    private int Write(Span<char> target, double? value) => value is not { } figure ? 0 : _tool.Unit switch
    {
        "ns" => Format.Duration(target, figure),
        "bytes" => Format.Bytes(target, figure),
        _ => Format.Short(target, figure),
    };
}
