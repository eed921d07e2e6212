using Probetop.Probes.Containers;
using Probetop.Probes.Processes;
using Probetop.Probes.Sampling;

namespace Probetop.App.CommandLine;

/// <summary>What the command line restricts everything to.</summary>
/// <param name="Selection">As the session takes it.</param>
/// <param name="Cgroup">Path of the cgroup below its hierarchy's root; null when none was named.</param>
internal sealed record Restriction(Selection Selection, string? Cgroup)
{
    /// <summary>Makes it of the three options; null when none is given.</summary>
    /// <exception cref="CommandException">There is no such cgroup, or there are several.</exception>
    public static Restriction? Of(uint? pid, string? cgroup, string? comm)
    {
        if (pid is null && cgroup is null && comm is null) return null;
        string? path = null;
        ulong? id = cgroup is null ? null : CgroupIdOf(cgroup, out path);
        string[] parts =
        [
            .. pid is null ? [] : new[] { $"pid {pid}" },
            .. cgroup is null ? [] : new[] { $"cgroup {path}" },
            .. comm is null ? [] : new[] { $"comm {comm}" },
        ];
        return new Restriction(
            new Selection
            {
                Process = pid is { } tgid ? new ProcessIdentity(tgid, 0) : null,
                CgroupId = id,
                Comm = comm,
                Label = string.Join(", ", parts),
            },
            path);
    }

    private static ulong CgroupIdOf(string cgroup, out string path)
    {
        var names = new CgroupNames(_ => false);
        names.Refresh();
        if (names.Find(cgroup) is not { } id)
        {
            throw new CommandException(
                $"--cgroup {cgroup}: no cgroup has this id or path, or not exactly one path ends in it; give the whole path, "
                + (names.IsV1 ? "as in /proc/PID/cgroup on the line of the cpu controller" : "as in /proc/PID/cgroup"));
        }

        path = names.NameOf(id) ?? "/";
        return id;
    }
}
