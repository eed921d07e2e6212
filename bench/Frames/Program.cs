using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using Probetop.Bench.Frames;

// Prints rows of bench/run's table: what, probetop, beside, ratio, budget.
const double BudgetMs = 16;

Job job = Job.Default
    .WithToolchain(InProcessNoEmitToolchain.Instance)
    .WithInvocationCount(1)
    .WithUnrollFactor(1)
    .WithWarmupCount(3)
    .WithIterationCount(15);
IConfig config = ManualConfig.CreateEmpty()
    .AddJob(job)
    .AddLogger(NullLogger.Instance)
    .WithArtifactsPath(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
Summary summary = BenchmarkRunner.Run<DashboardFrames>(config);
foreach ((string what, string method) in (ReadOnlySpan<(string, string)>)
    [("frame", nameof(DashboardFrames.Live)), ("unchanged frame", nameof(DashboardFrames.Unchanged))])
{
    foreach (Scene scene in DashboardFrames.Scenes)
    {
        if (Find(method, scene) is not { } times)
        {
            Console.Error.WriteLine($"bench: no measurement of: {what}, {scene}");
            return 1;
        }

        double ms = times.Median / 1e6, least = times.Min / 1e6, most = times.Max / 1e6;
        Print($"{what}, {scene}\t{ms:F3} ms\tbudget {BudgetMs} ms\t{ms / BudgetMs:F3} ({least / BudgetMs:F3}-{most / BudgetMs:F3})\t< {BudgetMs} ms");
    }
}

// Not by BenchmarkDotNet's diagnoser, which adds some KB of its own to each measurement.
foreach (Scene scene in DashboardFrames.Scenes)
{
    (long live, long unchanged) = new DashboardFrames { Scene = scene }.Allocate();
    Print($"heap per frame, {scene}\t{(double)live / DashboardFrames.Frames:F1} B\t-\t-\t0");
    Print($"heap per unchanged frame, {scene}\t{(double)unchanged / DashboardFrames.Frames:F1} B\t-\t-\t0");
}

return 0;

BenchmarkDotNet.Mathematics.Statistics? Find(string method, Scene scene)
{
    BenchmarkReport? found = summary.Reports.FirstOrDefault(report =>
        report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method
        && scene.Equals(report.BenchmarkCase.Parameters[nameof(DashboardFrames.Scene)]));
    return found is { Success: true } ? found.ResultStatistics : null;
}

static void Print(FormattableString row) => Console.WriteLine(row.ToString(CultureInfo.InvariantCulture));
