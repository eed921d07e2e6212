using System.Text;
using Probetop.App.CommandLine;
using Probetop.App.Output;
using Probetop.Probes.Histograms;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class SnapshotTextTests
{
    private const string Head = "probetop 0.1.0  web-7  6.1.0-25-amd64  4 cpu  2026-01-01 01:00:00  5s";

    [Fact]
    public void A_distribution_is_printed_in_the_rows_of_bcc()
    {
        Histogram waits = SampleData.Of(BucketScale.LogLinearTime, (1_500, 2), (2_100, 10), (3_500, 10), (20_000, 5));
        var data = new HistogramData("ns", Summed(waits, 81_000), null, []);
        Assert.Equal(
            Head + """


            runqlat: Run-queue latency (ok, wakeup tp_btf, wakeup_new tp_btf, switch tp_btf)
                             usecs     : count     distribution
                       0 -> 1          : 2        |****                                    |
                       2 -> 3          : 20       |****************************************|
                       4 -> 7          : 0        |                                        |
                       8 -> 15         : 0        |                                        |
                      16 -> 31         : 5        |**********                              |
              count 27  mean 3µs  p50 3.8µs  p99 22µs  max < 24µs

            """,
            Write(new SyntheticSnapshot().With("runqlat", data)));
    }

    [Fact]
    public void Lengths_are_printed_value_by_value()
    {
        Histogram lengths = SampleData.Of(BucketScale.Linear, (0, 3), (2, 1), (63, 1));
        string text = Write(new SyntheticSnapshot().With("runqlen", new HistogramData("count", Summed(lengths, 65), null, [])));
        string[] lines = text.Split('\n');
        Assert.Contains("           0               : 3        |****************************************|", lines);
        Assert.Contains("           2               : 1        |*************                           |", lines);
        Assert.Contains("          63+              : 1        |*************                           |", lines);
        Assert.Equal("  count 5  mean 13.0  p50 0.00  p99 63.0  max 63.0", lines[^2]);
    }

    [Fact]
    public void Several_distributions_have_a_summary_ranked_by_count_before_them()
    {
        Histogram few = SampleData.Of(BucketScale.Log2Time, (1_500, 2));
        Histogram many = SampleData.Of(BucketScale.Log2Time, (1_500, 20), (9_000, 1));
        var data = new HistogramData("ns", Summed(many, 0), null,
        [
            new Series([new("syscall", "read"), new("number", "0")], Summed(few, 3_000), null, Errors: 1),
            new Series([new("syscall", "epoll_wait"), new("number", "232")], Summed(many, 39_000), null, Errors: 0),
        ]);
        string text = Write(new SyntheticSnapshot().With("syscount", data));
        Assert.StartsWith(
            Head + """


            syscount: System calls (ok, syscall_enter tp_btf, syscall_exit tp_btf)
              SYSCALL     NUMBER  COUNT    P50   P99   MAX  TOTAL  ERRORS
              epoll_wait  232        21  1.5µs  14µs  16µs   39µs       0
              read        0           2  1.5µs   2µs   2µs    3µs       1

              syscall = read, number = 0
                             usecs     : count     distribution
                       0 -> 1          : 2        |****************************************|
              count 2  mean 1.5µs  p50 1.5µs  p99 2µs  max < 2µs

              syscall = epoll_wait, number = 232

            """,
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_are_aligned_columns_in_local_time()
    {
        EventData events = SyntheticSnapshot.Events(
            "exitsnoop",
            [
                ("time_ns", At(0)), ("comm", Value.Of("sh")), ("pid", Value.Of(7L)), ("exit_code", Value.Of(3L)),
                ("lifetime_ns", Value.Of(1_500_000L)),
            ],
            [
                ("time_ns", At(61)), ("comm", Value.Of("日本")), ("pid", Value.Of(12345L)), ("signal", Value.Of(9L)),
                ("lifetime_ns", Value.Of(3_000_000_000L)),
            ]);
        Assert.Equal(
            Head + """


            exitsnoop: Ended processes (ok, exit tp_btf)
              TIME      COMM    PID  PPID  CODE  SIG  LIVED
              01:00:00  sh        7           3       1.5ms
              01:01:01  日本  12345                9     3s

            """,
            Write(new SyntheticSnapshot().With("exitsnoop", events)));
    }

    [Fact]
    public void A_table_of_processes_shows_the_columns_of_the_tool()
    {
        string text = Write(new SyntheticSnapshot().With("cputime", null).WithProcesses((1, "init", "cputime", [2_500_060_017, 3, 1])));
        Assert.EndsWith(
            """
              PID  COMM   CPU%  SWITCH  PREEMPT
                1  init  50.0%       3        1

            """,
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_name_is_shown_and_not_obeyed()
    {
        const string Hostile = "\u001b]0;owned\u0007\n\u202e\u009bcm";
        EventData events = SyntheticSnapshot.Events(
            "execsnoop", [("time_ns", At(0)), ("comm", Value.Of(Hostile)), ("args", Value.Of(Hostile))]);
        var restriction = new Restriction(new Selection { Label = "comm " + Hostile, Comm = Hostile }, null);
        string text = Write(new SyntheticSnapshot { Restriction = restriction }.With("execsnoop", events));
        Assert.Contains("␛]0;owned␇␊��cm", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, letter => letter != '\n' && (char.IsControl(letter) || letter == '\u202e'));
        Assert.Equal(5, text.Count(letter => letter == '\n'));
    }

    [Fact]
    public void Without_a_UTF8_locale_every_byte_is_ASCII()
    {
        EventData events = SyntheticSnapshot.Events(
            "execsnoop", [("time_ns", At(0)), ("comm", Value.Of("né\u001b")), ("args", Value.Of("日"))]);
        var waits = new HistogramData("ns", SampleData.Of(BucketScale.LogLinearTime, (1_500, 2)), null, []);
        string text = Write(new SyntheticSnapshot().With("execsnoop", events).With("runqlat", waits), ascii: true);
        Assert.True(Ascii.IsValid(text));
        Assert.Contains("n??", text, StringComparison.Ordinal);
        Assert.Contains("max < 1.8us", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_seen_losses_and_trouble_are_said()
    {
        var broken = new ToolStatus(ToolState.Unavailable, "the kernel's verifier refuses it: R1 invalid", "report it", []);
        var partial = new ToolStatus(ToolState.Partial, "failed ones are not seen", null, [KeyValuePair.Create("exec", "tp_btf")]);
        var restriction = new Restriction(new Selection { Label = "pid 7" }, null);
        string text = Write(new SyntheticSnapshot { Restriction = restriction }
            .With("cpudist", null, broken)
            .With("execsnoop", SyntheticSnapshot.Events("execsnoop"), partial, new Losses(3, 0, null, 0, 1))
            .With("softirqs", new HistogramData("ns", Histogram.Empty(BucketScale.LogLinearTime), null, []))
            .With("runqlat", new HistogramData("ns", Histogram.Empty(BucketScale.LogLinearTime), null, [])));
        Assert.Equal(
            Head + """
              only pid 7

            cpudist: On-CPU slices (unavailable)
              the kernel's verifier refuses it: R1 invalid
              remedy: report it

            execsnoop: New processes (partial, exec tp_btf)
              failed ones are not seen
              lost: 3 (ring buffer full), 1 (unresolved)
              nothing in this time

            softirqs: Soft interrupts (ok, softirq_entry tp_btf, softirq_exit tp_btf)
              of the whole machine: this work belongs to no process
              nothing in this time

            runqlat: Run-queue latency (ok, wakeup tp_btf, wakeup_new tp_btf, switch tp_btf)
              nothing in this time

            """,
            text);
    }

    private static Value At(long seconds) => Value.Of((long)SyntheticSnapshot.StartNs + (seconds * 1_000_000_000));

    private static Histogram Summed(Histogram histogram, ulong sum)
    {
        var dense = new ulong[Buckets.Count(histogram.Scale)];
        histogram.AddTo(dense);
        return Histogram.FromDense(histogram.Scale, dense, sum);
    }

    private static string Write(SyntheticSnapshot snapshot, bool ascii = false)
    {
        using var stream = new MemoryStream();
        using (var lines = new LineWriter(stream, ascii)) SnapshotText.Write(lines, snapshot.ToDocument(), utcOffsetSeconds: 3600);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
