using Probetop.Probes.Histograms;
using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Dashboard;

namespace Probetop.Tests.Unit;

/// <summary>
/// A history of a small web server that was never measured: the same on every machine, as it is made with whole numbers only. Tables have
/// the columns of the real tools, and process rows pass through the real ranking.
/// </summary>
internal sealed class SyntheticHistory
{
    private const ulong NsPerSecond = 1_000_000_000;
    private const ulong BootNs = 273_600 * NsPerSecond;

    // 2026-01-01 12:00:00 UTC.
    private const long StartRealtimeNs = 1_767_268_800_000_000_000;

    private static readonly (ulong Ns, ulong Weight)[] Waits =
    [
        (250, 0), (500, 60), (1_000, 900), (2_000, 5_600), (4_000, 5_200), (8_000, 1_900), (16_000, 520), (32_000, 160), (64_000, 60),
        (128_000, 24), (256_000, 10), (512_000, 5), (1_024_000, 2), (2_048_000, 0),
    ];

    private static readonly (ulong Ns, ulong Weight)[] SlowWaits =
        [(512_000, 0), (1_024_000, 6), (4_096_000, 30), (8_192_000, 12), (16_384_000, 0)];

    private static readonly (ulong Ns, ulong Weight)[] Slices =
    [
        (1_000, 0), (4_000, 700), (16_000, 2_900), (32_000, 3_400), (64_000, 2_000), (256_000, 500), (1_024_000, 120), (4_096_000, 30),
        (8_192_000, 0),
    ];

    private static readonly (ulong Ns, ulong Weight)[] Interrupts =
        [(250, 0), (500, 90), (1_000, 240), (4_000, 120), (16_000, 12), (64_000, 0)];

    private static readonly (string Comm, uint Pid, ulong Busy)[] Programs =
    [
        ("postgres", 2217, 310), ("nginx", 1304, 180), ("nginx", 1305, 176), ("java", 3120, 150), ("node", 2810, 95),
        ("redis-server", 1788, 60),
        ("python3", 4401, 44), ("ksoftirqd/0", 15, 8), ("rcu_preempt", 17, 4), ("kworker/1:2", 3977, 7), ("kworker/u8:0", 4120, 5),
        ("systemd-journal", 412, 6), ("containerd", 901, 9), ("dockerd", 955, 7), ("sshd", 4302, 3), ("bash", 4310, 2), ("cron", 880, 1),
        ("prometheus", 2650, 30), ("node_exporter", 2655, 11), ("systemd", 1, 1), ("chronyd", 870, 1), ("dbus-daemon", 820, 1),
    ];

    private static readonly string[] Started =
    [
        "/usr/bin/ls --color=auto /", "/usr/sbin/CRON -f", "/bin/sh -c \"test -x /usr/sbin/anacron\"", "/usr/bin/git status --porcelain",
        "/usr/bin/curl -fsS http://127.0.0.1:8080/healthz", "/usr/bin/cut -d: -f1", "/usr/bin/sleep 5",
        "/usr/bin/awk \"{ print $2 }\" /proc/meminfo",
    ];

    private readonly ToolStatus[] _statuses = [.. Catalogue.Tools.Select(tool => RunningStatus(tool.Descriptor))];
    private ulong _random = 0x9E3779B97F4A7C15;

    public SyntheticHistory(int capacity = 600) => History = new History(capacity, long.MaxValue);

    public History History { get; }

    /// <summary>Number of CPUs.</summary>
    public int Cpus { get; init; } = 2;

    /// <summary>Number of processes; those beyond the named ones get numbers.</summary>
    public int Processes { get; set; } = Programs.Length;

    /// <summary>Losses of each tool from now on.</summary>
    public Losses Losses { get; set; } = Losses.None;

    /// <summary>The process that is selected from now on; 0: none.</summary>
    public uint SelectedPid { get; set; }

    /// <summary>Comm and arguments that every process has, instead of its own.</summary>
    public string? Comm { get; init; }

    /// <summary>Whether a process starts and one ends in each interval.</summary>
    public bool HasEvents { get; init; } = true;

    /// <summary>Whether time is missing before each interval from now on.</summary>
    public bool IsAfterGap { get; set; }

    /// <summary>Bytes written to the terminal.</summary>
    public double BytesWrittenPerSecond { get; set; } = 4096;

    /// <summary>Why nothing can be measured.</summary>
    public string? Failure { get; set; }

    public FrameContext Context => new(
        History, StatusOf, new HostFacts("web-7", "6.18.44", Cpus), 0, BytesWrittenPerSecond, Failure: Failure);

    public static SyntheticHistory Of(int intervals)
    {
        var history = new SyntheticHistory();
        history.Run(intervals);
        return history;
    }

