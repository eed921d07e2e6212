using Probetop.Probes.Containers;

namespace Probetop.Tests.Kernel.Workloads;

/// <summary>A control group of the hierarchy that names containers here, removed at the end.</summary>
internal sealed class TestCgroup : IDisposable
{
    private static int _count;
    private readonly string _directory;

    public TestCgroup()
    {
        Path = $"/probetop-test-{Environment.ProcessId}-{++_count}";
        _directory = Hierarchy() + Path;
        Directory.CreateDirectory(_directory);
        var names = new CgroupNames(_ => true);
        names.Refresh();
        Id = names.Find(Path) ?? throw new InvalidOperationException($"{_directory} has no id");
    }

    /// <summary>Path below the root of the hierarchy.</summary>
    public string Path { get; }

    public ulong Id { get; }

    /// <summary>Moves a process in.</summary>
    public void Add(int pid) => File.WriteAllText(_directory + "/cgroup.procs", $"{pid}");

    public void Dispose()
    {
        // Processes that were in it may still be on their way out.
        Eventually.True(TryRemove, $"{_directory} is removed");
    }

    private bool TryRemove()
    {
        try
        {
            Directory.Delete(_directory);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // The cpu controller is on one hierarchy only, v1 or v2.
    private static string Hierarchy()
    {
        string[][] mounts = [.. File.ReadLines("/proc/self/mounts").Select(line => line.Split(' '))];
        string[]? v1 = mounts.FirstOrDefault(mount => mount[2] == "cgroup" && mount[3].Split(',').Contains("cpu"));
        return (v1 ?? mounts.First(mount => mount[2] == "cgroup2"))[1];
    }
}
