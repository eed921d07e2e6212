namespace Probetop.Probes.Bpf;

/// <summary>The machine's CPUs as the kernel numbers them.</summary>
public static class Cpus
{
    private const string Directory = "/sys/devices/system/cpu/";

    /// <summary>Elements that an array indexed by CPU needs: the highest number a CPU can ever get, plus one.</summary>
    public static int SlotCount { get; } = Parse(File.ReadAllText(Directory + "possible"))[^1] + 1;

    /// <summary>Numbers of the CPUs that run now, rising.</summary>
    public static IReadOnlyList<int> ReadOnline() => Parse(File.ReadAllText(Directory + "online"));

    /// <summary>Reads the kernel's list format, such as <c>0-3,8,10-11</c>.</summary>
    internal static List<int> Parse(string text)
    {
        List<int> cpus = [];
        foreach (string range in text.Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] ends = range.Split('-');
            int first = int.Parse(ends[0]), last = int.Parse(ends[^1]);
            for (int cpu = first; cpu <= last; cpu++) cpus.Add(cpu);
        }

        return cpus;
    }
}
