using BenchmarkDotNet.Attributes;
using Probetop.App.Terminal;
using Probetop.Probes.Snapshots;
using Probetop.Tests.Unit;
using Probetop.Views.Cells;
using Probetop.Views.Dashboard;

namespace Probetop.Bench.Frames;

/// <summary>The CPU pane from a history to the bytes for a truecolor terminal.</summary>
public class DashboardFrames
{
    /// <summary>Frames in one measurement.</summary>
    public const int Frames = 60;

    // The first frames grow buffers to what the screen needs.
    private const int WarmUpFrames = 60;

    private const ulong IntervalNs = 1_000_000_000;

    private SyntheticHistory _source = null!;
    private History _history = null!;
    private FrameContext _context;
    private Dashboard _dashboard = null!;
    private CellBuffer _cells = null!;
    private FrameDiff _diff = null!;

    /// <summary>What is measured.</summary>
    public static IEnumerable<Scene> Scenes =>
    [
        new("80x24", 80, 24, 2, 22, 600),
        new("120x40", 120, 40, 2, 22, 600),
        new("200x60", 200, 60, 2, 22, 600),
        new("200x60 of a large host", 200, 60, 384, 10_000, 200),
    ];

    /// <summary>The screen to draw.</summary>
    [ParamsSource(nameof(Scenes))]
    public Scene Scene { get; set; } = null!;

    /// <summary>Makes every interval that will be shown.</summary>
    [GlobalSetup]
    public void Measure()
    {
        int intervals = Scene.Kept + WarmUpFrames + Frames;
        _source = new SyntheticHistory(intervals) { Cpus = Scene.Cpus, Processes = Scene.Processes };
        _source.Run(intervals);
    }

    /// <summary>A dashboard that has shown all intervals but the last ones.</summary>
    [IterationSetup]
    public void Open()
    {
        _history = new History(Scene.Kept, long.MaxValue);
        for (int i = 0; i < Scene.Kept; i++) _history.Append(_source.History[i]!);
        _context = _source.Context with { History = _history };
        _dashboard = new Dashboard("cpu", IntervalNs);
        _cells = new CellBuffer(Scene.Width, Scene.Height);
        TerminalSupport support = TerminalSupport.Detect(Variable, out _)!;
        _diff = new FrameDiff(new Theme(support.Colors, support.Glyphs), support);
        for (int i = 0; i < WarmUpFrames; i++) ShowNext();
    }

    /// <summary>A new interval before each frame: every figure and every heatmap column changes.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public int Live()
    {
        int bytes = 0;
        for (int i = 0; i < Frames; i++) bytes += ShowNext();
        return bytes;
    }

    /// <summary>The same interval again, as when a key changes nothing.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public int Unchanged()
    {
        int bytes = 0;
        for (int i = 0; i < Frames; i++) bytes += Draw();
        return bytes;
    }

    /// <summary>Bytes allocated by all threads in as many frames, live and then unchanged.</summary>
    public (long Live, long Unchanged) Allocate()
    {
        Measure();
        Open();
        long start = GC.GetTotalAllocatedBytes(precise: true);
        Live();
        long live = GC.GetTotalAllocatedBytes(precise: true);
        Unchanged();
        return (live - start, GC.GetTotalAllocatedBytes(precise: true) - live);
    }

    private static string? Variable(string name) => name switch
    {
        "TERM" => "xterm-256color",
        "COLORTERM" => "truecolor",
        "LC_ALL" => "C.UTF-8",
        _ => null,
    };

    private int ShowNext()
    {
        _history.Append(_source.History[_history.End]!);
        return Draw();
    }

    private int Draw()
    {
        _dashboard.Draw(_cells, _context);
        return _diff.Next(_cells.Cells, _cells.Width, _cells.Height).Length;
    }
}
