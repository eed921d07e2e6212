using System.Globalization;
using System.Text.Json;
using Probetop.App.CommandLine;
using Probetop.Probes.Histograms;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.App.Output;

/// <summary>Writes a document in the JSON contract of schema 1, as one line of ASCII.</summary>
/// <remarks>
/// A tool without keys has one series, with the key <c>{}</c>; one with keys has a series for each that counted something, and
/// none for the total. Columns of <c>float</c> are null where there is nothing to compute from.
/// Whole numbers that may pass 2^53 are strings: times since boot and cgroup ids always, any other where it does. A key of a
/// series has the type that its name has as a column; a number that is not known (the interrupts counted as <c>other</c>) is null.
/// </remarks>
internal static class SnapshotJson
{
    /// <summary>The contract's version; additions keep it.</summary>
    public const int Schema = 1;

    private const long LargestExact = 1L << 53;
    private const int FlushBytes = 64 * 1024;

    /// <summary>Writes one document and a line feed.</summary>
    public static void Write(Stream stream, SnapshotDocument document)
    {
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            WriteProgram(json);
            WriteHost(json, document.Host);
            WriteClock(json, document.Snapshot);
            WriteFilter(json, document.Restriction);
            WritePrograms(json, document.Snapshot.Programs);
            json.WriteStartArray("tools");
            foreach (RequestedTool tool in document.Tools) WriteTool(json, document, tool);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes what each document of this program begins with.</summary>
    public static void WriteProgram(Utf8JsonWriter json)
    {
        json.WriteNumber("schema", Schema);
        json.WriteString("probetop", ProgramVersion.Text);
    }

    /// <summary>Writes the machine.</summary>
    public static void WriteHost(Utf8JsonWriter json, HostFacts host)
    {
        json.WriteStartObject("host");
        json.WriteString("name", host.Name);
        json.WriteString("kernel", host.Kernel);
        json.WriteNumber("cpus", host.Cpus);
        json.WriteString("boot_id", host.BootId);
        json.WriteEndObject();
    }

    /// <summary>Writes how a tool runs.</summary>
    public static void WriteStatus(Utf8JsonWriter json, ToolStatus status)
    {
        json.WriteString("status", status.StateName);
        json.WriteString("reason", status.Reason);
        json.WriteStartObject("rungs");
        foreach ((string kernelEvent, string rung) in status.Rungs) json.WriteString(kernelEvent, rung);
        json.WriteEndObject();
    }

    private static void WriteClock(Utf8JsonWriter json, Snapshot snapshot)
    {
        DateTime seconds = DateTime.UnixEpoch.AddTicks(snapshot.StartRealtimeNs / 100);
        json.WriteStartObject("clock");
        json.WriteString(
            "start_realtime",
            seconds.ToString("yyyy-MM-ddTHH:mm:ss.fffffff", CultureInfo.InvariantCulture) + $"{snapshot.StartRealtimeNs % 100:00}Z");
        WriteWhole(json, "start_monotonic_ns", snapshot.StartNs);
        WriteWhole(json, "duration_ns", snapshot.DurationNs);
        json.WriteEndObject();
    }

    private static void WriteFilter(Utf8JsonWriter json, Restriction? restriction)
    {
        Selection? selection = restriction?.Selection;
        json.WriteStartObject("filter");
        if (restriction?.Pid is { } pid) json.WriteNumber("pid", pid);
        else json.WriteNull("pid");
        json.WriteString("cgroup", restriction?.Cgroup);
        json.WriteString("cgroup_id", selection?.CgroupId?.ToString(CultureInfo.InvariantCulture));
        json.WriteNull("device");
        json.WriteString("comm", selection?.Comm);
        json.WriteEndObject();
    }

    private static void WritePrograms(Utf8JsonWriter json, IReadOnlyList<ProgramCost> programs)
    {
        json.WriteStartArray("programs");
        foreach (ProgramCost program in programs)
        {
            json.WriteStartObject();
            json.WriteNumber("id", program.Id);
            json.WriteString("name", program.Name);
            json.WriteString("kind", program.Kind);
            json.WriteString("target", program.Target);
            json.WriteStartArray("tools");
            foreach (string tool in program.Tools) json.WriteStringValue(tool);
            json.WriteEndArray();
            WriteWhole(json, "run_cnt", program.RunCount);
            WriteWhole(json, "run_time_ns", program.RunTimeNs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTool(Utf8JsonWriter json, SnapshotDocument document, RequestedTool requested)
    {
        ToolSnapshot tool = document.Snapshot.Of(requested.Tool.Descriptor);
        json.WriteStartObject();
        json.WriteString("name", tool.Tool.Name);
        json.WriteString("requested", requested.Requested);
        json.WriteString("pane", tool.Tool.Pane);
        WriteStatus(json, document.StatusOf(requested));
        json.WriteStartObject("options");
        if (requested.Grouping != Grouping.None) json.WriteString("by", requested.Grouping == Grouping.Cpu ? "cpu" : "process");
        if (document.IsUnfiltered(requested)) json.WriteBoolean("filtered", false);
        json.WriteEndObject();
        WriteWhole(json, "interval_ns", tool.IntervalNs);
        json.WriteStartObject("lost");
        WriteWhole(json, "ring", tool.Losses.Ring);
        WriteWhole(json, "full", tool.Losses.Full);
        WriteWhole(json, "recursion", tool.Losses.Recursion);
        WriteWhole(json, "collision", tool.Losses.Collision);
        WriteWhole(json, "unresolved", tool.Losses.Unresolved);
        json.WriteEndObject();
        json.WriteBoolean("truncated", document.IsTruncated(requested));
        json.WritePropertyName("data");
        WriteData(json, document, requested);
        json.WriteEndObject();
        json.Flush();
    }

    private static void WriteData(Utf8JsonWriter json, SnapshotDocument document, RequestedTool requested)
    {
        switch (document.DataOf(requested))
        {
            case HistogramData histogram:
                WriteHistogram(json, requested, histogram);
                break;
            case TableData table:
                WriteTable(json, "table", table.Table);
                break;
            case EventData events:
                WriteTable(json, "events", events.Table);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteHistogram(Utf8JsonWriter json, RequestedTool requested, HistogramData data)
    {
        json.WriteStartObject();
        json.WriteString("shape", "histogram");
        json.WriteString("unit", data.Unit);
        json.WriteString("scale", data.Total.Scale switch
        {
            BucketScale.Log2Time => "log2",
            BucketScale.Linear => "linear",
            _ => "log-linear-4",
        });
        json.WriteStartArray("series");
        foreach (Series series in SnapshotDocument.SeriesOf(requested, data))
        {
            json.WriteStartObject();
            WriteKey(json, series.Key);
            WriteWhole(json, "count", series.All.Total);
            WriteWhole(json, "sum", series.All.Sum);
            WriteWhole(json, "max", series.All.Max);
            if (series.Errors is { } errors) WriteWhole(json, "errors", errors);
            WriteBuckets(json, series.All);
            json.WriteEndObject();
            if (json.BytesPending > FlushBytes) json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteKey(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, string>> key)
    {
        json.WriteStartObject("key");
        foreach ((string name, string text) in key)
        {
            bool isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
            if (name is not ("pid" or "cpu" or "irq" or "number")) json.WriteString(name, text);
            else if (isWhole) json.WriteNumber(name, number);
            else json.WriteNull(name);
        }

        json.WriteEndObject();
    }

    private static void WriteBuckets(Utf8JsonWriter json, Histogram histogram)
    {
        json.WriteStartArray("buckets");
        for (int i = 0; i < histogram.Length; i++)
        {
            (int bucket, ulong count) = histogram.At(i);
            json.WriteStartArray();
            WriteWhole(json, Buckets.Low(histogram.Scale, bucket));
            WriteWhole(json, Buckets.High(histogram.Scale, bucket));
            WriteWhole(json, count);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteTable(Utf8JsonWriter json, string shape, Table table)
    {
        json.WriteStartObject();
        json.WriteString("shape", shape);
        json.WriteStartArray("columns");
        foreach (Column column in table.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type switch
            {
                ColumnType.Int => "int",
                ColumnType.Float => "float",
                ColumnType.Bool => "bool",
                _ => "string",
            });
            json.WriteString("unit", column.Unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        for (int row = 0; row < table.RowCount; row++)
        {
            json.WriteStartArray();
            for (int column = 0; column < table.Columns.Count; column++) WriteValue(json, table.Columns[column], table[row, column]);
            json.WriteEndArray();
            if (json.BytesPending > FlushBytes) json.Flush();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, Column column, Value value)
    {
        if (value.IsAbsent || (column.Type == ColumnType.Float && !double.IsFinite(value.Float))) json.WriteNullValue();
        else if (column.Type == ColumnType.String) json.WriteStringValue(value.Text);
        else if (column.Type == ColumnType.Bool) json.WriteBooleanValue(value.Int != 0);
        else if (column.Type == ColumnType.Float) json.WriteNumberValue(value.Float);
        else if (column.Unit == "time_ns" || column.Name == "cgroup_id") json.WriteStringValue($"{(ulong)value.Int}");
        else if (value.Int is >= -LargestExact and <= LargestExact) json.WriteNumberValue(value.Int);
        else json.WriteStringValue(value.Int.ToString(CultureInfo.InvariantCulture));
    }

    private static void WriteWhole(Utf8JsonWriter json, string name, ulong? value)
    {
        json.WritePropertyName(name);
        if (value is { } whole) WriteWhole(json, whole);
        else json.WriteNullValue();
    }

    private static void WriteWhole(Utf8JsonWriter json, ulong value)
    {
        if (value <= (ulong)LargestExact) json.WriteNumberValue(value);
        else json.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }
}
