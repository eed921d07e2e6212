using System.Globalization;

namespace Probetop.Probes.Processes;

/// <summary>A process as a <c>/proc</c> shows it that does not number processes as the kernel side does.</summary>
/// <param name="Pid">Its number there.</param>
/// <param name="InnermostPid">Its number in its own pid namespace.</param>
/// <param name="StartTicks">Start in ticks of 10 ms since boot, time spent suspended included.</param>
public sealed record ProcEntry(uint Pid, uint InnermostPid, ulong StartTicks)
{
    private const ulong TickNs = 10_000_000;

    // The kernel reads the two clocks one after the other.
    private const ulong ClockSlackNs = 1_000_000;

    /// <summary>Reads a process; null when there is none of that number, or it is a thread's.</summary>
    public static ProcEntry? Read(string proc, uint pid)
    {
        if (ReadStat(proc, pid) is not { } stat || Lines(proc, pid) is not { } status) return null;
        // One number for each namespace from that of this proc inwards.
        string[] numbers = status.GetValueOrDefault("NStgid", "").Split('\t', StringSplitOptions.RemoveEmptyEntries);
        if (numbers.Length == 0 || numbers[0] != pid.ToString(CultureInfo.InvariantCulture)) return null;
        if (status.GetValueOrDefault("Pid") != numbers[0] || !uint.TryParse(numbers[^1], out uint innermost)) return null;
        return new ProcEntry(pid, innermost, stat.StartTicks);
    }

    /// <summary>Whether a process of the kernel's table is this one, as far as numbers and clocks tell.</summary>
    /// <param name="namespacePid">Its number in its own pid namespace.</param>
    /// <param name="startNs">Its start, CLOCK_MONOTONIC.</param>
    /// <param name="suspendedNs">How long the machine has been suspended since boot: some of it may lie before the start.</param>
    public bool Matches(uint namespacePid, ulong startNs, ulong suspendedNs)
    {
        ulong beginNs = StartTicks * TickNs;
        return namespacePid == InnermostPid && startNs + suspendedNs + ClockSlackNs >= beginNs && startNs < beginNs + TickNs;
    }

    internal static (uint Flags, ulong StartTicks)? ReadStat(string proc, uint pid)
    {
        if (Text(proc, pid, "stat") is not { } stat) return null;
        // The name stands in parentheses and may hold some itself; after it come fields 3 and on.
        int end = stat.LastIndexOf(')');
        string[] fields = stat[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        const int Flags = 9 - 3, StartTime = 22 - 3;
        if (fields.Length <= StartTime || !uint.TryParse(fields[Flags], out uint flags)) return null;
        return ulong.TryParse(fields[StartTime], out ulong ticks) ? (flags, ticks) : null;
    }

    private static Dictionary<string, string>? Lines(string proc, uint pid)
    {
        if (Text(proc, pid, "status") is not { } status) return null;
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in status.Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0) lines.TryAdd(line[..colon], line[(colon + 1)..].Trim());
        }

        return lines;
    }

    private static string? Text(string proc, uint pid, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(proc, pid.ToString(CultureInfo.InvariantCulture), file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
