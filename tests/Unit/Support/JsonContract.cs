using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Probetop.Tests;

/// <summary>The JSON contract of <c>snapshot</c>, schema 1, as a reader would check it: shares nothing with the writer.</summary>
internal static partial class JsonContract
{
    private static readonly string[] Units = ["ns", "bytes", "count"];
    private static readonly string[] Scales = ["log-linear-4", "log2", "linear"];
    private static readonly string[] WholeKeys = ["pid", "cpu", "irq", "number"];
    private static readonly string[] Causes = ["ring", "full", "recursion", "collision", "unresolved"];

    /// <summary>Parses one document and checks all of it; one line, and nothing but ASCII, so that no terminal obeys it.</summary>
    public static JsonElement Check(string line)
    {
        Assert.DoesNotContain('\n', line.TrimEnd('\n'));
        Assert.All(line.TrimEnd('\n'), letter => Assert.InRange(letter, ' ', '~'));
        JsonElement document = JsonDocument.Parse(line).RootElement;
        Assert.Equal(1, document.GetProperty("schema").GetInt32());
        Assert.Matches(VersionNumber(), document.GetProperty("probetop").GetString());
        CheckHost(document.GetProperty("host"));
        CheckClock(document.GetProperty("clock"));
        CheckFilter(document.GetProperty("filter"));
        foreach (JsonElement program in document.GetProperty("programs").EnumerateArray()) CheckProgram(program);
        foreach (JsonElement tool in document.GetProperty("tools").EnumerateArray()) CheckTool(tool);
        return document;
    }

    /// <summary>The tool of that name in a document.</summary>
    public static JsonElement ToolOf(JsonElement document, string name) =>
        document.GetProperty("tools").EnumerateArray().Single(tool => tool.GetProperty("name").GetString() == name);

