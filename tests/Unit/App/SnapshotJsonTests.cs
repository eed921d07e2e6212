using System.Text;
using System.Text.Json;
using Probetop.App.CommandLine;
using Probetop.App.Output;
using Probetop.Probes.Histograms;
using Probetop.Probes.Processes;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Text;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class SnapshotJsonTests
{
    [Fact]
    public void A_document_is_exactly_the_contract()
    {
        SyntheticSnapshot snapshot = new SyntheticSnapshot
        {
            Programs = [new ProgramCost(41, "sched_switch", "tp_btf", "sched_switch", ["cpudist", "runqlat"], 2_000, 250_000)],
            Restriction = new Restriction(
                new Selection { Label = "", Process = new ProcessIdentity(1234, 0), CgroupId = 9_007_199_254_740_993, Comm = "nginx" },
                "/web"),
        }.With(
            "runqlat",
            new HistogramData("ns", Dense(BucketScale.LogLinearTime, 9_000, (2_000, 3), (5_000, 4)), null, []),
            losses: new Losses(1, 0, null, 2, 0));
        Assert.Equal(
            """
            {"schema":1,"probetop":"0.1.0",
            "host":{"name":"web-7","kernel":"6.1.0-25-amd64","cpus":4,"boot_id":"20e13433-ca60-47dd-8679-cf4fc05da53a"},
            "clock":{"start_realtime":"2026-01-01T00:00:00.123456700Z","start_monotonic_ns":4788842845602,"duration_ns":5000120034},
            "filter":{"pid":1234,"cgroup":"/web","cgroup_id":"9007199254740993","device":null,"comm":"nginx"},
            "programs":[{"id":41,"name":"sched_switch","kind":"tp_btf","target":"sched_switch",
            "tools":["cpudist","runqlat"],"run_cnt":2000,"run_time_ns":250000}],
            "tools":[{"name":"runqlat","requested":"runqlat","pane":"cpu","status":"ok","reason":null,
            "rungs":{"wakeup":"tp_btf","wakeup_new":"tp_btf","switch":"tp_btf"},"options":{},"interval_ns":5000120034,
            "lost":{"ring":1,"full":0,"recursion":null,"collision":2,"unresolved":0},"truncated":false,
            "data":{"shape":"histogram","unit":"ns","scale":"log-linear-4",
            "series":[{"key":{},"count":7,"sum":9000,"max":6000,"buckets":[[2000,2500,3],[5000,6000,4]]}]}}]}

            """.Replace("\n\"", "\"", StringComparison.Ordinal),
            Write(snapshot));
        JsonContract.Check(Write(snapshot));
    }

    [Fact]
    public void A_histogram_without_keys_and_values_has_one_empty_series()
    {
        var silent = new HistogramData("count", Histogram.Empty(BucketScale.Linear), null, []);
        JsonElement series = Data(new SyntheticSnapshot().With("runqlen", silent)).GetProperty("series");
        JsonElement only = Assert.Single(series.EnumerateArray());
        Assert.Equal("{}", only.GetProperty("key").GetRawText());
        Assert.Equal(0, only.GetProperty("count").GetInt32());
    }

    [Fact]
    public void A_histogram_with_keys_has_the_series_that_counted_and_no_total()
    {
        Histogram timer = Dense(BucketScale.LogLinearTime, 0, (1_000, 5));
        var keyed = new HistogramData("ns", timer, null, [new Series([new("vec", "timer")], timer, null)]);
        JsonElement data = Data(new SyntheticSnapshot().With("softirqs", keyed));
        Assert.Equal("timer", Assert.Single(data.GetProperty("series").EnumerateArray()).GetProperty("key").GetProperty("vec").GetString());
        var silent = new HistogramData("ns", Histogram.Empty(BucketScale.LogLinearTime), null, []);
        Assert.Equal(0, Data(new SyntheticSnapshot().With("softirqs", silent)).GetProperty("series").GetArrayLength());
    }

    [Fact]
    public void Keys_have_the_types_of_columns_and_other_interrupts_have_no_number()
    {
        Histogram some = Dense(BucketScale.Log2Time, 0, (1_000, 5));
        JsonElement[] keys =
        [
            .. Data(new SyntheticSnapshot().With("hardirqs", new HistogramData("ns", some, null,
            [
                new Series([new("irq", "36"), new("name", "virtio1")], some, null),
                new Series([new("irq", "other"), new("name", "other")], some, null),
                new Series([new("pid", "42"), new("start_ns", "9007199254740993"), new("comm", "17")], some, null),
                new Series([new("syscall", "32-bit"), new("number", "-1")], some, null, Errors: 3),
            ]))).GetProperty("series").EnumerateArray().Select(series => series.GetProperty("key")),
        ];
        Assert.Equal(
            [
                """{"irq":36,"name":"virtio1"}""",
                """{"irq":null,"name":"other"}""",
                """{"pid":42,"start_ns":"9007199254740993","comm":"17"}""",
                """{"syscall":"32-bit","number":-1}""",
            ],
            keys.Select(key => key.GetRawText()));
    }

    [Fact]
    public void Failures_are_written_for_tools_that_know_them()
    {
        Histogram some = Dense(BucketScale.Log2Time, 0, (1_000, 5));
        var read = new Series([new("syscall", "read"), new("number", "0")], some, null, Errors: 3);
        JsonElement data = Data(new SyntheticSnapshot().With("syscount", new HistogramData("ns", some, null, [read])));
        Assert.Equal(3, data.GetProperty("series")[0].GetProperty("errors").GetInt32());
        Assert.Equal("log2", data.GetProperty("scale").GetString());
    }

    [Theory]
    [InlineData(BucketScale.LogLinearTime)]
    [InlineData(BucketScale.LogLinear)]
    [InlineData(BucketScale.Log2Time)]
    [InlineData(BucketScale.Linear)]
    public void Every_bucket_of_every_scale_is_half_open_and_follows_the_one_below(BucketScale scale)
    {
        var counts = new ulong[Buckets.Count(scale)];
        for (int i = 0; i < counts.Length; i++) counts[i] = (ulong)i + 1;
        var all = Histogram.FromDense(scale, counts, ulong.MaxValue);
        JsonElement series = Data(new SyntheticSnapshot().With("runqlat", new HistogramData("ns", all, null, []))).GetProperty("series")[0];
        Assert.Equal(counts.Length, series.GetProperty("buckets").GetArrayLength());
        Assert.Equal("18446744073709551615", series.GetProperty("sum").GetString());
    }

    [Fact]
    public void Rows_have_a_value_or_null_for_each_column_and_wide_numbers_are_strings()
    {
        EventData events = SyntheticSnapshot.Events(
            "execsnoop",
            [
                ("time_ns", Value.Of(4_788_900_000_000)), ("comm", Value.Of("sh")), ("pid", Value.Of(42L)), ("ret", Value.Of(-2L)),
                ("args", Value.Of("sh -c 'a > b'")), ("truncated", Value.Of(false)), ("cgroup_id", Value.Of(ulong.MaxValue)),
            ]);
        Dictionary<string, JsonElement> row = Assert.Single(JsonContract.RowsOf(Tool(new SyntheticSnapshot().With("execsnoop", events))));
        Assert.Equal("4788900000000", row["time_ns"].GetString());
        Assert.Equal("18446744073709551615", row["cgroup_id"].GetString());
        Assert.Equal(-2, row["ret"].GetInt32());
        Assert.Equal("sh -c 'a > b'", row["args"].GetString());
        Assert.False(row["truncated"].GetBoolean());
        Assert.Equal(JsonValueKind.Null, row["ppid"].ValueKind);
        Assert.Equal(JsonValueKind.Null, row["container"].ValueKind);
    }

    [Fact]
    public void A_tool_that_fills_the_process_table_is_a_table_of_who_and_its_own_columns()
    {
        SyntheticSnapshot snapshot = new SyntheticSnapshot().With("cputime", null).With("migrations", null)
            .WithProcesses((1, "init", "cputime", [5_000_120, 3, 1]), (2, "mover", "migrations", [7]), (2, "mover", "cputime", [1, 1, 0]));
        JsonElement document = JsonContract.Check(Write(snapshot));
        JsonElement migrations = JsonContract.ToolOf(document, "migrations");
        Dictionary<string, JsonElement> mover = Assert.Single(JsonContract.RowsOf(migrations));
        Assert.Equal("table", migrations.GetProperty("data").GetProperty("shape").GetString());
        Assert.Equal(["pid", "start_ns", "ppid", "ns_pid", "uid", "comm", "container", "cgroup_id", "exited", "migrations"], mover.Keys);
        Assert.Equal(7, mover["migrations"].GetInt32());
        IReadOnlyList<Dictionary<string, JsonElement>> times = JsonContract.RowsOf(JsonContract.ToolOf(document, "cputime"));
        Assert.Equal(2, times.Count);
        Assert.Equal(5_000_120, times[0]["cpu_ns"].GetInt64());
        Assert.Equal(0.1, times[0]["cpu_percent"].GetDouble(), 3);
        Assert.DoesNotContain("migrations", times[0].Keys);
    }

    [Fact]
    public void What_a_process_is_called_comes_back_as_it_was_and_obeys_nobody()
    {
        byte[] bytes = [0x1b, (byte)']', (byte)'0', (byte)';', 0xff, 0xfe, (byte)'"', (byte)'\\', (byte)'\n', 0xe2, 0x80, 0xae, 0xc2, 0x9b];
        string hostile = KernelText.Decode(bytes);
        EventData events = SyntheticSnapshot.Events(
            "execsnoop", [("time_ns", Value.Of(1L)), ("comm", Value.Of(hostile)), ("args", Value.Of(hostile))]);
        // Check refuses anything but printable ASCII in the document.
        Dictionary<string, JsonElement> row = Assert.Single(JsonContract.RowsOf(Tool(new SyntheticSnapshot().With("execsnoop", events))));
        Assert.Equal("\u001b]0;\\xff\\xfe\"\\\\\n\u202e\u009b", row["comm"].GetString());
        Assert.Equal(hostile, row["args"].GetString());
    }

    [Fact]
    public void A_tool_that_cannot_run_says_why_and_has_no_data()
    {
        var status = new ToolStatus(ToolState.Unavailable, "this kernel has no tracepoint sched_switch", "a kernel that has it", []);
        JsonElement tool = Tool(new SyntheticSnapshot().With("cpudist", null, status));
        Assert.Equal("unavailable", tool.GetProperty("status").GetString());
        Assert.Equal("this kernel has no tracepoint sched_switch", tool.GetProperty("reason").GetString());
        Assert.Equal(JsonValueKind.Null, tool.GetProperty("data").ValueKind);
    }

    [Fact]
    public void A_tool_that_was_off_or_not_loaded_yet_is_unavailable_with_that_as_the_reason()
    {
        JsonElement off = Tool(new SyntheticSnapshot().With("cpudist", null, ToolStatus.Off));
        Assert.Equal("it was switched off", off.GetProperty("reason").GetString());
        JsonElement loading = Tool(new SyntheticSnapshot().With("cpudist", null, ToolStatus.Loading));
        Assert.Equal("unavailable", loading.GetProperty("status").GetString());
        Assert.Equal("it was not loaded yet", loading.GetProperty("reason").GetString());
    }

    [Fact]
    public void What_a_tool_was_split_by_and_that_it_was_not_filtered_are_its_options()
    {
        Histogram some = Dense(BucketScale.Linear, 3, (1, 3));
        var data = new HistogramData("count", some, null, [new Series([new("cpu", "0")], some, null)]);
        var restriction = new Restriction(new Selection { Label = "comm sh", Comm = "sh" }, null);
        JsonElement document = JsonContract.Check(Write(new SyntheticSnapshot { Restriction = restriction }
            .With("runqlen", data, grouping: Grouping.Cpu)
            .With("execsnoop", SyntheticSnapshot.Events("execsnoop"))));
        Assert.Equal("""{"by":"cpu","filtered":false}""", JsonContract.ToolOf(document, "runqlen").GetProperty("options").GetRawText());
        Assert.Equal("{}", JsonContract.ToolOf(document, "execsnoop").GetProperty("options").GetRawText());
    }

    [Fact]
    public void Losses_of_keys_and_rows_left_out_make_it_truncated()
    {
        var none = new HistogramData("count", Histogram.Empty(BucketScale.Linear), null, []);
        Assert.True(IsTruncated(new SyntheticSnapshot().With("runqlen", none, losses: Losses.None with { Full = 1 })));
        var cut = new EventData(new Table(Catalogue.Find("exitsnoop")!.Descriptor.Columns, [], truncated: true));
        Assert.True(IsTruncated(new SyntheticSnapshot().With("exitsnoop", cut)));
        Assert.False(IsTruncated(new SyntheticSnapshot().With("runqlen", none, losses: Losses.None with { Ring = 1 })));
    }

    private static bool IsTruncated(SyntheticSnapshot snapshot) => Tool(snapshot).GetProperty("truncated").GetBoolean();

    private static JsonElement Data(SyntheticSnapshot snapshot) => Tool(snapshot).GetProperty("data");

    private static JsonElement Tool(SyntheticSnapshot snapshot) =>
        Assert.Single(JsonContract.Check(Write(snapshot)).GetProperty("tools").EnumerateArray());

    private static string Write(SyntheticSnapshot snapshot)
    {
        using var stream = new MemoryStream();
        SnapshotJson.Write(stream, snapshot.ToDocument());
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static Histogram Dense(BucketScale scale, ulong sum, params (ulong Value, ulong Count)[] counts)
    {
        var dense = new ulong[Buckets.Count(scale)];
        foreach ((ulong value, ulong count) in counts) dense[Buckets.IndexOf(scale, value)] += count;
        return Histogram.FromDense(scale, dense, sum);
    }
}
