using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;
using Probetop.Views.Cells;
using Probetop.Views.Widgets;
using Xunit;

namespace Probetop.Tests.Unit;

/// <summary>Every widget by name, with state of its own and data that is ordinary, empty or extreme.</summary>
internal static class EveryWidget
{
    private static readonly Tab[] Tabs = [new('1', "Overview"), new('2', "CPU\u001b[2J"), new('3', "漢字漢字")];
    private static readonly KeyHint[] Hints = [new("?", "help", 9), new("Space", "pause", 8), new("/", "search", 2)];
    private static readonly HelpEntry[] Help = [new("", "Everywhere"), new("? h F1", "help"), new("q", "quit\r\n"), new("漢", "漢字")];
    private static readonly double[] Values = [0, 1, double.NaN, -1, double.PositiveInfinity, ulong.MaxValue, 5];

    public static readonly string[] Names =
    [
        "panel", "tabs", "pieces", "status", "message", "help", "sparkline", "meter", "note", "heatmap", "empty heatmap", "extreme heatmap",
        "linear heatmap", "histogram", "selected histogram", "extreme histogram", "table", "empty table", "extreme table", "events",
        "moved events",
    ];

    /// <summary>Makes the draw call of a widget.</summary>
    public static Action<CellBuffer, Rect> Make(string name) => name switch
    {
        "panel" => (buffer, area) => _ = Panel.Draw(buffer, area, "Run-queue 漢字 latency\u202e", "p50 4µs", true),
        "tabs" => (buffer, area) => TabBar.Draw(buffer, area, Tabs, 1),
        "pieces" => Pieces(),
        "status" => Status(""),
        "message" => Status("cannot write \u001b]0;x\u0007 漢字"),
        "help" => HelpOf(1),
        "sparkline" => (buffer, area) => Sparkline.Draw(buffer, area, Values, 5, Style.Bar),
        "meter" => (buffer, area) => Meter.Draw(buffer, area, 0.43, "43.0%", Style.Bar),
        "note" => (buffer, area) => UnavailableNote.Draw(
            buffer, area, "The kernel says: 漢字\u001b[31m no\nBTF", "CONFIG_DEBUG_INFO_BTF=y", "/proc/schedstat"),
        "heatmap" => HeatmapOf(BucketScale.LogLinearTime, "ns", i => SampleData.Latencies((int)i, 500)),
        "empty heatmap" => HeatmapOf(BucketScale.LogLinearTime, "ns", _ => null),
        "extreme heatmap" => HeatmapOf(BucketScale.LogLinear, "bytes", _ => SampleData.Extreme(BucketScale.LogLinear)),
        "linear heatmap" => HeatmapOf(BucketScale.Linear, "count", i => SampleData.Of(BucketScale.Linear, (0, 9), ((ulong)i % 5, 2))),
        "histogram" => HistogramOf(SampleData.Latencies(1, 5_000), null),
        "selected histogram" => HistogramOf(SampleData.Latencies(1, 5_000), SampleData.Latencies(2, 500)),
        "extreme histogram" => HistogramOf(SampleData.Extreme(BucketScale.LogLinearTime), SampleData.Extreme(BucketScale.LogLinearTime)),
        "table" => TableOf(SampleData.Processes(
            SampleData.Process(1, "nginx", 5, 4_000, 1),
            SampleData.Process(2, "漢字\u001b[2J", 9, null, 2),
            SampleData.Other(7),
            SampleData.Process(3, "p", 1, 9_000, 3))),
        "empty table" => TableOf(null),
        "extreme table" => TableOf(SampleData.Processes(
            [
                Value.Of(ulong.MaxValue), Value.Of(long.MinValue), Value.Of(new string('漢', 500)), Value.Of(long.MaxValue),
                Value.Of(double.MaxValue), Value.Of(double.NaN),
            ],
            [Value.Absent, Value.Absent, Value.Absent, Value.Absent, Value.Absent, Value.Absent])),
        "events" => EventsOf(0),
        "moved events" => EventsOf(-7),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such widget"),
    };

    public static TheoryData<string> All() => [.. Names];

    private static Action<CellBuffer, Rect> HelpOf(int scroll) =>
        (buffer, area) => HelpOverlay.Draw(buffer, area, "Help", Help, ref scroll);

    private static Action<CellBuffer, Rect> Pieces()
    {
        var line = new PieceLine();
        return (buffer, area) =>
        {
            line.Clear();
            line.Left(9);
            line.Text("probetop\u001b", Style.Title);
            line.Left(1);
            line.Text("web-7 漢字", Style.Chrome);
            line.Right(5);
            line.Text("● live", Style.Live);
            line.Draw(buffer, area, Style.Chrome);
        };
    }

    private static Action<CellBuffer, Rect> Status(string message)
    {
        var line = new StatusLine();
        return (buffer, area) => line.Draw(buffer, area, Hints, "filter: pid=7", message, MessageKind.Error);
    }

    private static Action<CellBuffer, Rect> HeatmapOf(BucketScale scale, string unit, Func<long, Histogram?> histogramOf)
    {
        var model = new HeatmapModel(300);
        model.Reset(scale, unit);
        for (long i = 0; i < 300; i++) model.Set(i, histogramOf(i), 1_000_000_000, (HeatColumn)(i % 8));
        var state = new HeatmapState();
        long end = 280;
        return (buffer, area) =>
        {
            Heatmap.Draw(buffer, area, model, state, end, 300 - end);
            state.MoveCursor(-1, 1);
            end = end == 300 ? 280 : end + 1;
        };
    }

    private static Action<CellBuffer, Rect> HistogramOf(Histogram total, Histogram? selected)
    {
        var state = new HistogramState();
        return (buffer, area) =>
        {
            Span<char> title = stackalloc char[60];
            int length = HistogramView.WriteTitle(title, total, "ns");
            HistogramView.Draw(buffer, area, total, selected, "ns", state, 1);
            _ = buffer.Write(area.X, area.Y, title[..length], Style.Text, area.IsEmpty ? 0 : area.Width);
        };
    }

    private static Action<CellBuffer, Rect> TableOf(Table? table)
    {
        int count = table?.RowCount ?? 0;
        Table? other = table is null ? null : SampleData.Processes([.. Enumerable.Range(0, count).Select(row => table.Row(row).ToArray())]);
        var state = new TableState("pid", "start_ns") { Search = "n" };
        bool odd = false;
        return (buffer, area) =>
        {
            // A new table each time, so that it is sorted again.
            odd = !odd;
            state.SortBy(odd ? "waits" : "comm", odd);
            TableView.Draw(buffer, area, odd ? table : other, state, default, "nobody waited", focused: true);
            state.Move(1);
            _ = state.FindNext(forward: false);
        };
    }

    private static Action<CellBuffer, Rect> EventsOf(int move)
    {
        var rows = new EventRows();
        EventRows sample = SampleData.Events(40);
        var state = new EventLogState { Search = "dir1" };
        return (buffer, area) =>
        {
            rows.Clear();
            for (int i = 0; i < sample.Count; i++) rows.Add(sample[i].Table, sample[i].Row);
            EventLog.Draw(buffer, area, rows, state, default, "no process started", focused: true);
            state.Move(move);
            _ = move != 0 && state.FindNext(forward: true);
        };
    }
}