    public ToolStatus StatusOf(ToolDescriptor tool) => _statuses[tool.Id];

    public void SetStatus(string tool, ToolStatus status) => _statuses[Catalogue.Find(tool)!.Descriptor.Id] = status;

    public void Start(string tool) => SetStatus(tool, new ToolStatus(ToolState.Ok, null, null, Rungs(Catalogue.Find(tool)!.Descriptor)));

    public void Run(int intervals)
    {
        for (int i = 0; i < intervals; i++) History.Append(Make(History.End, NsPerSecond));
    }

    /// <summary>Shows the running interval as it is after that time.</summary>
    public void PublishProvisional(ulong afterNs) => History.PublishProvisional(Make(History.End, afterNs));

    private static ToolStatus RunningStatus(ToolDescriptor tool) =>
        tool.Cost == CostClass.OnDemand ? ToolStatus.Off : new ToolStatus(ToolState.Ok, null, null, Rungs(tool));

    private static KeyValuePair<string, string>[] Rungs(ToolDescriptor tool) =>
        [.. tool.Requires.Select(name => KeyValuePair.Create(name, name == "sample" ? "perf_event" : "tp_btf"))];

    private Snapshot Make(long index, ulong durationNs)
    {
        bool isFirst = index == 0;
        var tools = new ToolSnapshot[Catalogue.Tools.Count];
        foreach (Tool tool in Catalogue.Tools)
        {
            ToolDescriptor descriptor = tool.Descriptor;
            ToolStatus status = StatusOf(descriptor);
            ToolData? data = status.Runs && !isFirst ? DataOf(tool, index, durationNs) : null;
            tools[descriptor.Id] = new ToolSnapshot(descriptor, status, data is null && isFirst ? 0 : durationNs, Losses, data);
        }

        return new Snapshot
        {
            Index = index,
            StartNs = BootNs + ((ulong)index * NsPerSecond),
            StartRealtimeNs = StartRealtimeNs + (index * (long)NsPerSecond),
            DurationNs = durationNs,
            AfterGap = IsAfterGap,
            Tools = tools,
            Processes = isFirst ? null : ProcessTable(durationNs),
            Cpus = isFirst ? null : CpuTable(index),
            Programs = index % 30 == 2 ? Costs(measured: true) : Costs(measured: false),
            Self = new SelfCost(isFirst ? null : 0.4, index < 2 ? null : 1.2, 31 << 20, 6 << 20, index * 20_000, 1.42, 273_600 + index),
            SelectionGeneration = SelectedPid,
        };
    }

    private static ProgramCost[] Costs(bool measured) =>
    [
        Cost(41, "sched_switch", 22_087, 2_849_223, measured, "cpudist", "cputime", "runqlat"),
        Cost(42, "sched_wakeup", 11_300, 1_209_100, measured, "runqlat"),
        Cost(43, "sched_process_exec", 0, 0, measured, "execsnoop"),
    ];

    private static ProgramCost Cost(uint id, string name, ulong runs, ulong ns, bool measured, params string[] tools) =>
        new(id, name, "tp_btf", name, tools, measured ? runs : null, measured ? ns : null);

    private ToolData? DataOf(Tool tool, long index, ulong durationNs)
    {
        // Slow for three intervals in 23, the last of ninety among them; the load rises and falls in 34.
        bool isSlow = (index + 22) % 23 is >= 17 and <= 19;
        ulong load = 55 + (ulong)(3 * Math.Abs((index % 34) - 17));
        ulong share = durationNs / 1_000_000 * load / 100;
        switch (tool.Descriptor.Name)
        {
            case "runqlat":
                Histogram waits = Shape(BucketScale.LogLinearTime, share, isSlow ? [.. Waits[..^1], .. SlowWaits[2..]] : Waits);
                return new HistogramData("ns", waits, SelectedPid == 0 ? null : Shape(BucketScale.LogLinearTime, share / 6, Waits), []);
            case "cpudist":
                Histogram slices = Shape(BucketScale.LogLinearTime, share, Slices);
                return new HistogramData("ns", slices, SelectedPid == 0 ? null : Shape(BucketScale.LogLinearTime, share / 7, Slices), []);
            case "runqlen":
                return new HistogramData("count", Lengths(isSlow), null, []);
            case "softirqs":
                return Series(share, "vec", ["timer", "net_tx", "net_rx", "block", "sched", "rcu"]);
            case "hardirqs":
                return Series(share, "irq", ["24 virtio0-input.0", "25 virtio0-output.0", "26 virtio1-req.0", "1 i8042"]);
            case "syscount":
                return Series(
                    share, "syscall", ["read", "write", "epoll_wait", "futex", "openat", "close", "recvfrom", "sendto", "clock_nanosleep"]);
            case "cachestat":
                return new TableData(PageCache(tool.Descriptor, (long)share));
            case "fsdist":
                return Series(share, "operation", ["ext4 read", "ext4 write", "ext4 open", "ext4 fsync", "xfs read", "overlay open"]);
            case "execsnoop" or "fsslower" or "opensnoop" or "statsnoop":
                return new EventData(Events(tool.Descriptor, index, durationNs));
            case "exitsnoop":
                return new EventData(Events(tool.Descriptor, index, durationNs));
            default:
                return null;
        }
    }

