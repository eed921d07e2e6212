using System.Text;
using Probetop.App.Output;
using Probetop.Probes.Events;
using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Tests.Unit.Layout;

/// <summary>What <c>probetop snapshot --tool NAME</c> prints of made-up machines: the examples of the pages in docs/tools.</summary>
internal static class ToolExamples
{
    private const ulong Us = 1_000;
    private const ulong Ms = 1_000_000;
    private const long Second = 1_000_000_000;

    /// <summary>The output for a tool, without the line feed at its end.</summary>
    /// <exception cref="KeyNotFoundException">The tool has no example.</exception>
    public static string Of(string tool)
    {
        using var stream = new MemoryStream();
        using (var lines = new LineWriter(stream, ascii: false)) SnapshotText.Write(lines, DocumentOf(tool), utcOffsetSeconds: 0);
        return Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n');
    }

    private static SnapshotDocument DocumentOf(string tool) => tool switch
    {
        "cachestat" => Document(tool, SyntheticSnapshot.Rows(tool,
            Pages("nvme0n1p2", "ext4", 1_204_511, 18_233, 4_107),
            Pages("nvme1n1", "xfs", 31_220, 96_404, 0)),
            (2_318, "postgres", [127_104, 96_400, 0, 0]),
            (30_155, "gzip", [20_480, 18_211, 2_055, 2_055])),
        "cpudist" => Document(tool, Whole(BucketScale.LogLinearTime, "ns",
            (2_400, 3_120), (6_500, 8_755), (13 * Us, 9_310), (27 * Us, 5_204), (45 * Us, 2_116), (90 * Us, 1_033), (200 * Us, 410),
            (390 * Us, 122), (700 * Us, 60), (1_400 * Us, 41), (2_900 * Us, 388), (3_950 * Us, 1_217))),
        "cputime" => Document(tool, null,
            (2_318, "postgres", [9_412 * Ms, 31_077, 2_210]),
            (902, "nginx", [1_160 * Ms, 20_433, 97]),
            (30_155, "gzip", [803 * Ms, 215, 201]),
            (1, "systemd", [21 * Ms, 160, 2]),
            (17, "rcu_preempt", [4 * Ms, 1_902, 0])),
        "execsnoop" => Document(tool, SyntheticSnapshot.Events(tool,
            Exec(0.213, "sh", 30_151, 611, 0, "/bin/sh -c \"nice backup --full\""),
            Exec(0.215, "nice", 30_152, 30_151, 0, "nice backup --full"),
            Exec(0.216, "nice", 30_152, 30_151, -2, "/usr/local/sbin/backup --full"),
            Exec(0.217, "backup", 30_152, 30_151, 0, "/usr/bin/python3 /usr/local/bin/backup --full"),
            Exec(0.301, "gzip", 30_155, 30_152, 0, "gzip -9"))),
        "exitsnoop" => Document(tool, SyntheticSnapshot.Events(tool,
            Exit(1.104, "gzip", 30_155, 30_152, 0, 0, 803 * Second / 1_000),
            Exit(1.106, "backup", 30_152, 30_151, 1, 0, 891 * Second / 1_000),
            Exit(1.107, "sh", 30_151, 611, 1, 0, 895 * Second / 1_000),
            Exit(3.620, "postgres", 28_477, 2_318, 0, 9, 7_260 * Second))),
        "fsdist" => Document(tool, Keyed("ns", BucketScale.LogLinearTime,
            ([new("fs", "ext4"), new("operation", "read")], null, [(1_300, 8_204), (2_700, 3_155), (5_400, 240), (3 * Ms, 12), (7 * Ms, 9)]),
            ([new("fs", "ext4"), new("operation", "open")], null, [(2_900, 377), (6_100, 41)]),
            ([new("fs", "ext4"), new("operation", "fsync")], null, [(6 * Ms, 31), (13 * Ms, 17)]))),
        "fsslower" => Document(tool, SyntheticSnapshot.Events(tool,
            Slow(0.731, "postgres", 2_318, 1, 18_400, "fsync", null, null, "ext4", "/lib/postgresql/15/main/pg_wal/000000010000000A"),
            Slow(1.002, "postgres", 2_320, 1, 23_100, "read", 8_192, 90_112, "ext4", "/lib/postgresql/15/main/base/16384/24601"),
            Slow(2.414, "rsync", 30_190, 611, 41_800, "write", 262_144, 7_864_320, "xfs", "/backup/.data.img.x9QkLz"))),
        "hardirqs" => Document(tool, Keyed("ns", BucketScale.Log2Time,
            ([new("irq", "41"), new("name", "nvme0q1")], null, [(700, 402), (1_500, 1_260), (3_100, 188), (6_200, 9)]),
            ([new("irq", "53"), new("name", "eth0-rx-0")], null, [(800, 3_955), (1_400, 2_107), (2_800, 71)]))),
        "migrations" => Document(tool, null,
            (2_318, "postgres", [1_204]),
            (902, "nginx", [233]),
            (30_155, "gzip", [12]),
            (88, "kworker/u8:2", [7])),
        "opensnoop" => Document(tool, SyntheticSnapshot.Events(tool,
            Path(0.118, "nginx", 1_304, 1_301, -2, "open_flags", "RDONLY|NONBLOCK", "/var/cache/nginx/7/1c/5f0a"),
            Path(0.119, "nginx", 1_304, 1_301, 17, "open_flags", "RDWR|CREAT|EXCL|CLOEXEC", "/var/cache/nginx/0000000123"),
            Path(0.402, "ls", 30_188, 611, -2, "open_flags", "RDONLY|CLOEXEC", "/usr/local/lib/libselinux.so.1"),
            Path(0.402, "ls", 30_188, 611, 3, "open_flags", "RDONLY|CLOEXEC", "/lib/x86_64-linux-gnu/libselinux.so.1"))),
        "runqlat" => Document(tool, Whole(BucketScale.LogLinearTime, "ns",
            (1_300, 1_906), (2_700, 22_087), (5_300, 21_245), (10 * Us, 7_333), (21 * Us, 1_248), (42 * Us, 377), (80 * Us, 102),
            (170 * Us, 31), (700 * Us, 44), (1_500 * Us, 212), (2_600 * Us, 496), (3_700 * Us, 280), (5 * Ms, 19))),
        "runqlen" => Document(tool, Whole(BucketScale.Linear, "count", (0, 1_312), (1, 402), (2, 188), (3, 61), (4, 13), (6, 4))),
        "softirqs" => Document(tool, Keyed("ns", BucketScale.LogLinearTime,
            ([new("vec", "timer")], null, [(1_300, 2_040), (2_600, 3_311), (5_200, 588), (11 * Us, 41)]),
            ([new("vec", "net_rx")], null,
                [(1_600, 122), (3_300, 940), (7 * Us, 2_385), (14 * Us, 1_702), (29 * Us, 604), (60 * Us, 155), (1_700 * Us, 12), (2_300 * Us, 31)]))),
        "statsnoop" => Document(tool, SyntheticSnapshot.Events(tool,
            Path(0.200, "watchdog", 877, 1, -2, "syscall", "newfstatat", "/run/app/ready"),
            Path(0.300, "watchdog", 877, 1, -2, "syscall", "newfstatat", "/run/app/ready"),
            Path(0.377, "ls", 30_188, 611, 0, "syscall", "statx", "/etc"))),
        "syscount" => Document(tool, Keyed("ns", BucketScale.Log2Time,
            ([new("syscall", "read"), new("number", "0")], 3_107, [(600, 40_112), (1_400, 15_230), (3_000, 2_033), (180 * Us, 704)]),
            ([new("syscall", "openat"), new("number", "257")], 1_986, [(1_700, 2_244), (3_500, 508), (150 * Us, 6)]),
            ([new("syscall", "epoll_wait"), new("number", "232")], 0, [(900, 8_702), (45 * Us, 1_930), (700 * Us, 5_211), (3 * Ms, 6_040)]))),
        _ => throw new KeyNotFoundException($"{tool} has no example"),
    };

