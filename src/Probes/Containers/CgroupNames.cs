using System.Collections.Frozen;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Containers;

/// <summary>Paths of control groups by id, from walks of cgroupfs that the worker makes.</summary>
/// <remarks>A cgroup's id is the inode number of its directory. Reading is safe from any thread.</remarks>
public sealed class CgroupNames
{
    private const int RefreshEveryMs = 2000;

    private readonly string? _root;
    private readonly Func<Action, bool> _post;
    private volatile FrozenDictionary<ulong, string> _paths = FrozenDictionary<ulong, string>.Empty;
    private long _nextRefreshMs;

    /// <summary>Finds the hierarchy that names containers: the v1 cpu controller's where it is mounted, else v2.</summary>
    public CgroupNames(Func<Action, bool> post)
    {
        _post = post;
        string? v1 = null, v2 = null;
        foreach (string line in File.ReadLines("/proc/self/mountinfo"))
        {
            // After " - ": file system type, source, super options; before it, field 5 is the mount point.
            int separator = line.IndexOf(" - ", StringComparison.Ordinal);
            if (separator < 0) continue;
            string[] kind = line[(separator + 3)..].Split(' ');
            string mount = line.Split(' ')[4];
            if (kind[0] == "cgroup2") v2 ??= mount;
            if (kind[0] == "cgroup" && kind.Length > 2 && kind[2].Split(',').Contains("cpu")) v1 ??= mount;
        }

        // A controller is in one hierarchy only. That v2 has others, those v1 does not use, says nothing of containers.
        IsV1 = v1 is not null;
        _root = IsV1 ? v1 : v2;
    }

    /// <summary>Whether containers are told apart by the v1 cpu hierarchy.</summary>
    public bool IsV1 { get; }

    /// <summary>Path below the hierarchy's root of the cgroup with that id; null for the root and for one not known (yet).</summary>
    public string? NameOf(ulong cgroupId)
    {
        if (_paths.TryGetValue(cgroupId, out string? path)) return path.Length == 0 ? null : path;
        long now = Environment.TickCount64, due = Volatile.Read(ref _nextRefreshMs);
        if (now >= due && Interlocked.CompareExchange(ref _nextRefreshMs, now + RefreshEveryMs, due) == due) _post(Refresh);
        return null;
    }

    /// <summary>Id of the cgroup that <paramref name="nameOrPath"/> means: an id, a path, or the end of one path only; null when none or several.</summary>
    public ulong? Find(string nameOrPath)
    {
        string wanted = nameOrPath.TrimEnd('/');
        if (ulong.TryParse(wanted, out ulong id) && _paths.ContainsKey(id)) return id;
        ulong? found = null;
        foreach ((ulong key, string path) in _paths)
        {
            if (path.Length == 0) continue;
            if (path == wanted || path == "/" + wanted) return key;
            if (!path.EndsWith("/" + wanted, StringComparison.Ordinal)) continue;
            if (found is not null) return null;
            found = key;
        }

        return found;
    }

    /// <summary>Walks the hierarchy. Slow on machines with many cgroups: worker only.</summary>
    public void Refresh()
    {
        if (_root is null) return;
        var paths = new Dictionary<ulong, string>();
        Add(paths, _root, "");
        try
        {
            foreach (string directory in Directory.EnumerateDirectories(_root, "*", SearchOption.AllDirectories))
                Add(paths, directory, directory[_root.Length..]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A cgroup vanished during the walk: what was found so far is right, the next walk finds the rest.
        }

        _paths = paths.ToFrozenDictionary();
    }

    private static void Add(Dictionary<ulong, string> paths, string directory, string name)
    {
        if (LibC.InodeOf(directory) is { } inode) paths[inode] = name;
    }
}