    private Table PageCache(ToolDescriptor tool, long share)
    {
        var values = new List<Value>();
        foreach ((string device, string type, long hits, long misses) in
            ((string, string, long, long)[])[("vda1", "ext4", 4_100, 31), ("vdb", "xfs", 900, 0), ("overlay", "overlay", 610, 77)])
        {
            long found = hits * share, read = misses * share;
            values.AddRange(
            [
                Value.Of(Comm ?? device), Value.Of(type), Value.Of(found), Value.Of(read), Value.Of(100.0 * found / (found + read)),
                Value.Of(share * (misses / 5)),
            ]);
        }

        return new Table(tool.Columns, [.. values]);
    }

    private HistogramData Series(ulong share, string key, string[] names)
    {
        var series = new List<Series>();
        for (int i = 0; i < names.Length; i++)
        {
            BucketScale scale = key is "vec" or "operation" ? BucketScale.LogLinearTime : BucketScale.Log2Time;
            Histogram all = Shape(scale, share * (ulong)(names.Length - i) / 2, Interrupts);
            bool hasSelected = SelectedPid != 0 && key is "syscall" or "operation" && i < 4;
            Histogram? selected = hasSelected ? Shape(scale, share * (ulong)(names.Length - i) / 9, Interrupts) : null;
            string[] parts = names[i].Split(' ');
            KeyValuePair<string, string>[] parsed = key switch
            {
                "irq" => [new("irq", parts[0]), new("name", Comm ?? parts[1])],
                "syscall" => [new("syscall", names[i]), new("number", $"{i}")],
                "operation" => [new("fs", Comm ?? parts[0]), new("operation", parts[1])],
                _ => [new(key, names[i])],
            };
            series.Add(new Series(parsed, all, selected, key == "syscall" ? all.Total / 100 : null));
        }

        bool isSelected = SelectedPid != 0 && key is "syscall" or "operation";
        return new HistogramData("ns", series[0].All, isSelected ? series[0].Selected : null, series);
    }

    private Table Events(ToolDescriptor tool, long index, ulong durationNs)
    {
        if (!HasEvents) return new Table(tool.Columns, []);
        var rows = new List<Value>();
        for (long i = 0; i < 1 + (index % 3); i++)
        {
            ulong afterNs = (ulong)i * 300_000_000;
            if (afterNs > durationNs) break;
            string args = Started[(index + i) % Started.Length];
            string comm = args.Split(' ')[0].Split('/')[^1];
            ulong timeNs = BootNs + ((ulong)index * NsPerSecond) + afterNs;
            foreach (Column column in tool.Columns)
            {
                rows.Add(column.Name switch
                {
                    "time_ns" => Value.Of(timeNs),
                    "comm" => Value.Of(Comm ?? comm),
                    "args" => Value.Of(Comm is null ? args : $"{args} {Comm}"),
                    "latency_ns" => Value.Of(11_000_000L + (i * 7_300_000)),
                    "operation" => Value.Of("read"),
                    "bytes" => Value.Of(65_536L),
                    "fs" => Value.Of("ext4"),
                    "path" => Value.Of(Comm ?? args.Split(' ')[0]),
                    "error" => Value.Of(i == 0 ? "ENOENT" : null),
                    "ret" when tool.Pane == "fs" => Value.Of(i == 0 ? -2 : 3L),
                    "open_flags" => Value.Of("RDONLY|CLOEXEC"),
                    "syscall" => Value.Of("newfstatat"),
                    "pid" => Value.Of(4500 + (index * 3) + i),
                    "ppid" => Value.Of(4310L),
                    "lifetime_ns" => Value.Of(1_700_000 * (1 + index)),
                    "start_ns" => Value.Of(timeNs),
                    "container" => Value.Absent,
                    _ => Value.Of(0L),
                });
            }
        }

        return new Table(tool.Columns, [.. rows]);
    }