    private static SnapshotDocument Document(string tool, ToolData? data, params (uint Pid, string Comm, ulong[] Words)[] processes)
    {
        ToolDescriptor descriptor = Catalogue.Find(tool)!.Descriptor;
        KeyValuePair<string, string>[] rungs =
            [.. descriptor.Requires.Concat(descriptor.Uses).Select(name => KeyValuePair.Create(name, KernelEvents.Of(name).Rungs[0].Kind.Name()))];
        SyntheticSnapshot snapshot = new SyntheticSnapshot().With(tool, data, new ToolStatus(ToolState.Ok, null, null, rungs));
        if (processes.Length > 0) snapshot.WithProcesses([.. processes.Select(row => (row.Pid, row.Comm, tool, row.Words))]);
        return snapshot.ToDocument();
    }

    private static HistogramData Whole(BucketScale scale, string unit, params (ulong Value, ulong Count)[] values) =>
        new(unit, Distribution(scale, values), null, []);

    private static HistogramData Keyed(
        string unit, BucketScale scale, params (KeyValuePair<string, string>[] Key, ulong? Errors, (ulong Value, ulong Count)[] Values)[] series) => new(
        unit,
        Distribution(scale, [.. series.SelectMany(one => one.Values)]),
        null,
        [.. series.Select(one => new Series(one.Key, Distribution(scale, one.Values), null, one.Errors))]);

