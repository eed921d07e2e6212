using System.Text.Json;

namespace Probetop.Tests.Vm;

/// <summary>A number that a tool has to have counted.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="What">What is counted, a few words.</param>
/// <param name="Expected">From where to where it may be; the same twice: exactly that.</param>
/// <param name="Seen">What the tool said.</param>
/// <param name="IsKnown">Whether the number expected is the same on every machine, and so may stand in the documents.</param>
internal sealed record Check(string Tool, string What, Func<Run, (long Low, long High)> Expected, Func<Run, long> Seen, bool IsKnown)
{
    /// <summary>Those of all tools.</summary>
    public static IReadOnlyList<Check> All { get; } =
    [
        .. OfSwitches("cpudist", "slices", (run, pid) => run.Threads.Count("cpudist", "pid", $"{pid}"), (run, name) => run.Switches(name)),
        .. OfSwitches("cputime", "switches", (run, pid) => run.Work.Sum("cputime", pid, "switches"), (run, name) => run.Switches(name)),
        .. OfSwitches(
            "cputime", "preemptions", (run, pid) => run.Work.Sum("cputime", pid, "preemptions"), (run, name) => run.Preemptions(name)),
        // The two read the clock at different places of a switch, which emulation makes long.
        new(
            "cputime", "CPU time", run => (run.CpuNs("work") / 2, run.CpuNs("work") * 3 / 2),
            run => run.Work.Sum("cputime", run.Pid("work"), "cpu_ns"), false),
        Execs("execs", run => run.Work, 23, "work", 0, "true one \"two words\""),
        Execs("failed execs", run => run.Work, 7, "work", -2, "/nowhere/at"),
        Execs("execs of a process that is left out", run => run.Work, 0, "other", 0, "true other"),
        Execs("the same when all are watched", run => run.Machine, 11, "other", 0, "true other"),
        Exits("exits with a code", run => run.Work, 23, "work", 3, 0),
        Exits("ends by a signal", run => run.Work, 7, "work", 0, 15),
        Exits("exits of a thread after the main one's", run => run.Work, 5, "work", 4, 0),
        Exits("ends of nine threads at once", run => run.Work, 211, "work", 9, 0),
        Exits("exits of a process that is left out", run => run.Work, 0, "other", 5, 0),
        Exits("the same when all are watched", run => run.Machine, 13, "other", 5, 0),
        .. Interrupts("hardirqs", "interrupts", "irq", name => char.IsAsciiDigit(name[0])),
        Known("migrations", "migrations", 101, run => run.Work.Sum("migrations", run.Pid("work"), "migrations")),
        .. OfSwitches("runqlat", "waits", (run, pid) => run.Threads.Count("runqlat", "pid", $"{pid}"), (run, name) => run.Waits(name)),
        // 99 Hz for 3 s, and how long it took to begin and end.
        new("runqlen", "samples of a CPU in 3 s", _ => (280, 320), run => run.Queue.Count("runqlen", "cpu", "0"), false),
        Known("runqlen", "fewest that waited beside one of eight spinning threads", 7, run => run.Queue.Series("runqlen", "cpu", "0").Min(Lowest)),
        .. Interrupts("softirqs", "softirqs", "vec", _ => true),
        Calls("calls", run => run.Work, 1009, "getsid"),
        Calls("those and another process's when all are watched", run => run.Machine, 1009 + 499, "getsid"),
        Calls("failed calls", run => run.Work, 211, "getpgid"),
        Known("syscount", "their errors", 211, run => run.Work.Errors("syscount", "syscall", "getpgid")),
        Calls("32-bit calls", run => run.Work, 307, "32-bit"),
        Calls("returns from signal handlers", run => run.Work, 101, "rt_sigreturn"),
    ];

    /// <summary>Whether the tool was right.</summary>
    public bool Holds(Run run)
    {
        (long low, long high) = Expected(run);
        long seen = Seen(run);
        return low <= seen && seen <= high;
    }

    /// <summary>What the tool said and what was expected, such as <c>23/23</c>.</summary>
    public string Describe(Run run)
    {
        (long low, long high) = Expected(run);
        return low == high ? $"{Seen(run)}/{low}" : $"{Seen(run)}/({low}..{high})";
    }

    private static Check Known(string tool, string what, long expected, Func<Run, long> seen) =>
        new(tool, what, _ => (expected, expected), seen, true);

    // Of both ends of the pipe.
    private static IEnumerable<Check> OfSwitches(string tool, string what, Func<Run, int, long> seen, Func<Run, string, long> kernel) =>
        new[] { "work", "echo" }.Select(name => new Check(
            tool, $"{what} of {name}", run => (kernel(run, name), kernel(run, name)), run => seen(run, run.Pid(name)), false));

    private static Check Execs(string what, Func<Run, Recording> recording, long expected, string parent, int result, string arguments) =>
        Known("execsnoop", what, expected, run => recording(run).Rows("execsnoop").Count(row =>
            row["ppid"].GetInt32() == run.Pid(parent) && row["ret"].GetInt32() == result && row["args"].GetString() == arguments));

    private static Check Exits(string what, Func<Run, Recording> recording, long expected, string parent, int code, int signal) =>
        Known("exitsnoop", what, expected, run => recording(run).Rows("exitsnoop").Count(row =>
            row["ppid"].GetInt32() == run.Pid(parent) && row["exit_code"].GetInt32() == code && row["signal"].GetInt32() == signal));

    // The kernel counts when a handler begins, we when it ends: one may be in between on each CPU.
    private static Check[] Interrupts(string tool, string file, string key, Func<string, bool> wanted)
    {
        const int InBetween = 2;
        (string Name, long Least, long Most)[] Kernel(Run run) =>
            [.. run.Interrupts(file).Where(line => wanted(line.Key)).Select(line => (line.Key, line.Value.Least, line.Value.Most))];
        return
        [
            new(
                tool, "all together",
                run => (Math.Max(Kernel(run).Sum(line => line.Least) - InBetween, 1), Kernel(run).Sum(line => line.Most) + InBetween),
                run => Kernel(run).Sum(line => run.Machine.Count(tool, key, line.Name)), false),
            Known(tool, "kinds whose count is not the kernel's", 0, run => Kernel(run).Count(line =>
            {
                long count = run.Machine.Count(tool, key, line.Name);
                return count < line.Least - InBetween || count > line.Most + InBetween;
            })),
        ];
    }

    // The lower end of the lowest bucket.
    private static long Lowest(JsonElement series) => series.GetProperty("buckets")[0][0].GetInt64();

    private static Check Calls(string what, Func<Run, Recording> recording, long expected, string call) =>
        Known("syscount", what, expected, run => recording(run).Count("syscount", "syscall", call));
}
