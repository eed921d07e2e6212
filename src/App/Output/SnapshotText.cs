using System.Globalization;
using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Formatting;
using Probetop.Views.Widgets;

namespace Probetop.App.Output;

/// <summary>Writes a document as text: distributions in the rows that bcc prints, tables and events as aligned columns.</summary>
internal static class SnapshotText
{
    private const string Indent = "  ";
    private const string Nothing = "nothing in this time";
    private const int BarWidth = 40;

    /// <summary>Writes one document; times of day are <paramref name="utcOffsetSeconds"/> ahead of UTC.</summary>
    public static void Write(LineWriter lines, SnapshotDocument document, int utcOffsetSeconds)
    {
        Snapshot snapshot = document.Snapshot;
        var time = new TimeBase(snapshot.StartRealtimeNs - (long)snapshot.StartNs, utcOffsetSeconds);
        DateTime start = DateTime.UnixEpoch.AddTicks(snapshot.StartRealtimeNs / 100).AddSeconds(utcOffsetSeconds);
        HostFacts host = document.Host;
        lines.Line(
            $"probetop {ProgramVersion.Text}  {host.Name}  {host.Kernel}  {host.Cpus} cpu  "
            + $"{start.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}  {Figures.Of(snapshot.DurationNs, "ns")}"
            + (document.Restriction is { } restriction ? $"  only {restriction.Selection.Label}" : ""));
        foreach (RequestedTool tool in document.Tools)
        {
            lines.Line();
            WriteTool(lines, document, tool, time);
        }
    }

    private static void WriteTool(LineWriter lines, SnapshotDocument document, RequestedTool requested, TimeBase time)
    {
        ToolDescriptor descriptor = requested.Tool.Descriptor;
        ToolStatus status = document.StatusOf(requested);
        string rungs = string.Concat(status.Rungs.Select(rung => $", {rung.Key} {rung.Value}"));
        lines.Line($"{NamesOf(requested)}: {descriptor.Title} ({status.StateName}{rungs})");
        if (status.Reason is { } reason) lines.Line(Indent + reason);
        if (status.Remedy is { } remedy) lines.Line($"{Indent}remedy: {remedy}");
        if (document.IsUnfiltered(requested)) lines.Line($"{Indent}of the whole machine: this work belongs to no process");
        if (LossesOf(document.Snapshot.Of(descriptor).Losses) is { } lost) lines.Line(Indent + lost);
        switch (document.DataOf(requested))
        {
            case HistogramData histogram:
                WriteHistograms(lines, requested, histogram);
                break;
            case TableData table:
                WriteTable(lines, table.Table, time);
                break;
            case EventData events:
                WriteTable(lines, events.Table, time);
                break;
        }
    }

    private static string NamesOf(RequestedTool requested) => requested.Alias is { } alias
        ? $"{alias.Name} = {requested.Tool.Descriptor.Name}, {alias.Key} {string.Join(" or ", alias.Values)}"
        : requested.Requested;

    private static string? LossesOf(Losses losses)
    {
        if (losses.Total == 0) return null;
        (ulong? Count, string Cause)[] causes =
        [
            (losses.Ring, "ring buffer full"), (losses.Full, "table full"), (losses.Recursion, "program was running"),
            (losses.Collision, "stamp overwritten"), (losses.Unresolved, "unresolved"),
        ];
        return "lost: " + string.Join(", ", causes.Where(cause => cause.Count > 0).Select(cause => $"{cause.Count} ({cause.Cause})"));
    }

    private static void WriteTable(LineWriter lines, Table table, TimeBase time)
    {
        if (table.RowCount == 0) lines.Line(Indent + Nothing);
        else TextTable.Write(lines, table, time, Indent);
    }

    private static void WriteHistograms(LineWriter lines, RequestedTool requested, HistogramData data)
    {
        IReadOnlyList<Series> all = SnapshotDocument.SeriesOf(requested, data);
        if (all.Count > 1) WriteSummary(lines, data.Unit, all);
        foreach (Series series in all)
        {
            if (series.Key.Count > 0)
            {
                lines.Line();
                lines.Line(Indent + string.Join(", ", series.Key.Select(part => $"{part.Key} = {part.Value}")));
            }

            WriteHistogram(lines, data.Unit, series.All);
        }

        if (all.Count == 0) lines.Line(Indent + Nothing);
    }

