using Probetop.Probes.Histograms;

namespace Probetop.Probes.Snapshots;

/// <summary>What a tool found in one interval: one of the shapes of the JSON contract.</summary>
public abstract class ToolData
{
    /// <summary>Bytes kept alive, for the history's budget.</summary>
    public abstract int RetainedBytes { get; }
}

/// <summary>One distribution of a closed key set.</summary>
/// <param name="Key">Name and value of each part of the key, such as (<c>vec</c>, <c>timer</c>); empty for the total.</param>
/// <param name="All">What every process did.</param>
/// <param name="Selected">What the current selection did; null without a selection or where the tool cannot tell.</param>
/// <param name="Errors">How many of all failed; null where the tool does not know failures.</param>
public sealed record Series(IReadOnlyList<KeyValuePair<string, string>> Key, Histogram All, Histogram? Selected, ulong? Errors = null);

/// <summary>Distributions of a tool.</summary>
public sealed class HistogramData : ToolData
{
    /// <summary>Makes the data of a histogram tool.</summary>
    public HistogramData(string unit, Histogram total, Histogram? selected, IReadOnlyList<Series> series)
    {
        Unit = unit;
        Total = total;
        Selected = selected;
        Series = series;
    }

    /// <summary><c>ns</c>, <c>bytes</c> or <c>count</c>.</summary>
    public string Unit { get; }

    /// <summary>All series together.</summary>
    public Histogram Total { get; }

    /// <summary>All series together, of the current selection; null when nothing is selected or the tool cannot tell.</summary>
    public Histogram? Selected { get; }

    /// <summary>The distributions by key, those without events left out; empty for a tool without keys.</summary>
    public IReadOnlyList<Series> Series { get; }

    /// <inheritdoc/>
    public override int RetainedBytes
    {
        get
        {
            int bytes = 64 + Total.RetainedBytes + (Selected?.RetainedBytes ?? 0);
            foreach (Series series in Series) bytes += 32 + series.All.RetainedBytes + (series.Selected?.RetainedBytes ?? 0);
            return bytes;
        }
    }
}

/// <summary>A table of a tool.</summary>
public sealed class TableData(Table table) : ToolData
{
    /// <summary>The rows.</summary>
    public Table Table { get; } = table;

    /// <inheritdoc/>
    public override int RetainedBytes => 32 + Table.RetainedBytes;
}

/// <summary>Events of a tool, oldest first; the first column is always <c>time_ns</c> (monotonic).</summary>
public sealed class EventData(Table table) : ToolData
{
    /// <summary>The events.</summary>
    public Table Table { get; } = table;

    /// <inheritdoc/>
    public override int RetainedBytes => 32 + Table.RetainedBytes + (Table.RowCount * 128);
}