    private Table ProcessTable(ulong durationNs)
    {
        Tool[] tools = [.. Catalogue.Tools.Where(tool => tool.PerProcess is not null)];
        ProcessPart[] parts = [.. tools.Select(tool => tool.PerProcess!)];
        ulong[] intervalsNs = [.. tools.Select(tool => StatusOf(tool.Descriptor).Runs ? durationNs : 0)];
        var shape = new ProcessRows(parts);
        var rows = new List<ProcessRow>();
        for (int i = 0; i < Processes; i++)
        {
            (string comm, uint pid, ulong busy) = i < Programs.Length ? Programs[i] : ($"worker-{i}", (uint)(10_000 + i), 1 + Random(40));
            var words = new ulong[shape.Words];
            for (int part = 0; part < parts.Length; part++)
                Fill(words.AsSpan(shape.OffsetOf(part), parts[part].Words), parts[part].Map, busy * durationNs / NsPerSecond, i);
            var identity = new ProcessIdentity(pid, BootNs - ((ulong)pid * 1_000_000));
            rows.Add(new ProcessRow { Identity = identity, Comm = Comm ?? comm, Words = words });
        }

        return shape.ToTable(rows, new ulong[shape.Words], intervalsNs, 200, _ => null);
    }

    private void Fill(Span<ulong> words, string map, ulong busy, int row)
    {
        if (map == "cachestat_process")
        {
            (words[0], words[1], words[2], words[3]) = (busy * 90, busy * (ulong)(row % 5), 0, busy * (ulong)(row % 3) * 2);
            return;
        }

        ulong count = (busy * 8) + Random(9);
        switch (map)
        {
            case "cputime_process":
                words[0] = busy * 1_000_000;
                words[1] = count;
                words[2] = count / 7;
                break;
            case "migrations_process":
                words[0] = busy / 9;
                break;
            default:
                int typical = 2 + (row % 4) + (map == "cpudist_process" ? 2 + (row % 3) : 0);
                words[0] = count * 9_000;
                words[typical] = count / 3;
                words[typical + 1] = count / 2;
                words[typical + 2] = count / 9;
                words[typical + 3 + (row % 5)] = count / 60;
                break;
        }
    }

    private Table CpuTable(long index)
    {
        IEnumerable<Tool> running = Catalogue.Tools.Where(tool => StatusOf(tool.Descriptor).Runs);
        Column[] columns = [new("cpu", ColumnType.Int, null, "CPU", 4), .. running.SelectMany(tool => tool.CpuColumns)];
        var values = new List<Value>();
        for (int cpu = 0; cpu < Cpus; cpu++)
        {
            foreach (Column column in columns)
            {
                values.Add(column.Name switch
                {
                    "cpu" => Value.Of((long)cpu),
                    "busy_percent" => Value.Of((double)((37 + (cpu * 7) + index) % 100)),
                    "wait_p50_ns" => Value.Of(3_900.0 + (cpu * 100)),
                    "wait_p99_ns" => Value.Of(310_000.0 + (cpu * 5_000)),
                    "slice_p50_ns" => Value.Of(29_000.0),
                    "runqlen_mean" => Value.Of(0.25 * (1 + (cpu % 5))),
                    "migrations_in" or "migrations_out" => Value.Of(12L + cpu),
                    _ => Value.Of(9_000 + (long)Random(900)),
                });
            }
        }

        return new Table(columns, [.. values]);
    }

    private static Histogram Lengths(bool isSlow)
    {
        var dense = new ulong[Buckets.LinearCount];
        (dense[0], dense[1], dense[2], dense[3]) = isSlow ? (90UL, 61UL, 32UL, 15UL) : (151UL, 36UL, 9UL, 2UL);
        return Histogram.FromDense(BucketScale.Linear, dense, (dense[1] * 1) + (dense[2] * 2) + (dense[3] * 3));
    }

    // Weights between the points on a straight line, times the share in thousandths, a fifth of it by chance.
    private Histogram Shape(BucketScale scale, ulong share, ReadOnlySpan<(ulong Ns, ulong Weight)> points)
    {
        var dense = new ulong[Buckets.Count(scale)];
        ulong sum = 0;
        for (int i = 1; i < points.Length; i++)
        {
            int from = Buckets.IndexOf(scale, points[i - 1].Ns), to = Buckets.IndexOf(scale, points[i].Ns);
            for (int bucket = from; bucket < to; bucket++)
            {
                ulong fromLow = points[i - 1].Weight * (ulong)(to - bucket), fromHigh = points[i].Weight * (ulong)(bucket - from);
                ulong weight = (fromLow + fromHigh) / (ulong)(to - from);
                ulong count = weight * share * (90 + Random(20)) / 250_000;
                if (count == 0 && weight * share > Random(250_000)) count = 1;
                dense[bucket] += count;
                sum += count * Buckets.Low(scale, bucket);
            }
        }

        return Histogram.FromDense(scale, dense, sum);
    }

    private ulong Random(ulong below)
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        return _random % below;
    }
}
