using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;

namespace Probetop.Probes.Processes;

/// <summary>What one process did in an interval: a word row per <see cref="ProcessPart"/>, one after the other.</summary>
internal sealed class ProcessRow
{
    public ProcessIdentity Identity { get; set; }

    public string Comm { get; set; } = "";

    public ulong CgroupId { get; set; }

    public uint Ppid { get; set; }

    public uint NsTgid { get; set; }

    public uint Uid { get; set; }

    public bool Exited { get; set; }

    public required ulong[] Words { get; init; }
}

/// <summary>Turns what processes did into the process table: ranks, keeps the top, sums the rest as <c>other</c>.</summary>
internal sealed class ProcessRows
{
    /// <summary>Columns that name a process, before those of the tools.</summary>
    internal static IReadOnlyList<Column> IdentityColumns { get; } =
    [
        new("pid", ColumnType.Int, null, "PID", 7),
        new("start_ns", ColumnType.Int, "time_ns", "STARTED", -1),
        new("ppid", ColumnType.Int, null, "PPID", -1),
        new("ns_pid", ColumnType.Int, null, "NSPID", -1),
        new("uid", ColumnType.Int, null, "UID", -1),
        new("comm", ColumnType.String, null, "COMM", 15),
        new("container", ColumnType.String, null, "CONTAINER", -1),
        new("cgroup_id", ColumnType.Int, null, "CGROUP", -1),
        new("exited", ColumnType.Bool, null, "EXITED", -1),
    ];

    private readonly IReadOnlyList<ProcessPart> _parts;
    private readonly int[] _offsets;
    private readonly Column[] _columns;

    public ProcessRows(IReadOnlyList<ProcessPart> parts)
    {
        _parts = parts;
        _offsets = new int[parts.Count];
        var columns = new List<Column>(IdentityColumns);
        for (int i = 0; i < parts.Count; i++)
        {
            _offsets[i] = Words;
            Words += parts[i].Words;
            foreach (ProcessColumn column in parts[i].Columns) columns.Add(column.Column);
        }

        _columns = [.. columns];
    }

    /// <summary>Words of a row.</summary>
    public int Words { get; }

    /// <summary>First word of a part in a row.</summary>
    public int OffsetOf(int part) => _offsets[part];

    /// <summary>Makes the table: the most active processes, then <c>other</c> (pid 0) if there are more.</summary>
    /// <param name="rows">What each process did.</param>
    /// <param name="overflow">What processes without a slot did.</param>
    /// <param name="intervalsNs">By part, how long it was counted; 0: its columns are absent.</param>
    /// <param name="keep">Most rows.</param>
    /// <param name="container">Names a container.</param>
    public Table ToTable(
        IEnumerable<ProcessRow> rows,
        ReadOnlySpan<ulong> overflow,
        ReadOnlySpan<ulong> intervalsNs,
        int keep,
        Func<ulong, string?> container)
    {
        var ranked = new List<ProcessRow>();
        foreach (ProcessRow row in rows)
            if (row.Words.AsSpan().ContainsAnyExcept(0UL)) ranked.Add(row);
        ranked.Sort((left, right) => Activity(right.Words).CompareTo(Activity(left.Words)));

        bool other = ranked.Count > keep || overflow.ContainsAnyExcept(0UL);
        int kept = Math.Min(ranked.Count, keep);
        var values = new Value[(kept + (other ? 1 : 0)) * _columns.Length];
        for (int i = 0; i < kept; i++)
            Fill(values.AsSpan(i * _columns.Length, _columns.Length), ranked[i], intervalsNs, container);
        if (!other) return new Table(_columns, values);

        var rest = overflow.ToArray();
        for (int i = kept; i < ranked.Count; i++) Add(rest, ranked[i].Words);
        Span<Value> last = values.AsSpan(kept * _columns.Length);
        last[0] = Value.Of(0L);
        last[5] = Value.Of("other");
        FillParts(last[IdentityColumns.Count..], rest, intervalsNs);
        return new Table(_columns, values, truncated: true);
    }

    /// <summary>The distribution of one part of a row.</summary>
    public Histogram HistogramOf(int part, ReadOnlySpan<ulong> words) => Histogram.FromDense(
        BucketScale.Log2Time, words.Slice(_offsets[part] + 1, Buckets.Log2Count), words[_offsets[part]]);

    /// <summary>The parts of a process's key in a series.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> KeyOf(ProcessRow row, Func<ulong, string?> container)
    {
        var key = new List<KeyValuePair<string, string>>
        {
            new("pid", $"{row.Identity.Tgid}"), new("start_ns", $"{row.Identity.StartNs}"), new("comm", row.Comm),
        };
        if (container(row.CgroupId) is { } name) key.Add(new("container", name));
        return key;
    }

    /// <summary>Adds <paramref name="words"/> to <paramref name="sums"/>.</summary>
    public static void Add(Span<ulong> sums, ReadOnlySpan<ulong> words)
    {
        for (int i = 0; i < sums.Length; i++) sums[i] += words[i];
    }

    private static void FillIdentity(Span<Value> values, ProcessRow row, Func<ulong, string?> container)
    {
        values[0] = Value.Of((long)row.Identity.Tgid);
        values[1] = Value.Of(row.Identity.StartNs);
        values[2] = Value.Of((long)row.Ppid);
        values[3] = Value.Of((long)row.NsTgid);
        values[4] = Value.Of((long)row.Uid);
        values[5] = Value.Of(row.Comm);
        values[6] = Value.Of(container(row.CgroupId));
        values[7] = Value.Of(row.CgroupId);
        values[8] = Value.Of(row.Exited);
    }

    // In effect, time on and waiting for a CPU.
    private ulong Activity(ReadOnlySpan<ulong> words)
    {
        ulong activity = 0;
        for (int i = 0; i < _offsets.Length; i++)
            if (_parts[i].Ranks) activity += words[_offsets[i]];
        return activity;
    }

    private void Fill(Span<Value> values, ProcessRow row, ReadOnlySpan<ulong> intervalsNs, Func<ulong, string?> container)
    {
        FillIdentity(values, row, container);
        FillParts(values[IdentityColumns.Count..], row.Words, intervalsNs);
    }

    private void FillParts(Span<Value> values, ReadOnlySpan<ulong> words, ReadOnlySpan<ulong> intervalsNs)
    {
        int at = 0;
        for (int i = 0; i < _parts.Count; i++)
        {
            ReadOnlySpan<ulong> mine = words.Slice(_offsets[i], _parts[i].Words);
            var delta = _parts[i].Counters > 0 ? new ProcessDelta(mine[0], mine, default) : new ProcessDelta(mine[0], default, mine[1..]);
            foreach (ProcessColumn column in _parts[i].Columns)
                values[at++] = intervalsNs[i] == 0 ? Value.Absent : column.Of(delta, intervalsNs[i]);
        }
    }
}
