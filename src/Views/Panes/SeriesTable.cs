using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Views.Panes;

/// <summary>
/// The distributions of a histogram tool by key as a table, made once for each interval: how often, how long in all, percentiles.
/// With a selection the figures are its own, and the rate of all stands beside its rate.
/// </summary>
internal sealed class SeriesTable(ToolDescriptor tool)
{
    private const int KeyWidth = 15;

    private readonly Column _rate = new("per_second", ColumnType.Float, "per_second", "RATE", 7);
    private readonly Column _rateOfAll = new("all_per_second", ColumnType.Float, "per_second", "OF ALL", 7);
    private readonly Column _errors = new("errors", ColumnType.Int, "count", "ERRORS", 7);
    private readonly Column[] _figures =
    [
        new("sum", ColumnType.Int, tool.Unit, tool.Unit == "ns" ? "TIME" : "TOTAL", 7),
        new("p50", ColumnType.Float, tool.Unit, "P50", 7),
        new("p99", ColumnType.Float, tool.Unit, "P99", 7),
        new("max", ColumnType.Int, tool.Unit, "MAX", 7),
        new("count", ColumnType.Int, "count", "COUNT", 9),
    ];

    private Column[] _columns = [];
    private Snapshot? _snapshot;
    private Table? _table;

    /// <summary>The table of the interval shown; null when it has no reading.</summary>
    public Table? Of(Moment moment)
    {
        if (ReferenceEquals(moment.Current, _snapshot)) return _table;
        _snapshot = moment.Current;
        _table = moment.Of(tool) is { Data: HistogramData data, IntervalNs: > 0 and var intervalNs } ? Make(data, intervalNs) : null;
        return _table;
    }

    // Parts of a key that are only for machines have no width.
    private static Column KeyColumn(string name) => name switch
    {
        "irq" => new Column(name, ColumnType.String, null, "IRQ", 5),
        "number" => new Column(name, ColumnType.String, null, "NUMBER", -1),
        _ => new Column(name, ColumnType.String, null, name.ToUpperInvariant(), KeyWidth),
    };

    private Table Make(HistogramData data, ulong intervalNs)
    {
        if (data.Series.Count == 0) return new Table(_columns, []);
        bool isSelected = data.Selected is not null;
        UpdateColumns(data.Series[0], isSelected);
        var values = new Value[data.Series.Count * _columns.Length];
        Span<Value> left = values;
        for (int i = 0; i < data.Series.Count; i++)
        {
            Series series = data.Series[i];
            for (int part = 0; part < series.Key.Count; part++) Put(ref left, Value.Of(series.Key[part].Value));
            Histogram? mine = isSelected ? series.Selected : series.All;
            ulong count = mine?.Total ?? 0;
            Put(ref left, Value.Of(PerSecond(count, intervalNs)));
            if (isSelected) Put(ref left, Value.Of(PerSecond(series.All.Total, intervalNs)));
            Put(ref left, Value.Of(mine?.Sum ?? 0));
            Put(ref left, Value.Of(mine?.Percentile(50)));
            Put(ref left, Value.Of(mine?.Percentile(99)));
            Put(ref left, count == 0 ? Value.Absent : Value.Of(mine!.Max));
            Put(ref left, Value.Of(count));
            if (series.Errors is { } errors) Put(ref left, Value.Of(errors));
        }

        return new Table(_columns, values);
    }

    private static double PerSecond(ulong count, ulong intervalNs) => count * 1e9 / intervalNs;

    private static void Put(ref Span<Value> left, Value value)
    {
        left[0] = value;
        left = left[1..];
    }

    private void UpdateColumns(Series series, bool isSelected)
    {
        bool hasErrors = series.Errors is not null;
        int count = series.Key.Count + 1 + (isSelected ? 1 : 0) + _figures.Length + (hasErrors ? 1 : 0);
        if (_columns.Length == count) return;
        _columns =
        [
            .. series.Key.Select(part => KeyColumn(part.Key)),
            _rate,
            .. isSelected ? new[] { _rateOfAll } : [],
            .. _figures,
            .. hasErrors ? new[] { _errors } : [],
        ];
    }
}
