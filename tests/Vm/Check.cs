using System.Text.Json;

namespace Probetop.Tests.Vm;

/// <summary>A number that a tool has to have counted.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="What">What is counted, a few words.</param>
/// <param name="Of">The recording that it was counted in.</param>
/// <param name="Seen">What the tool said.</param>
/// <param name="Expected">From where to where it may be; the same twice: exactly that.</param>
/// <param name="IsKnown">Whether the number expected is the same on every machine, and so may stand in the documents.</param>
internal sealed record Check(
    string Tool,
    string What,
    Func<Run, Recording> Of,
    Func<Run, Recording, long> Seen,
    Func<Run, (long Low, long High)> Expected,
    bool IsKnown)
{
    /// <summary>Those of all tools.</summary>
    public static IReadOnlyList<Check> All { get; } =
    [
        // What is added in one interval and sought in the next would be a hit there: each reading has an interval of its own.
        Pages("pages missed by a first reading", 300, _ => true, "cache_misses"),
        Pages("those of them that it hit", 0, row => row["cache_misses"].GetInt64() > 0, "cache_hits"),
        Pages("pages hit by a second one", 300, row => row["cache_misses"].GetInt64() == 0, "cache_hits"),
        Pages("pages dirtied", 300, _ => true, "pages_dirtied"),
        .. OfBothEnds("cpudist", "slices", Threads, ByProcess("cpudist"), (run, name) => run.Switches(name)),
        .. OfBothEnds("cputime", "switches", Work, Column("switches"), (run, name) => run.Switches(name)),
        Preemptions("work"), Preemptions("echo"),
        // The two read the clock at different places of a switch, which emulation makes long.
        new(
            "cputime", "CPU time", Work, (run, recording) => recording.Sum("cputime", run.Pid("work"), "cpu_ns"),
            run => (run.CpuNs("work") / 2, run.CpuNs("work") * 3 / 2), false),
        Execs("execs", Work, 23, "work", 0, "true one \"two words\""),
        Execs("failed execs", Work, 7, "work", -2, "/nowhere/at"),
        Execs("execs of a process that is left out", Work, 0, "other", 0, "true other"),
        Execs("the same when all are watched", Machine, 11, "other", 0, "true other"),
        Exits("exits with a code", Work, 23, "work", 3, 0),
        Exits("ends by a signal", Work, 7, "work", 0, 15),
        Exits("exits of a thread after the main one's", Work, 5, "work", 4, 0),
        Exits("ends of nine threads at once", Work, 211, "work", 9, 0),
        Exits("exits of a process that is left out", Work, 0, "other", 5, 0),
        Exits("the same when all are watched", Machine, 13, "other", 5, 0),
        Operations("reads", 300, "read"),
        Operations("writes", 75, "write"),
        Operations("fsyncs", 7, "fsync"),
        Operations("opens", 53 + 3, "open"),
        Slow("reads", 300, "read", "/file"),
        Slow("writes", 75, "write", "/file"),
        Slow("fsyncs", 7, "fsync", "/file"),
        Slow("opens", 53, "open", "/opened"),
        Slow("operations all together", 300 + 75 + 7 + 53 + 3, null, null),
        .. Interrupts("hardirqs", "interrupts", "irq", name => char.IsAsciiDigit(name[0])),
        Known("migrations", "migrations", Work, 101, (run, recording) => recording.Sum("migrations", run.Pid("work"), "migrations")),
        Paths("opensnoop", "opens", 53, "/mnt/opened", null),
        Paths("opensnoop", "failed opens", 29, "/nowhere/file", "ENOENT"),
        // A wait comes before each time on a CPU. The kernel's own count of waits leaves out threads that were preempted on their
        // way to sleep (6.12: 1,522 waits beside 1,523 switches).
        .. OfBothEnds("runqlat", "waits", Threads, ByProcess("runqlat"), (run, name) => run.Switches(name)),
        // 99 Hz for 3 s, and how long it took to begin and end; a busy host may hold up some.
        new("runqlen", "samples of a CPU in 3 s", Queue, (_, recording) => recording.Count("runqlen", "cpu", "0"), _ => (150, 320), false),
        Known(
            "runqlen", "fewest that waited, with eight that spin", Queue, 7,
            (_, recording) => recording.Series("runqlen", "cpu", "0").Min(Lowest)),
        .. Interrupts("softirqs", "softirqs", "vec", _ => true),
        // Nobody else uses the network: of this vector there are exactly as many as the kernel ran.
        new(
            "softirqs", "those of received packets", Machine, (_, recording) => recording.Count("softirqs", "vec", "net_rx"),
            run => run.Interrupts("softirqs")["net_rx"], false),
        Paths("statsnoop", "stats", 23, "/mnt", null),
        Paths("statsnoop", "failed stats", 31, "/nowhere", "ENOENT"),
        Calls("calls", Work, 1009, "getsid"),
        Calls("those and another process's when all are watched", Machine, 1009 + 499, "getsid"),
        Calls("failed calls", Work, 211, "getpgid"),
        Known("syscount", "their errors", Work, 211, (_, recording) => recording.Errors("syscount", "syscall", "getpgid")),
        Calls("32-bit calls", Work, 307, "32-bit"),
        Calls("returns from signal handlers", Work, 101, "rt_sigreturn"),
    ];

    /// <summary>Whether the tool was right: it saw everything, or knows what it lost, and nothing twice.</summary>
    public bool Holds(Run run)
    {
        (long low, long high) = Expected(run);
        long seen = Seen(run, Of(run));
        return low <= seen + Of(run).Lost(Tool) && seen <= high;
    }

    /// <summary>What the tool said and what was expected, such as <c>23/23</c>.</summary>
    public string Describe(Run run)
    {
        (long low, long high) = Expected(run);
        return low == high ? $"{Seen(run, Of(run))}/{low}" : $"{Seen(run, Of(run))}/({low}..{high})";
    }

    private static Recording Machine(Run run) => run.Machine;

    private static Recording Work(Run run) => run.Work;

    private static Recording Threads(Run run) => run.Threads;

    private static Recording Files(Run run) => run.Files;

    private static Recording Queue(Run run) => run.Queue;

    private static Check Known(string tool, string what, Func<Run, Recording> of, long expected, Func<Run, Recording, long> seen) =>
        new(tool, what, of, seen, _ => (expected, expected), true);

    // The two ends of a pipe, both of which stood still when the kernel's counts were read.
    private static IEnumerable<Check> OfBothEnds(
        string tool, string what, Func<Run, Recording> of, Func<Recording, int, long> seen, Func<Run, string, long> kernel) =>
        new[] { "work", "echo" }.Select(name => new Check(
            tool, $"{what} of {name}", of, (run, recording) => seen(recording, run.Pid(name)),
            run => (kernel(run, name), kernel(run, name)), false));

    // A function that is called after the switch is not told whether it was one: a thread that was preempted on its way to
    // sleep has left like one that sleeps.
    private static Check Preemptions(string name) => new(
        "cputime", $"preemptions of {name}", Work, (run, recording) => recording.Sum("cputime", run.Pid(name), "preemptions"),
        run => (run.Preemptions(name) - (run.IsOnFunction("switch") ? 20 : 0), run.Preemptions(name)), false);

    private static Func<Recording, int, long> ByProcess(string tool) => (recording, pid) => recording.Count(tool, "pid", $"{pid}");

    private static Func<Recording, int, long> Column(string column) => (recording, pid) => recording.Sum("cputime", pid, column);

    private static Check Execs(string what, Func<Run, Recording> of, long expected, string parent, int result, string arguments) =>
        Known("execsnoop", what, of, expected, (run, recording) => recording.Rows("execsnoop").Count(row =>
            row["ppid"].GetInt32() == run.Pid(parent) && row["ret"].GetInt32() == result && row["args"].GetString() == arguments));

    private static Check Exits(string what, Func<Run, Recording> of, long expected, string parent, int code, int signal) =>
        Known("exitsnoop", what, of, expected, (run, recording) => recording.Rows("exitsnoop").Count(row =>
            row["ppid"].GetInt32() == run.Pid(parent) && row["exit_code"].GetInt32() == code && row["signal"].GetInt32() == signal));

    private static Check Calls(string what, Func<Run, Recording> of, long expected, string call) =>
        Known("syscount", what, of, expected, (_, recording) => recording.Count("syscount", "syscall", call));

    // The guest has one file system of that type.
    private static Check Pages(string what, long expected, Func<Dictionary<string, JsonElement>, bool> wanted, string column) =>
        Known("cachestat", what, Files, expected, (_, recording) => recording.Rows("cachestat")
            .Where(row => row["fs"].GetString() == "ext4" && wanted(row)).Sum(row => row[column].GetInt64()));

    private static Check Operations(string what, long expected, string operation) =>
        Known("fsdist", what, Files, expected, (_, recording) => recording.Series("fsdist", "fs", "ext4")
            .Where(series => series.GetProperty("key").GetProperty("operation").GetString() == operation)
            .Sum(series => series.GetProperty("count").GetInt64()));

    // Null: whatever it is.
    private static Check Slow(string what, long expected, string? operation, string? path) =>
        Known("fsslower", what, Files, expected, (_, recording) => recording.Rows("fsslower").Count(row =>
            row["fs"].GetString() == "ext4" && (operation ?? row["operation"].GetString()) == row["operation"].GetString() &&
            (path ?? row["path"].GetString()) == row["path"].GetString()));

    private static Check Paths(string tool, string what, long expected, string path, string? error) =>
        Known(tool, what, Files, expected, (_, recording) =>
            recording.Rows(tool).Count(row => row["path"].GetString() == path && row["error"].GetString() == error));

    private static Check[] Interrupts(string tool, string file, string key, Func<string, bool> wanted)
    {
        (string Name, long Least, long Most)[] Kernel(Run run) =>
            [.. run.Interrupts(file).Where(line => wanted(line.Key)).Select(line => (line.Key, line.Value.Least, line.Value.Most))];
        return
        [
            new(
                tool, "all together", Machine, (run, recording) => Kernel(run).Sum(line => recording.Count(tool, key, line.Name)),
                run => (Math.Max(Kernel(run).Sum(line => line.Least), 1), Kernel(run).Sum(line => line.Most)), false),
            Known(tool, "kinds whose count is not the kernel's", Machine, 0, (run, recording) => Kernel(run).Count(line =>
            {
                long count = recording.Count(tool, key, line.Name);
                return count + recording.Lost(tool) < line.Least || count > line.Most;
            })),
        ];
    }

    // The lower end of the lowest bucket.
    private static long Lowest(JsonElement series) => series.GetProperty("buckets")[0][0].GetInt64();
}
