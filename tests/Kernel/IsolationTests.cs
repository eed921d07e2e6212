using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class IsolationTests
{
    private const int Getppid = 110;

    public static TheoryData<string> Tools => [.. Catalogue.Tools.Select(tool => tool.Descriptor.Name)];

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task A_handler_that_does_not_verify_takes_down_its_tool_and_no_other(string broken)
    {
        using Work work = await Work.StartPinnedAsync(0);
        int echo = (int)(await work.TellAsync("echo"))[0];
        SessionOptions options = Recording.Only(work) with
        {
            BrokenTool = broken,
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

        Work.WaitUntilBlocked(work.Pid, echo);
        long waits = WaitsOf(work.Pid, echo), switches = SwitchesOf(work.Pid, echo);
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"syscalls 1009 {Getppid}");
            await work.TellAsync($"exec 7 {Work.Hex("/bin/true")} {Work.Hex("true")}");
            await work.TellAsync("end code 3 0 11");
            await work.TellAsync("migrate 24");
            await work.TellAsync("pin 0");
            await work.TellAsync("pingpong 503");
            Loopback.Send(211);
            Disk.Write(11);
            Work.WaitUntilBlocked(work.Pid, echo);
        });
        waits = WaitsOf(work.Pid, echo) - waits;
        switches = SwitchesOf(work.Pid, echo) - switches;

        Assert.Null(snapshot.Of(broken).Data);
        foreach (string name in others) AssertExact(name, snapshot, work, echo, waits, switches);
    }

    private static void AssertExact(string tool, Snapshot snapshot, Work work, int echo, long waits, long switches)
    {
        Row process = snapshot.Process(work.Pid)!.Value, other = snapshot.Process(echo)!.Value;
        // What the kernels of some sandboxes do not show.
        long unseen = (long)(snapshot.Of(tool).Losses.Unresolved ?? 0);
        Assert.InRange(unseen, 0, 50);
        switch (tool)
        {
            case "cpudist":
                ulong slices = snapshot.Count(tool, $"{work.Pid}") + snapshot.Count(tool, $"{echo}");
                Assert.InRange((long)slices, switches - 50, switches);
                break;
            case "cputime":
                Assert.Equal(switches, process.Int("switches") + other.Int("switches"));
                break;
            case "execsnoop":
                Assert.Equal(7, snapshot.Events(tool).Length);
                break;
            case "exitsnoop":
                Assert.Equal(7 + 11, snapshot.Events(tool).Length);
                break;
            case "hardirqs":
                Assert.True(snapshot.Histograms(tool).Total.Total > 0);
                break;
            case "migrations":
                Assert.Equal(24, process.Int("migrations"));
                break;
            case "runqlat":
                Assert.InRange(process.Int("waits") + other.Int("waits"), waits - unseen, waits);
                break;
            case "runqlen":
                Assert.True(snapshot.Histograms(tool).Total.Total > 0);
                break;
            case "softirqs":
                Assert.True(snapshot.Count(tool, "net_rx") >= 211);
                break;
            case "syscount":
                Assert.Equal(1009UL, snapshot.Count(tool, "getppid"));
                break;
            default:
                Assert.Fail($"{tool} has no exact workload here");
                break;
        }
    }

    private static long WaitsOf(params int[] pids) => pids.Sum(ProcFs.WaitsOf);

    private static long SwitchesOf(params int[] pids) => pids.Sum(ProcFs.SwitchesOf);
}
