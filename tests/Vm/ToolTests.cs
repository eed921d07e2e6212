using System.Text.Json;
using Xunit;

namespace Probetop.Tests.Vm;

/// <summary>Each tool on each kernel.</summary>
[Collection(GuestsCollection.Name)]
public sealed class ToolTests(Guests guests)
{
    // The first of our kernels that counts the runs which are skipped because the program was running already.
    private const string CountsRecursion = "6.1";

    private static readonly string[] Causes = ["ring", "full", "recursion", "collision", "unresolved"];

    public static TheoryData<string, string, string> Tools
    {
        get
        {
            var tools = new TheoryData<string, string, string>();
            foreach (string kernel in Ladders.Kernels)
            {
                foreach (string limit in Ladders.Limits)
                    foreach (ToolHooks tool in Ladders.Tools) tools.Add(kernel, limit, tool.Name);
            }

            return tools;
        }
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public void It_is_on_exactly_the_expected_rungs(string kernel, string limit, string tool)
    {
        Run run = guests[kernel, limit];
        ToolHooks hooks = Ladders.Tools.Single(hooks => hooks.Name == tool);
        Recording[] recordings = [run.Machine, run.Work, run.Threads, run.Files];
        foreach (Recording recording in recordings.Where(recording => recording.Tools.Contains(tool)))
            Assert.All(recording.Tool(tool), interval => AssertHooked(hooks, interval, kernel, limit));
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public void It_counts_exactly(string kernel, string limit, string tool)
    {
        Run run = guests[kernel, limit];
        Check[] checks = [.. Check.All.Where(check => check.Tool == tool)];
        Assert.NotEmpty(checks);
        IEnumerable<string> wrong = checks.Where(check => !check.Holds(run)).Select(check => $"{check.What}: {check.Describe(run)}");
        Assert.Equal("", string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Tools))]
    public void It_loses_nothing_and_knows_it(string kernel, string limit, string tool)
    {
        Run run = guests[kernel, limit];
        bool isExclusive = Ladders.Hooked(Ladders.Tools.Single(hooks => hooks.Name == tool), kernel)
            .Any(name => Ladders.IsExclusive(Ladders.Expected(name, kernel, limit)));
        bool isUnknown = Version.Parse(kernel) < Version.Parse(CountsRecursion);
        IEnumerable<Recording> recordings = new[] { run.Machine, run.Files }.Where(recording => recording.Tools.Contains(tool));
        Assert.All(recordings.SelectMany(recording => recording.Tool(tool)), interval =>
        {
            JsonElement lost = interval.GetProperty("lost");
            foreach (string cause in Causes)
            {
                // Programs that exclude each other are left out at times: that is said, and who waited then is not known.
                if (isExclusive && cause is ("recursion" or "unresolved")) continue;
                Assert.Equal(cause == "recursion" && isUnknown ? "" : "0", lost.GetProperty(cause).ToString());
            }
        });
    }

    internal static void AssertHooked(ToolHooks hooks, JsonElement tool, string kernel, string limit)
    {
        string? reason = tool.GetProperty("reason").GetString();
        string status = tool.GetProperty("status").GetString()!;
        if (!Ladders.Has(hooks, kernel))
        {
            Assert.Equal("unavailable", status);
            return;
        }

        Assert.True(status == Ladders.ExpectedStatus(hooks, kernel, limit), $"{hooks.Name}: {status}, {reason}");
        Assert.Equal(
            Ladders.Hooked(hooks, kernel).Select(name => $"{name} {Ladders.Expected(name, kernel, limit)}"),
            tool.GetProperty("rungs").EnumerateObject().Select(rung => $"{rung.Name} {rung.Value}"));
    }
}
