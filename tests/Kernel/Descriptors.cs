using System.Globalization;

namespace Probetop.Tests.Kernel;

/// <summary>The kernel's numbers of the BPF programs, maps and links that a process holds descriptors of, rising.</summary>
internal sealed record Descriptors(uint[] Programs, uint[] Maps, uint[] Links)
{
    public static Descriptors OfThisProcess() => Of(Environment.ProcessId);

    public static Descriptors Of(int pid)
    {
        var ids = new Dictionary<string, SortedSet<uint>> { ["prog_id:"] = [], ["map_id:"] = [], ["link_id:"] = [] };
        foreach (string path in Directory.GetFiles($"/proc/{pid}/fdinfo"))
        {
            foreach (string line in Lines(path))
            {
                string[] words = line.Split(['\t', ' '], StringSplitOptions.RemoveEmptyEntries);
                if (words.Length == 2 && ids.TryGetValue(words[0], out SortedSet<uint>? set))
                    set.Add(uint.Parse(words[1], CultureInfo.InvariantCulture));
            }
        }

        return new Descriptors([.. ids["prog_id:"]], [.. ids["map_id:"]], [.. ids["link_id:"]]);
    }

    private static string[] Lines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            // Closed while we looked.
            return [];
        }
    }
}
