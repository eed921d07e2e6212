using System.Globalization;

namespace Probetop.Tests.Kernel.Workloads;

/// <summary>The kernel's own counters.</summary>
internal static class ProcFs
{
    /// <summary>How often the threads of a process got a CPU they had waited for.</summary>
    public static long WaitsOf(int pid) => Tasks(pid).Sum(task => Schedstat(task, 2));

    /// <summary>How long they waited for it in ns.</summary>
    public static long WaitedNsOf(int pid) => Tasks(pid).Sum(task => Schedstat(task, 1));

    /// <summary>How long the threads of a process have had a CPU in ns; of one that has it now, up to the last tick.</summary>
    public static long CpuNsOf(int pid) => Tasks(pid).Sum(task => Schedstat(task, 0));

    /// <summary>How often the threads of a process were switched out.</summary>
    public static long SwitchesOf(int pid) => Tasks(pid).Sum(task =>
        StatusNumber(task, "voluntary_ctxt_switches") + StatusNumber(task, "nonvoluntary_ctxt_switches"));

    /// <summary>How often the threads of a process were switched out although they could have gone on.</summary>
    public static long PreemptionsOf(int pid) => Tasks(pid).Sum(task => StatusNumber(task, "nonvoluntary_ctxt_switches"));

    /// <summary>Whether no thread of the process runs or waits for a CPU. The kernel makes sure that each has left its CPU.</summary>
    public static bool IsBlocked(int pid) =>
        Tasks(pid).All(task => !File.ReadAllText(task + "/syscall").StartsWith("running", StringComparison.Ordinal));

    /// <summary>A number in <c>/proc/PID/status</c>, the first one if there are several.</summary>
    public static long StatusNumber(string directory, string name) => long.Parse(Status(directory, name)[0], CultureInfo.InvariantCulture);

    /// <summary>The words of a line of <c>/proc/PID/status</c>.</summary>
    public static string[] Status(string directory, string name)
    {
        foreach (string line in File.ReadLines(directory + "/status"))
        {
            if (line.StartsWith(name + ":", StringComparison.Ordinal))
                return line[(name.Length + 1)..].Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
        }

        throw new InvalidDataException($"{directory}/status has no {name}");
    }

    /// <summary>Context switches of the machine since boot.</summary>
    public static ulong ContextSwitches()
    {
        string line = File.ReadLines("/proc/stat").First(line => line.StartsWith("ctxt ", StringComparison.Ordinal));
        return ulong.Parse(line.AsSpan(5), CultureInfo.InvariantCulture);
    }

    /// <summary>Soft interrupts of the machine since boot, by the lower-case name of the vector.</summary>
    public static Dictionary<string, ulong> SoftInterrupts() => Counters("/proc/softirqs", _ => true);

    /// <summary>Interrupts of devices since boot, by number.</summary>
    public static Dictionary<string, ulong> Interrupts() => Counters("/proc/interrupts", name => char.IsAsciiDigit(name[0]));

    /// <summary>The lines of <c>/proc/interrupts</c>: each begins with the number and ends with the names of the handlers.</summary>
    public static string[] InterruptLines() => File.ReadAllLines("/proc/interrupts");

    /// <summary>The pids there are.</summary>
    public static IReadOnlyList<int> Processes()
    {
        IEnumerable<string> names = Directory.EnumerateDirectories("/proc").Select(path => Path.GetFileName(path)!);
        return [.. names.Where(name => char.IsAsciiDigit(name[0])).Select(name => int.Parse(name, CultureInfo.InvariantCulture))];
    }

    private static long Schedstat(string task, int field) =>
        long.Parse(File.ReadAllText(task + "/schedstat").Split(' ')[field], CultureInfo.InvariantCulture);

    private static string[] Tasks(int pid) => Directory.GetDirectories($"/proc/{pid}/task");

    private static Dictionary<string, ulong> Counters(string path, Func<string, bool> wanted)
    {
        var counters = new Dictionary<string, ulong>();
        string[] lines = File.ReadAllLines(path);
        int cpus = lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            string name = line[..colon].Trim();
            if (!wanted(name)) continue;
            ulong sum = 0;
            foreach (string count in line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(cpus))
                sum += ulong.Parse(count, CultureInfo.InvariantCulture);
            counters.Add(name.ToLowerInvariant(), sum);
        }

        return counters;
    }
}
