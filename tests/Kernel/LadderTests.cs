using Probetop.Probes.Events;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class LadderTests
{
    private static readonly string[] Tools = [.. Catalogue.Tools.Select(tool => tool.Descriptor.Name)];

    [Theory]
    [InlineData(RungKind.RawTp)]
    [InlineData(RungKind.Tracepoint)]
    public async Task Without_its_better_rungs_each_event_is_told_by_the_next_one_and_every_tool_still_counts_exactly(RungKind highest)
    {
        using KnownWorkload known = await KnownWorkload.StartAsync();
        using Recording recording = await StartAsync(Recording.Only(known.Work) with { HighestRung = highest });
        foreach (Tool tool in Catalogue.Tools) AssertFallback(recording, tool.Descriptor, highest);

        Snapshot snapshot = await known.RunAsync(recording);
        foreach (string tool in Tools) known.AssertExact(tool, snapshot);
        Assert.All(
            snapshot.Programs.Where(program => program.Kind != "perf_event"),
            program => Assert.EndsWith("__" + program.Kind, program.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_rung_that_the_kernel_refuses_when_it_is_loaded_or_attached_is_followed_by_the_next_one()
    {
        using KnownWorkload known = await KnownWorkload.StartAsync();
        using Recording recording = await StartAsync(Recording.Only(known.Work) with { HighestRung = RungKind.Fentry, TrustsEveryRung = true });
        var abilities = new KernelAbilities();
        foreach (Tool tool in Catalogue.Tools) AssertRunsBy(recording, tool.Descriptor, new Ladder(abilities.WhyNot, RungKind.Fentry));

        Snapshot snapshot = await known.RunAsync(recording);
        foreach (string tool in Tools) known.AssertExact(tool, snapshot);
    }

    private static async Task<Recording> StartAsync(SessionOptions options)
    {
        // Recording asks that tools run at their best, so they are started once it is there.
        Recording recording = await Recording.StartAsync(options with
        {
            SlowerThanNs = 1,
            Groupings = new Dictionary<string, Grouping> { ["cpudist"] = Grouping.Process },
        });
        recording.Session.Start(Catalogue.Tools);
        await recording.CutAsync();
        return recording;
    }

    private static void AssertFallback(Recording recording, ToolDescriptor tool, RungKind highest)
    {
        ToolStatus status = recording.Session.StatusOf(tool);
        foreach ((string name, string rung) in status.Rungs)
        {
            IReadOnlyList<Rung> rungs = KernelEvents.Of(name).Rungs;
            // An event without a rung as low keeps its lowest that this kernel has: functions may not be traceable here.
            Rung expected = rungs.FirstOrDefault(candidate => candidate.Kind == highest)
                ?? rungs.Last(candidate => candidate.Kind < highest || candidate.Kind == RungKind.PerfEvent);
            Assert.Equal(expected.Kind.Name(), rung);
        }

        bool lower = status.Rungs.Any(rung => rung.Value != KernelEvents.Of(rung.Key).Rungs[0].Kind.Name());
        Assert.Equal(lower ? ToolState.Fallback : ToolState.Ok, status.State);
        if (lower) Assert.Contains(": taken away by --max-rung", status.Reason, StringComparison.Ordinal);
    }

    private static void AssertRunsBy(Recording recording, ToolDescriptor tool, Ladder ladder)
    {
        ToolStatus status = recording.Session.StatusOf(tool);
        Assert.True(status.Runs, $"{tool.Name}: {status.Reason} {status.Detail}");
        foreach ((string name, string rung) in status.Rungs)
            Assert.Equal(ladder.Choose(KernelEvents.Of(name)).Rung!.Kind.Name(), rung);
    }
}
