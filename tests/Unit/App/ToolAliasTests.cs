using System.Text;
using System.Text.Json;
using Probetop.App.Output;
using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class ToolAliasTests
{
    [Theory]
    [InlineData("ext4dist", "ext4")]
    [InlineData("nfsdist", "nfs4")]
    public void A_type_of_file_system_has_only_its_own_distributions(string alias, string type)
    {
        SyntheticSnapshot snapshot = new SyntheticSnapshot().With("fsdist", Times("ext4", "xfs", "nfs4")).WithAlias(alias);
        JsonElement[] tools = ToolsOf(snapshot);
        Assert.Equal([("fsdist", "fsdist"), ("fsdist", alias)], tools.Select(Names));
        Assert.Equal(["ext4", "xfs", "nfs4"], TypesOf(tools[0]));
        Assert.Equal([type], TypesOf(tools[1]));
    }

    [Fact]
    public void The_total_is_that_of_what_is_left()
    {
        var left = (HistogramData)RequestedTool.Find("xfsdist")!.Alias!.Filter(Times("ext4", "xfs", "btrfs"));
        Assert.Equal((3UL, 9_000UL), (left.Total.Total, left.Total.Sum));
        Assert.Equal((1UL, 2_000UL), (left.Selected!.Total, left.Selected.Sum));
        var none = (HistogramData)RequestedTool.Find("zfsdist")!.Alias!.Filter(Times("ext4"));
        Assert.Equal((0UL, 0UL), (none.Total.Total, none.Total.Sum));
        Assert.Empty(none.Series);
    }

    [Theory]
    [InlineData("btrfsslower", "open /b")]
    [InlineData("ext4slower", "read /a", "fsync /c")]
    [InlineData("fileslower", "read /a", "write /d")]
    [InlineData("zfsslower")]
    public void Rows_are_those_of_the_type_or_the_operations(string alias, params string[] expected)
    {
        EventData events = SyntheticSnapshot.Events(
            "fsslower", Row("ext4", "read", "/a"), Row("btrfs", "open", "/b"), Row("ext4", "fsync", "/c"), Row("xfs", "write", "/d"));
        JsonElement tool = ToolsOf(new SyntheticSnapshot().With("fsslower", events).WithAlias(alias))[1];
        Assert.Equal(("fsslower", alias), Names(tool));
        Assert.Equal(
            expected, JsonContract.RowsOf(tool).Select(row => $"{row["operation"].GetString()} {row["path"].GetString()}"));
    }

    [Fact]
    public void Text_says_what_the_name_stands_for()
    {
        using var stream = new MemoryStream();
        SnapshotDocument document = new SyntheticSnapshot().With("fsdist", Times("xfs")).WithAlias("nfsdist").ToDocument();
        using (var lines = new LineWriter(stream, ascii: false)) SnapshotText.Write(lines, document, utcOffsetSeconds: 0);
        string text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.EndsWith(
            """

            nfsdist = fsdist, fs nfs or nfs4: File-system latency (ok, syscall_enter tp_btf, syscall_exit tp_btf)
              nothing in this time

            """,
            text, StringComparison.Ordinal);
    }

    private static (string Name, string Requested) Names(JsonElement tool) =>
        (tool.GetProperty("name").GetString()!, tool.GetProperty("requested").GetString()!);

    private static JsonElement[] ToolsOf(SyntheticSnapshot snapshot)
    {
        using var stream = new MemoryStream();
        SnapshotJson.Write(stream, snapshot.ToDocument());
        return [.. JsonContract.Check(Encoding.UTF8.GetString(stream.ToArray())).GetProperty("tools").EnumerateArray()];
    }

    private static string[] TypesOf(JsonElement tool) =>
    [
        .. tool.GetProperty("data").GetProperty("series").EnumerateArray()
            .Select(series => series.GetProperty("key").GetProperty("fs").GetString()!),
    ];

    // The n-th type has n reads more than the first, which has two, and one of each is selected.
    private static HistogramData Times(params string[] types)
    {
        Series[] series =
        [
            .. types.Select((type, index) => new Series(
                [new("fs", type), new("operation", "read")], Reads((ulong)index + 2, 4_500UL * (ulong)(index + 1)), Reads(1, 2_000))),
        ];
        return new HistogramData("ns", Reads(99, 99), Reads(99, 99), series);
    }

    private static Histogram Reads(ulong count, ulong sum)
    {
        var dense = new ulong[Buckets.Count(BucketScale.LogLinearTime)];
        dense[Buckets.IndexOf(BucketScale.LogLinearTime, 3_000)] = count;
        return Histogram.FromDense(BucketScale.LogLinearTime, dense, sum);
    }

    private static (string Column, Value Value)[] Row(string type, string operation, string path) =>
    [
        ("time_ns", Value.Of(1L)), ("fs", Value.Of(type)), ("operation", Value.Of(operation)), ("path", Value.Of(path)),
    ];
}
