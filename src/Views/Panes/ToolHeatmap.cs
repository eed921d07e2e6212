using System.Numerics;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Widgets;

namespace Probetop.Views.Panes;

/// <summary>A histogram tool's distributions over time, kept in step with the history; allocates only when it gets wider.</summary>
internal sealed class ToolHeatmap(ToolDescriptor tool)
{
    private const int LeastColumns = 128;

    private readonly HeatmapState _state = new();
    private HeatmapModel _model = new(LeastColumns);

    // Column that was read while its interval still ran; -1: none.
    private long _unsettled = -1;

    /// <summary>Draws the intervals up to the one shown.</summary>
    public void Draw(CellBuffer buffer, Rect area, in Moment moment)
    {
        Fill(moment, Heatmap.ColumnsIn(area.Width));
        Heatmap.Draw(buffer, area, _model, _state, moment.End, moment.AgeSeconds);
    }

    /// <summary>Moves the cursor to the right and down.</summary>
    public void Move(int columns, int rows) => _state.MoveCursor(columns, -rows);

    /// <summary>Takes the cursor away; false when there is none.</summary>
    public bool ClearCursor()
    {
        bool had = _state.HasCursor;
        _state.ClearCursor();
        return had;
    }

    private void Fill(in Moment moment, int columns)
    {
        if (_model.Capacity < columns) _model = new HeatmapModel((int)BitOperations.RoundUpToPowerOf2((uint)columns));
        if (_unsettled >= 0 && moment.History[_unsettled] is { } settled)
        {
            Set(settled);
            _unsettled = -1;
        }

        for (long index = Math.Max(0, moment.End - columns); index < moment.End; index++)
        {
            bool isShown = index == moment.End - 1;
            if (_model.Has(index) && !(isShown && index == _unsettled)) continue;
            if ((isShown ? moment.Current : moment.History[index]) is { } snapshot) Set(snapshot);
        }

        if (moment.IsProvisional) _unsettled = moment.End - 1;
    }

    private void Set(Snapshot snapshot)
    {
        ToolSnapshot found = snapshot.Of(tool);
        var data = found.Data as HistogramData;
        if (data is not null && (data.Total.Scale != _model.Scale || data.Unit != _model.Unit)) _model.Reset(data.Total.Scale, data.Unit);
        HeatColumn flags = snapshot.AfterGap ? HeatColumn.Gap : HeatColumn.None;
        if (found.Losses.Total > 0) flags |= HeatColumn.Untrusted;
        _model.Set(snapshot.Index, data?.Total, found.IntervalNs, flags);
    }
}
