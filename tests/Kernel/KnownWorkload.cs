using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

/// <summary>Work of two threads on one CPU that every tool of the CPU pane must have counted exactly.</summary>
internal sealed class KnownWorkload : IDisposable
{
    private const int Getppid = 110;

    private readonly int _echo;
    private readonly string _file;
    private long _waits;
    private long _switches;

    private KnownWorkload(Work work, int echo)
    {
        Work = work;
        _echo = echo;
        _file = Path.Combine(AppContext.BaseDirectory, $"known-{work.Pid}");
    }

    public Work Work { get; }

    public static async Task<KnownWorkload> StartAsync()
    {
        Work work = await Work.StartPinnedAsync(0);
        return new KnownWorkload(work, (int)(await work.TellAsync("echo"))[0]);
    }

    /// <summary>What the tools of a recording saw of it.</summary>
    public async Task<Snapshot> RunAsync(Recording recording)
    {
        string path = Work.Hex(_file);
        await Work.TellAsync($"write 101 {path} 4096 0 0");
        await Work.TellAsync($"evict {path}");
        Work.WaitUntilBlocked(Work.Pid, _echo);
        long waits = Sum(ProcFs.WaitsOf), switches = Sum(ProcFs.SwitchesOf);
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            for (int i = 0; i < 2; i++) await Work.TellAsync($"read 101 {path} 4096 0");
            await Work.TellAsync($"write 53 {path} 4096 0 7");
            await Work.TellAsync($"stat 29 {Work.Hex("/nowhere")}");
            await Work.TellAsync($"syscalls 1009 {Getppid}");
            await Work.TellAsync($"exec 7 {Work.Hex("/bin/true")} {Work.Hex("true")}");
            await Work.TellAsync("end code 3 0 11");
            await Work.TellAsync("migrate 24");
            await Work.TellAsync("pin 0");
            await Work.TellAsync("pingpong 503");
            Loopback.Send(211);
            Disk.Write(11);
            Work.WaitUntilBlocked(Work.Pid, _echo);
        });
        _waits = Sum(ProcFs.WaitsOf) - waits;
        _switches = Sum(ProcFs.SwitchesOf) - switches;
        return snapshot;
    }

    public void AssertExact(string tool, Snapshot snapshot)
    {
        Row process = snapshot.Process(Work.Pid)!.Value, other = snapshot.Process(_echo)!.Value;
        // What the kernels of some sandboxes do not show.
        long unseen = (long)(snapshot.Of(tool).Losses.Unresolved ?? 0);
        Assert.InRange(unseen, 0, 50);
        ulong CountOf(string operation) => snapshot.Histograms(tool).Series
            .Where(series => series.Key[1].Value == operation).Aggregate(0UL, (sum, series) => sum + series.All.Total);
        switch (tool)
        {
            case "cachestat":
                Assert.Equal((101, 53), (process.Int("cache_misses"), process.Int("pages_dirtied")));
                // Its own program is a file as well.
                Assert.InRange(process.Int("cache_hits"), 101, 300);
                break;
            case "cpudist":
                ulong slices = snapshot.Count(tool, $"{Work.Pid}") + snapshot.Count(tool, $"{_echo}");
                Assert.InRange((long)slices, _switches - 50, _switches);
                break;
            case "cputime":
                Assert.Equal(_switches, process.Int("switches") + other.Int("switches"));
                break;
            case "execsnoop":
                Assert.Equal(7, snapshot.Events(tool).Length);
                break;
            case "exitsnoop":
                Assert.Equal(7 + 11, snapshot.Events(tool).Length);
                break;
            case "fsdist":
                Assert.Equal(202 + 53 + 3 + 7, process.Int("file_ops"));
                Assert.Equal(53UL, CountOf("write"));
                Assert.Equal(7UL, CountOf("fsync"));
                break;
            case "fsslower":
                Assert.Equal(202 + 53 + 3 + 7, snapshot.Events(tool).Count(row => row.Int("pid") == Work.Pid));
                break;
            case "hardirqs":
                Assert.True(snapshot.Histograms(tool).Total.Total > 0);
                break;
            case "migrations":
                Assert.Equal(24, process.Int("migrations"));
                break;
            case "opensnoop":
                Assert.Equal(3, snapshot.Events(tool).Count(row => row.Int("pid") == Work.Pid));
                break;
            case "runqlat":
                Assert.InRange(process.Int("waits") + other.Int("waits"), _waits - unseen, _waits);
                break;
            case "runqlen":
                Assert.True(snapshot.Histograms(tool).Total.Total > 0);
                break;
            case "softirqs":
                Assert.True(snapshot.Count(tool, "net_rx") >= 211);
                break;
            case "statsnoop":
                Assert.Equal(29, snapshot.Events(tool).Count(row => row.Int("pid") == Work.Pid));
                break;
            case "syscount":
                Assert.Equal(1009UL, snapshot.Count(tool, "getppid"));
                break;
            default:
                Assert.Fail($"{tool} has no exact workload here");
                break;
        }
    }

    public void Dispose()
    {
        Work.Dispose();
        File.Delete(_file);
    }

    private long Sum(Func<int, long> ofProcess) => ofProcess(Work.Pid) + ofProcess(_echo);
}