    /// <summary>The rows of a table or of events, each as values by column name.</summary>
    public static IReadOnlyList<Dictionary<string, JsonElement>> RowsOf(JsonElement tool)
    {
        JsonElement data = tool.GetProperty("data");
        string[] names = [.. data.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()!)];
        return
        [
            .. data.GetProperty("rows").EnumerateArray()
                .Select(row => row.EnumerateArray().Zip(names).ToDictionary(cell => cell.Second, cell => cell.First)),
        ];
    }

    private static void CheckHost(JsonElement host)
    {
        Assert.NotEqual("", host.GetProperty("name").GetString());
        Assert.NotEqual("", host.GetProperty("kernel").GetString());
        Assert.InRange(host.GetProperty("cpus").GetInt32(), 1, int.MaxValue);
        Assert.True(Guid.TryParse(host.GetProperty("boot_id").GetString(), out _));
    }

    private static void CheckClock(JsonElement clock)
    {
        Assert.Matches(Rfc3339Ns(), clock.GetProperty("start_realtime").GetString());
        Whole(clock.GetProperty("start_monotonic_ns"));
        Assert.NotEqual(0u, Whole(clock.GetProperty("duration_ns")));
    }

    private static void CheckFilter(JsonElement filter)
    {
        JsonElement pid = filter.GetProperty("pid");
        Assert.True(pid.ValueKind == JsonValueKind.Null || pid.GetInt64() > 0);
        foreach (string name in new[] { "cgroup", "device", "comm" })
            Assert.Contains(filter.GetProperty(name).ValueKind, new[] { JsonValueKind.Null, JsonValueKind.String });
    }

    private static void CheckProgram(JsonElement program)
    {
        Whole(program.GetProperty("id"));
        foreach (string name in new[] { "name", "kind", "target" }) Assert.NotEqual("", program.GetProperty(name).GetString());
        Assert.All(program.GetProperty("tools").EnumerateArray(), tool => Assert.NotEqual("", tool.GetString()));
        WholeOrNull(program.GetProperty("run_cnt"));
        WholeOrNull(program.GetProperty("run_time_ns"));
    }

    private static void CheckTool(JsonElement tool)
    {
        foreach (string name in new[] { "name", "requested", "pane" }) Assert.NotEqual("", tool.GetProperty(name).GetString());
        string status = tool.GetProperty("status").GetString()!;
        Assert.Contains(status, new[] { "ok", "fallback", "partial", "unavailable" });
        JsonElement reason = tool.GetProperty("reason");
        if (status == "ok") Assert.Equal(JsonValueKind.Null, reason.ValueKind);
        else Assert.NotEqual("", reason.GetString());
        Assert.All(tool.GetProperty("rungs").EnumerateObject(), rung => Assert.NotEqual("", rung.Value.GetString()));
        Assert.Equal(JsonValueKind.Object, tool.GetProperty("options").ValueKind);
        Whole(tool.GetProperty("interval_ns"));
        foreach (string cause in Causes) WholeOrNull(tool.GetProperty("lost").GetProperty(cause));
        tool.GetProperty("truncated").GetBoolean();
        JsonElement data = tool.GetProperty("data");
        if (status == "unavailable") Assert.Equal(JsonValueKind.Null, data.ValueKind);
        else CheckData(data);
    }

    private static void CheckData(JsonElement data)
    {
        switch (data.GetProperty("shape").GetString())
        {
            case "histogram":
                Assert.Contains(data.GetProperty("unit").GetString(), Units);
                Assert.Contains(data.GetProperty("scale").GetString(), Scales);
                foreach (JsonElement series in data.GetProperty("series").EnumerateArray()) CheckSeries(series);
                break;
            case "table":
                CheckRows(data);
                break;
            case "events":
                CheckRows(data);
                Assert.Equal("time_ns", data.GetProperty("columns")[0].GetProperty("name").GetString());
                ulong[] times = [.. data.GetProperty("rows").EnumerateArray().Select(row => Whole(row[0]))];
                Assert.Equal(times.Order(), times);
                break;
            default:
                Assert.Fail($"no such shape: {data}");
                break;
        }
    }

    private static void CheckSeries(JsonElement series)
    {
        foreach (JsonProperty part in series.GetProperty("key").EnumerateObject())
        {
            if (!WholeKeys.Contains(part.Name)) Assert.Equal(JsonValueKind.String, part.Value.ValueKind);
            else if (part.Value.ValueKind != JsonValueKind.Null) Assert.True(part.Value.TryGetInt64(out _));
        }

        ulong count = 0, end = 0;
        foreach (JsonElement bucket in series.GetProperty("buckets").EnumerateArray())
        {
            Assert.Equal(3, bucket.GetArrayLength());
            ulong low = Whole(bucket[0]), high = Whole(bucket[1]), inside = Whole(bucket[2]);
            Assert.True(low >= end && high > low && inside > 0, $"bucket {bucket} after {end}");
            count += inside;
            end = high;
        }

        Assert.Equal(count, Whole(series.GetProperty("count")));
        Assert.Equal(end, Whole(series.GetProperty("max")));
        Whole(series.GetProperty("sum"));
        if (series.TryGetProperty("errors", out JsonElement errors)) Assert.InRange(Whole(errors), 0u, count);
    }

    private static void CheckRows(JsonElement data)
    {
        (string Name, string Type, string? Unit)[] columns =
        [
            .. data.GetProperty("columns").EnumerateArray().Select(column => (
                column.GetProperty("name").GetString()!, column.GetProperty("type").GetString()!, column.GetProperty("unit").GetString())),
        ];
        Assert.Equal(columns.Length, columns.Select(column => column.Name).Distinct().Count());
        foreach (JsonElement row in data.GetProperty("rows").EnumerateArray())
        {
            Assert.Equal(columns.Length, row.GetArrayLength());
            for (int i = 0; i < columns.Length; i++) CheckValue(row[i], columns[i].Name, columns[i].Type, columns[i].Unit);
        }
    }

    private static void CheckValue(JsonElement value, string name, string type, string? unit)
    {
        if (value.ValueKind == JsonValueKind.Null) return;
        bool wide = unit == "time_ns" || name == "cgroup_id";
        switch (type)
        {
            case "int" when value.ValueKind == JsonValueKind.Number && !wide:
                Assert.InRange(value.GetInt64(), -(1L << 53), 1L << 53);
                break;
            case "int":
                Assert.Matches(Digits(), value.GetString());
                break;
            case "float":
                Assert.True(double.IsFinite(value.GetDouble()));
                break;
            case "bool":
                value.GetBoolean();
                break;
            default:
                Assert.Equal("string", type);
                Assert.Equal(JsonValueKind.String, value.ValueKind);
                break;
        }
    }

    private static void WholeOrNull(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Null) Whole(value);
    }

    // A number that a reader with 64-bit floats takes in exactly, or a string of digits.
    private static ulong Whole(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return ulong.Parse(value.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture);
        Assert.InRange(value.GetUInt64(), 0u, 1UL << 53);
        return value.GetUInt64();
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+$")]
    private static partial Regex VersionNumber();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$")]
    private static partial Regex Rfc3339Ns();

    [GeneratedRegex(@"^-?\d+$")]
    private static partial Regex Digits();
}
