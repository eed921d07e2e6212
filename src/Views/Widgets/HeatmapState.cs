using Probetop.Probes.Histograms;

namespace Probetop.Views.Widgets;

/// <summary>A box of a heatmap: an interval and the buckets from <paramref name="Low"/> to below <paramref name="High"/>.</summary>
/// <param name="Column">Number of the interval.</param>
/// <param name="Low">First bucket.</param>
/// <param name="High">One past the last bucket.</param>
public readonly record struct HeatBox(long Column, int Low, int High);

/// <summary>What a heatmap remembers between frames: its rows, its colour scale and the cell cursor.</summary>
public sealed class HeatmapState
{
    private RowFold _rows;
    private ulong[] _perSecond = [];
    private long _first;
    private long _end;
    private long _cursorColumn;
    private int _cursorBucket;

    /// <summary>What the rows count, after the last drawing.</summary>
    public RowFold Rows => _rows;

    /// <summary>What the colours count, after the last drawing.</summary>
    public HeatScale Colours { get; } = new();

    /// <summary>Whether a cell is selected.</summary>
    public bool HasCursor { get; private set; }

    /// <summary>The selected cell; null without one.</summary>
    public HeatBox? Selected
    {
        get
        {
            if (!HasCursor || _rows.Rows == 0) return null;
            int row = Math.Clamp(_rows.RowOf(_cursorBucket), 0, _rows.UsedRows - 1);
            return new HeatBox(Math.Clamp(_cursorColumn, _first, Math.Max(_first, _end - 1)), _rows.LowOf(row), _rows.HighOf(row));
        }
    }

    /// <summary>
    /// Moves the cursor by columns to the right and rows up, within what was drawn last; the first move puts it on the newest column's
    /// middle.
    /// </summary>
    public void MoveCursor(int columns, int rows)
    {
        if (_rows.Rows == 0 || _end <= _first) return;
        int row = _rows.UsedRows / 2;
        long column = _end - 1;
        if (HasCursor)
        {
            row = Math.Clamp(_rows.RowOf(_cursorBucket), 0, _rows.UsedRows - 1) + (rows * _rows.RowsPerBucket);
            column = Math.Clamp(_cursorColumn, _first, _end - 1) + columns;
        }

        HasCursor = true;
        _cursorBucket = _rows.LowOf(Math.Clamp(row, 0, _rows.UsedRows - 1));
        _cursorColumn = Math.Clamp(column, _first, _end - 1);
    }

    /// <summary>Takes the cursor away.</summary>
    public void ClearCursor() => HasCursor = false;

    /// <summary>
    /// Fits rows and colours to the intervals from <paramref name="first"/> to below <paramref name="end"/> in a plot of that many rows.
    /// </summary>
    internal void Fit(HeatmapModel model, long first, long end, int rows)
    {
        (_first, _end) = (first, end);
        (int lowest, int highest) = model.RangeOf(first, end);
        _rows.Update(lowest, highest, Buckets.Count(model.Scale), rows, Heatmap.MostRowsPerBucket, end);
        int cells = (int)(end - first) * rows;
        if (_perSecond.Length < cells) _perSecond = new ulong[cells];
        ulong most = 0;
        for (int cell = 0; cell < cells; cell++)
        {
            int row = cell % rows;
            _perSecond[cell] = model.PerSecond(first + (cell / rows), _rows.LowOf(row), _rows.HighOf(row));
            most = Math.Max(most, _perSecond[cell]);
        }

        Colours.Update(most, end);
    }

    /// <summary>The colour step of a cell, from the first column and the lowest row; -1 where nothing was counted.</summary>
    internal int StepAt(int column, int row) => Colours.StepOf(_perSecond[(column * _rows.Rows) + row]);
}
