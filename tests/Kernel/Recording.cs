using Probetop.Probes.Processes;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

/// <summary>A session whose intervals begin and end where the test says.</summary>
internal sealed class Recording : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private Recording(ProbeSession session) => Session = session;

    public ProbeSession Session { get; }

    public static Task<Recording> StartAsync(params string[] tools) => StartAsync(new SessionOptions(), tools);

    /// <summary>Starts a session with these tools, each of which must run at its best.</summary>
    public static async Task<Recording> StartAsync(SessionOptions options, params string[] tools)
    {
        var recording = new Recording(new ProbeSession(options with { IntervalNs = (ulong)TimeSpan.FromHours(1).TotalNanoseconds }));
        try
        {
            recording.Session.Start(tools.Select(Tool));
            await recording.CutAsync();
            foreach (string tool in tools) recording.AssertRuns(tool);
            return recording;
        }
        catch
        {
            recording.Dispose();
            throw;
        }
    }

    /// <summary>Starts a session; the result is what its tools saw while <paramref name="workload"/> ran.</summary>
    public static Task<Snapshot> OfAsync(Func<Task> workload, params string[] tools) =>
        OfAsync(new SessionOptions(), workload, tools);

    public static async Task<Snapshot> OfAsync(SessionOptions options, Func<Task> workload, params string[] tools)
    {
        using Recording recording = await StartAsync(options, tools);
        return await recording.IntervalAsync(workload);
    }

    /// <summary>Options that restrict everything to a process and its children.</summary>
    public static SessionOptions Only(Work work) =>
        new() { Restriction = new Selection { Process = new ProcessIdentity((uint)work.Pid, 0), Label = "work" } };

    public static Tool Tool(string name) => Catalogue.Find(name)!;

    /// <summary>Whether a tool counts with every event on the first rung of its ladder, which is what this kernel has.</summary>
    public void AssertRuns(string tool)
    {
        ToolStatus status = Session.StatusOf(Tool(tool).Descriptor);
        Assert.True(status.State == ToolState.Ok, $"{tool}: {status.StateName}, {status.Reason}, {status.Detail}");
        Assert.All(status.Rungs, rung => Assert.Equal(rung.Key == "sample" ? "perf_event" : "tp_btf", rung.Value));
        Assert.Equal(Tool(tool).Descriptor.Requires, status.Rungs.Select(rung => rung.Key).Take(Tool(tool).Descriptor.Requires.Count));
    }

    /// <summary>What the tools see while <paramref name="workload"/> runs.</summary>
    public async Task<Snapshot> IntervalAsync(Func<Task> workload)
    {
        long index = await CutAsync();
        await workload();
        await CutAsync();
        return Session.History[index]!;
    }

    /// <summary>Ends the running interval; the result is the index of the next.</summary>
    public Task<long> CutAsync() => Session.CutAsync(isGap: false).WaitAsync(Deadline);

    public void Dispose() => Session.Dispose();
}
