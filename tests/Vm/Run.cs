using System.Globalization;

namespace Probetop.Tests.Vm;

/// <summary>What <c>matrix.sh</c> left for one limit of the ladder: what probetop said and what the kernel counted.</summary>
internal sealed class Run
{
    private readonly Guest _guest;
    private readonly Lazy<Recording> _machine, _work, _threads, _files, _queue;

    public Run(Guest guest, string limit)
    {
        (_guest, Limit) = (guest, limit);
        _machine = new(() => new Recording(Read("machine.jsonl")));
        _work = new(() => new Recording(Read("work.jsonl")));
        _threads = new(() => new Recording(Read("threads.jsonl")));
        _files = new(() => new Recording(Read("files.jsonl")));
        _queue = new(() => new Recording(guest.Read($"{Ladders.NoLimit}/runqlen.json")));
    }

    /// <summary>What <c>--max-rung</c> was, or <see cref="Ladders.NoLimit"/>.</summary>
    public string Limit { get; }

    /// <summary>All tools, unrestricted.</summary>
    public Recording Machine => _machine.Value;

    /// <summary>The tools that look at one workload and its children.</summary>
    public Recording Work => _work.Value;

    /// <summary>Distributions of that workload and its children, by process.</summary>
    public Recording Threads => _threads.Value;

    /// <summary>The tools that look at files, with a workload of its own.</summary>
    public Recording Files => _files.Value;

    /// <summary>The run queues while eight processes spin on CPU 0. Sampling has one rung: there is no other run of it.</summary>
    public Recording Queue => _queue.Value;

    /// <summary>A file of this run.</summary>
    public string Read(string name) => _guest.Read($"{Limit}/{name}");

    /// <summary>Process id of <c>work</c>, its child <c>echo</c>, or <c>other</c>, which is not restricted to.</summary>
    public int Pid(string name)
    {
        string word = Read("pids").Split(' ', '\n').Single(word => word.StartsWith(name + "=", StringComparison.Ordinal));
        return int.Parse(word.AsSpan(name.Length + 1), CultureInfo.InvariantCulture);
    }

    /// <summary>How long it had a CPU in ns, by the kernel's count.</summary>
    public long CpuNs(string name) => Difference(name, "schedstat", text => text.Split(' ')[0]);

    /// <summary>How often it was switched out although it could have gone on, by the kernel's count.</summary>
    public long Preemptions(string name) => Status(name, "nonvoluntary_ctxt_switches");

    /// <summary>Whether an event is told of by a function of the kernel rather than by itself.</summary>
    public bool IsOnFunction(string kernelEvent) =>
        Ladders.Expected(kernelEvent, _guest.Kernel, Limit) is "fentry" or "fexit" or "kprobe";

    /// <summary>How often it was switched out, by the kernel's count.</summary>
    public long Switches(string name) => Preemptions(name) + Status(name, "voluntary_ctxt_switches");

    /// <summary>
    /// The kernel's counts of <c>softirqs</c> or <c>interrupts</c> by name. The recording began between the first two
    /// readings and ended between the last two: it may have counted from least to most.
    /// </summary>
    public IReadOnlyDictionary<string, (long Least, long Most)> Interrupts(string file)
    {
        Dictionary<string, long>[] readings = [.. Enumerable.Range(0, 4).Select(reading => Counters(Read($"{file}.{reading}")))];
        return readings[0].Keys.ToDictionary(
            name => name, name => (readings[2][name] - readings[1][name], readings[3][name] - readings[0][name]));
    }

    private static Dictionary<string, long> Counters(string table)
    {
        string[] lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int cpus = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        return lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(
            line => line[0].Trim().ToLowerInvariant(),
            line => line[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(cpus)
                .Sum(count => long.Parse(count, CultureInfo.InvariantCulture)));
    }

    private long Status(string name, string field) => Difference(name, "status", text =>
        text.Split('\n').Single(line => line.StartsWith(field + ":", StringComparison.Ordinal))[(field.Length + 1)..]);

    private long Difference(string name, string file, Func<string, string> number) =>
        long.Parse(number(Read($"{name}.{file}.after")), CultureInfo.InvariantCulture) -
        long.Parse(number(Read($"{name}.{file}.before")), CultureInfo.InvariantCulture);
}
