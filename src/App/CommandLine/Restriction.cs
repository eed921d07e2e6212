using Probetop.Probes.Containers;
using Probetop.Probes.Processes;
using Probetop.Probes.Sampling;

namespace Probetop.App.CommandLine;

/// <summary>What the command line restricts everything to.</summary>
/// <param name="Selection">As the session takes it.</param>
/// <param name="Cgroup">Path of the cgroup below its hierarchy's root; null when none was named.</param>
internal sealed record Restriction(Selection Selection, string? Cgroup)
{
    private const string Proc = "/proc";

    /// <summary>The process's number as it was given; null when none was.</summary>
    public uint? Pid => Selection.Process?.Tgid ?? Selection.ProcEntry?.Pid;

    /// <summary>Makes it of the three options; null when none is given.</summary>
    /// <exception cref="CommandException">There is no such process or cgroup, or there are several.</exception>
    public static Restriction? Of(uint? pid, string? cgroup, string? comm)
    {
        if (pid is null && cgroup is null && comm is null) return null;
        bool isGlobal = PidNamespace.Read(Proc).ProcIsInitial;
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
                Process = pid is { } tgid && isGlobal ? new ProcessIdentity(tgid, 0) : null,
                ProcEntry = pid is { } number && !isGlobal ? EntryOf(number) : null,
                CgroupId = id,
                Comm = comm,
                Label = string.Join(", ", parts),
            },
            path);
    }

    private static ProcEntry EntryOf(uint pid) =>
        ProcEntry.Read(Proc, pid) ?? throw new CommandException($"--pid {pid}: there is no process of this number in /proc");

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
