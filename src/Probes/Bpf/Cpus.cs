namespace Probetop.Probes.Bpf;

/// <summary>The machine's CPUs as the kernel numbers them. Without sysfs everything here throws <see cref="BpfException"/>.</summary>
public static class Cpus
{
    private static readonly Lazy<int> Slots = new(() => Read("possible")[^1] + 1);

    /// <summary>Elements that an array indexed by CPU needs: the highest number a CPU can ever get, plus one.</summary>
    public static int SlotCount => Slots.Value;

    /// <summary>Numbers of the CPUs that run now, rising.</summary>
    public static IReadOnlyList<int> ReadOnline() => Read("online");

    private static List<int> Read(string list)
    {
        string path = "/sys/devices/system/cpu/" + list;
        try
        {
            return Parse(File.ReadAllText(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BpfException($"the CPUs of this machine are not known: {path} cannot be read", error);
        }
    }

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