    private static void WriteSummary(LineWriter lines, string unit, IReadOnlyList<Series> all)
    {
        Series[] ranked = [.. all.OrderByDescending(series => series.All.Total)];
        string[] keys = [.. ranked.SelectMany(series => series.Key).Select(part => part.Key).Distinct()];
        bool hasErrors = ranked.Any(series => series.Errors is not null);
        List<(string Title, Func<Series, string> Of, bool IsRight)> columns =
        [
            .. keys.Select(key => (key.ToUpperInvariant(), (Func<Series, string>)(series => PartOf(series, key)), false)),
            ("COUNT", series => Figures.Of(series.All.Total), true),
            ("P50", series => Figures.Of(series.All.Percentile(50), unit), true),
            ("P99", series => Figures.Of(series.All.Percentile(99), unit), true),
            ("MAX", series => Figures.Of(series.All.Max, unit), true),
            ("TOTAL", series => Figures.Of(series.All.Sum, unit), true),
        ];
        if (hasErrors) columns.Add(("ERRORS", series => series.Errors is { } errors ? Figures.Of(errors) : "", true));
        TextTable.Write(
            lines,
            [.. columns.Select(column => (column.Title, column.IsRight))],
            ranked.Length,
            (row, column) => columns[column].Of(ranked[row]),
            Indent);
    }

    private static string PartOf(Series series, string key)
    {
        foreach ((string name, string value) in series.Key)
            if (name == key) return value;
        return "";
    }

    private static void WriteHistogram(LineWriter lines, string unit, Histogram histogram)
    {
        if (histogram.Total == 0)
        {
            lines.Line(Indent + Nothing);
            return;
        }

        BucketScale scale = histogram.Scale;
        var counts = new ulong[OctaveRows.Count(scale)];
        for (int i = 0; i < histogram.Length; i++)
        {
            (int bucket, ulong count) = histogram.At(i);
            counts[OctaveRows.RowOf(scale, bucket)] += count;
        }

        ulong most = counts.Max();
        int rows = Array.FindLastIndex(counts, count => count != 0) + 1;
        string values = unit == "ns" ? "usecs" : unit == "bytes" ? "bytes" : "value";
        lines.Line($"{Indent}{values,20}     : count     distribution");
        for (int row = 0; row < rows; row++)
        {
            string bar = new('*', (int)(counts[row] * BarWidth / most));
            lines.Line($"{Indent}{RangeOf(scale, unit, row),-24} : {counts[row],-8} |{bar,-BarWidth}|");
        }

        lines.Line(
            $"{Indent}count {histogram.Total}  mean {Figures.Of((double)histogram.Sum / histogram.Total, unit)}"
            + $"  p50 {Figures.Of(histogram.Percentile(50), unit)}  p99 {Figures.Of(histogram.Percentile(99), unit)}"
            + $"  max {(scale == BucketScale.Linear ? "" : "< ")}{Figures.Of(MaxOf(histogram), unit)}");
    }

    // Of the values of a linear scale the highest is known itself, of buckets only their upper edge.
    private static double MaxOf(Histogram histogram) =>
        histogram.Scale == BucketScale.Linear ? histogram.At(histogram.Length - 1).Bucket : histogram.Max;

    private static string RangeOf(BucketScale scale, string unit, int row)
    {
        ulong step = unit == "ns" ? 1000UL : 1;
        bool isLast = row == OctaveRows.Count(scale) - 1;
        ulong low = OctaveRows.Low(scale, row) / step;
        if (scale == BucketScale.Linear) return $"{low,10}{(isLast ? "+" : "")}";
        return isLast ? $"{low,10} -> " : $"{low,10} -> {(OctaveRows.Low(scale, row + 1) / step) - 1,-10}";
    }
}
