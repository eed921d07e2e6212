using System.Text;
using Probetop.Probes.Bpf;
using Probetop.Probes.Processes;

namespace Probetop.App.CommandLine;

/// <summary>A mounted file system.</summary>
/// <param name="Type">Its type, such as <c>cgroup2</c>.</param>
/// <param name="Path">Where it is mounted.</param>
/// <param name="Options">Its own options, such as the controllers of a v1 hierarchy.</param>
internal sealed record Mount(string Type, string Path, string Options);

/// <summary>What the machine allows, as files tell it; null: not there.</summary>
internal sealed record MachineFacts
{
    /// <summary>Kernel release.</summary>
    public string? Kernel { get; init; }

    /// <summary>Bytes of the kernel's type information.</summary>
    public long? BtfBytes { get; init; }

    /// <summary><c>kernel.unprivileged_bpf_disabled</c>.</summary>
    public string? UnprivilegedBpfDisabled { get; init; }

    /// <summary><c>kernel.perf_event_paranoid</c>.</summary>
    public string? PerfEventParanoid { get; init; }

    /// <summary>Lockdown in force: <c>none</c>, <c>integrity</c> or <c>confidentiality</c>.</summary>
    public string? Lockdown { get; init; }

    /// <summary>Whether sysfs can be looked at: the CPUs, the kernel's types.</summary>
    public bool HasSysfs { get; init; }

    /// <summary><c>kernel.kptr_restrict</c>.</summary>
    public string? KptrRestrict { get; init; }

    /// <summary>Active security modules, joined by commas.</summary>
    public string? SecurityModules { get; init; }

    /// <summary>Whether system calls pass a seccomp filter.</summary>
    public bool HasSeccompFilter { get; init; }

    /// <summary>The process's pid namespace, and that of its proc.</summary>
    public PidNamespace PidNamespace { get; init; } = PidNamespace.Initial;

    /// <summary>Soft limit of locked memory, as proc words it.</summary>
    public string? LockedMemory { get; init; }

    /// <summary>Whether the kernel counts maps against that limit; null when it was not asked.</summary>
    public bool? CountsLockedMemory { get; init; }

    /// <summary>Mounts of cgroup hierarchies.</summary>
    public IReadOnlyList<Mount> Cgroups { get; init; } = [];

    /// <summary>Where tracefs is mounted.</summary>
    public string? Tracefs { get; init; }

    /// <summary>Whether its tracepoints can be looked at.</summary>
    public bool CanReadTracefs { get; init; }

    /// <summary>Reads proc and sys below <paramref name="root"/>.</summary>
    public static MachineFacts Read(string root)
    {
        IReadOnlyList<Mount> mounts = MountsOf(ReadText(root, "proc/self/mountinfo") ?? "");
        var btf = new FileInfo(Path.Combine(root, "sys/kernel/btf/vmlinux"));
        string? tracefs = mounts.FirstOrDefault(mount => mount.Type == "tracefs")?.Path;
        return new MachineFacts
        {
            Kernel = ReadText(root, "proc/sys/kernel/osrelease"),
            BtfBytes = btf.Exists ? btf.Length : null,
            UnprivilegedBpfDisabled = ReadText(root, "proc/sys/kernel/unprivileged_bpf_disabled"),
            PerfEventParanoid = ReadText(root, "proc/sys/kernel/perf_event_paranoid"),
            Lockdown = LockdownOf(ReadText(root, "sys/kernel/security/lockdown")),
            HasSysfs = File.Exists(Path.Combine(root, "sys/devices/system/cpu/possible")),
            KptrRestrict = ReadText(root, "proc/sys/kernel/kptr_restrict"),
            SecurityModules = ReadText(root, "sys/kernel/security/lsm"),
            HasSeccompFilter = (ReadText(root, "proc/self/status") ?? "").Contains("\nSeccomp:\t2", StringComparison.Ordinal),
            PidNamespace = PidNamespace.Read(Path.Combine(root, "proc")),
            LockedMemory = LockedMemoryOf(ReadText(root, "proc/self/limits") ?? ""),
            Cgroups = [.. mounts.Where(mount => mount.Type is "cgroup" or "cgroup2")],
            Tracefs = tracefs,
            CanReadTracefs = tracefs is not null && Directory.Exists(Path.Combine(root, tracefs.TrimStart('/'), "events/sched")),
        };
    }

    /// <summary>This machine, with what only the kernel itself can be asked.</summary>
    public static MachineFacts ReadWithKernel(Rights rights) =>
        Read("/") with { CountsLockedMemory = rights.Has(Capability.Bpf) ? BpfLibrary.CountsLockedMemory() : null };

    /// <summary>A file's text without the white space around it; null when it cannot be read.</summary>
    public static string? ReadText(string root, string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path)).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Where a symbolic link points to; null when it cannot be read.</summary>
    public static string? ReadLink(string root, string path)
    {
        try
        {
            return new FileInfo(Path.Combine(root, path)).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // "none [integrity] confidentiality": the one in force stands in brackets.
    private static string? LockdownOf(string? text)
    {
        int begin = text?.IndexOf('[') ?? -1, end = text?.IndexOf(']') ?? -1;
        return begin >= 0 && end > begin ? text![(begin + 1)..end] : null;
    }

    private static string? LockedMemoryOf(string limits)
    {
        const string Name = "Max locked memory";
        foreach (string line in limits.Split('\n'))
        {
            if (!line.StartsWith(Name, StringComparison.Ordinal)) continue;
            string[] words = line[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return words.Length == 0 ? null : words[0];
        }

        return null;
    }

    private static List<Mount> MountsOf(string mountinfo)
    {
        var mounts = new List<Mount>();
        foreach (string line in mountinfo.Split('\n'))
        {
            // Before " - ", field 5 is the mount point; after it stand type, source and options.
            int separator = line.IndexOf(" - ", StringComparison.Ordinal);
            if (separator < 0) continue;
            string[] before = line[..separator].Split(' '), after = line[(separator + 3)..].Split(' ');
            if (before.Length > 4 && after.Length > 2) mounts.Add(new Mount(after[0], Unescape(before[4]), after[2]));
        }

        return mounts;
    }

    // Space, tab, line feed and backslash stand as \ and three octal digits.
    private static string Unescape(string path)
    {
        var text = new StringBuilder(path.Length);
        for (int i = 0; i < path.Length; i++)
        {
            bool escaped = path[i] == '\\' && i + 3 < path.Length && path.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0;
            if (escaped)
            {
                text.Append((char)(((path[i + 1] - '0') * 64) + ((path[i + 2] - '0') * 8) + (path[i + 3] - '0')));
                i += 3;
            }
            else
            {
                text.Append(path[i]);
            }
        }

        return text.ToString();
    }
}