    private static Histogram Distribution(BucketScale scale, (ulong Value, ulong Count)[] values)
    {
        var dense = new ulong[Buckets.Count(scale)];
        ulong sum = 0;
        foreach ((ulong value, ulong count) in values)
        {
            dense[Buckets.IndexOf(scale, value)] += count;
            sum += value * count;
        }

        return Histogram.FromDense(scale, dense, sum);
    }

    private static (string Column, Value Value)[] Exec(double second, string comm, long pid, long ppid, long ret, string arguments) =>
        [.. Who(second, comm, pid, ppid), ("ret", Value.Of(ret)), ("args", Value.Of(arguments))];

    private static (string Column, Value Value)[] Exit(double second, string comm, long pid, long ppid, long code, long signal, long lifetimeNs) =>
        [.. Who(second, comm, pid, ppid), ("exit_code", Value.Of(code)), ("signal", Value.Of(signal)), ("lifetime_ns", Value.Of(lifetimeNs))];

    private static (string Column, Value Value)[] Slow(
        double second, string comm, long pid, long ppid, long latencyUs, string operation, long? bytes, long? offset, string type, string path) =>
    [
        .. Who(second, comm, pid, ppid), ("latency_ns", Value.Of(latencyUs * 1_000)), ("operation", Value.Of(operation)),
        ("bytes", bytes is { } size ? Value.Of(size) : Value.Absent), ("offset", offset is { } at ? Value.Of(at) : Value.Absent),
        ("fs", Value.Of(type)), ("path", Value.Of(path)),
    ];

    private static (string Column, Value Value)[] Path(
        double second, string comm, long pid, long ppid, long ret, string column, string value, string path) =>
    [
        .. Who(second, comm, pid, ppid), ("ret", Value.Of(ret)), ("error", Value.Of(ret < 0 ? "ENOENT" : null)), (column, Value.Of(value)),
        ("path", Value.Of(path)),
    ];

    private static (string Column, Value Value)[] Pages(string device, string type, long hits, long misses, long dirtied) =>
    [
        ("device", Value.Of(device)),
        ("fs", Value.Of(type)),
        ("cache_hits", Value.Of(hits)),
        ("cache_misses", Value.Of(misses)),
        ("cache_hit_percent", Value.Of(100.0 * hits / (hits + misses))),
        ("pages_dirtied", Value.Of(dirtied)),
    ];

    private static (string Column, Value Value)[] Who(double second, string comm, long pid, long ppid) =>
    [
        ("time_ns", Value.Of((long)SyntheticSnapshot.StartNs + (long)(second * Second))),
        ("comm", Value.Of(comm)),
        ("pid", Value.Of(pid)),
        ("ppid", Value.Of(ppid)),
    ];
}
