using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Text;

namespace Probetop.Probes.Tools;

/// <summary>The columns that every event has, around those of its tool.</summary>
internal static class EventRow
{
    /// <summary>Number of columns before the tool's own.</summary>
    public const int Before = 4;

    private static readonly Column[] First =
    [
        new("time_ns", ColumnType.Int, "time_ns", "TIME", 8),
        new("comm", ColumnType.String, null, "COMM", 15),
        new("pid", ColumnType.Int, null, "PID", 7),
        new("ppid", ColumnType.Int, null, "PPID", 7),
    ];

    private static readonly Column[] Last =
    [
        new("uid", ColumnType.Int, null, "UID", -1),
        new("ns_pid", ColumnType.Int, null, "NSPID", -1),
        new("start_ns", ColumnType.Int, "time_ns", "STARTED", -1),
        new("container", ColumnType.String, null, "CONTAINER", -1),
        new("cgroup_id", ColumnType.Int, null, "CGROUP", -1),
    ];

    /// <summary>All columns of an event tool.</summary>
    public static IReadOnlyList<Column> Columns(params Column[] own) => [.. First, .. own, .. Last];

    /// <summary>Fills who and when; what lies between is the tool's.</summary>
    public static void Fill(in EventHeader header, EventNames names, Span<Value> row)
    {
        row[0] = Value.Of(header.TimeNs);
        row[1] = Value.Of(KernelText.Decode(header.Comm));
        row[2] = Value.Of((long)header.Pid);
        row[3] = Value.Of((long)header.Ppid);
        Span<Value> last = row[^Last.Length..];
        last[0] = Value.Of((long)header.Uid);
        last[1] = Value.Of((long)header.NsPid);
        last[2] = Value.Of(header.StartNs);
        last[3] = Value.Of(names.Container(header.CgroupId));
        last[4] = Value.Of(header.CgroupId);
    }
}
