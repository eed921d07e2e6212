using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class IsolationTests
{
    public static TheoryData<string> Tools => [.. Catalogue.Tools.Select(tool => tool.Descriptor.Name)];

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task A_handler_that_does_not_verify_takes_down_its_tool_and_no_other(string broken)
    {
        using KnownWorkload known = await KnownWorkload.StartAsync();
        SessionOptions options = Recording.Only(known.Work) with
        {
            BrokenTool = broken,
            SlowerThanNs = 1,
            Groupings = new Dictionary<string, Grouping> { ["cpudist"] = Grouping.Process },
        };
        using Recording recording = await Recording.StartAsync(options);
        recording.Session.Start(Catalogue.Tools);
        await recording.CutAsync();

        ToolStatus status = recording.Session.StatusOf(Recording.Tool(broken).Descriptor);
        Assert.Equal(ToolState.Unavailable, status.State);
        // The verifier's words about the one instruction that is wrong.
        Assert.Contains("invalid", status.Reason, StringComparison.Ordinal);
        Assert.Contains("R10", status.Detail, StringComparison.OrdinalIgnoreCase);
        string[] others = [.. Catalogue.Tools.Select(tool => tool.Descriptor.Name).Where(name => name != broken)];
        foreach (string name in others) recording.AssertRuns(name);

        Snapshot snapshot = await known.RunAsync(recording);

        Assert.Null(snapshot.Of(broken).Data);
        foreach (string name in others) known.AssertExact(name, snapshot);
    }
}
