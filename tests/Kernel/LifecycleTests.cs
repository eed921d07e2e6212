using System.Diagnostics;
using Probetop.Probes.Sampling;
using Probetop.Probes.Tools;
using Probetop.Tests.Kernel.Bpf;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class LifecycleTests
{
    [Fact]
    public async Task After_the_end_of_a_session_no_program_map_or_link_of_it_is_left()
    {
        Descriptors descriptors;
        using (await StartAllAsync())
        {
            descriptors = Descriptors.OfThisProcess();
            AssertComplete(descriptors);
        }

        AssertGone(descriptors);
    }

    [Fact]
    public async Task After_the_process_is_killed_no_program_map_or_link_of_it_is_left()
    {
        string program = typeof(LifecycleTests).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [program, SessionProcess.Argument]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        Descriptors descriptors;
        try
        {
            Assert.Equal(SessionProcess.Ready, await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)));
            descriptors = Descriptors.Of(process.Id);
            AssertComplete(descriptors);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        AssertGone(descriptors);
    }

    [Fact]
    public async Task Twenty_sessions_leave_no_descriptor_mapping_or_thread_behind()
    {
        // The first one leaves what the runtime keeps for good.
        (await StartAllAsync()).Dispose();
        int descriptors = Directory.GetFileSystemEntries("/proc/self/fd").Length;
        for (int i = 0; i < 20; i++) (await StartAllAsync()).Dispose();
        Eventually.True(() => Directory.GetFileSystemEntries("/proc/self/fd").Length <= descriptors, $"{descriptors} descriptors");
        Assert.DoesNotContain("bpf-map", Mappings(), StringComparison.Ordinal);
        Eventually.True(() => !ThreadNames().Any(name => name is "sampler" or "worker"), "both threads have ended");
    }

    [Fact]
    public async Task A_session_can_end_while_it_loads()
    {
        for (int i = 0; i < 10; i++)
        {
            var session = new ProbeSession(new SessionOptions());
            session.Start(Catalogue.Tools);
            Task<long> cut = session.CutAsync(isGap: false);
            if (i % 2 == 1) Eventually.True(() => session.StatusOf(Catalogue.Tools[0].Descriptor).Runs, "the first tool runs");
            session.Dispose();
            // Whoever waits for an interval is not left waiting.
            if (await Record.ExceptionAsync(() => cut.WaitAsync(TimeSpan.FromSeconds(20))) is { } error)
                Assert.IsType<InvalidOperationException>(error);
            await Assert.ThrowsAsync<InvalidOperationException>(() => session.CutAsync(isGap: false));
        }

        Assert.Empty(Descriptors.OfThisProcess().Programs);
        Eventually.True(() => !ThreadNames().Any(name => name is "sampler" or "worker"), "both threads have ended");
    }

    private static Task<Recording> StartAllAsync() =>
        Recording.StartAsync(new SessionOptions { UseAllEvents = true }, [.. Catalogue.Tools.Select(tool => tool.Descriptor.Name)]);

    private static void AssertComplete(Descriptors descriptors)
    {
        Assert.NotEmpty(descriptors.Programs);
        Assert.NotEmpty(descriptors.Maps);
        Assert.NotEmpty(descriptors.Links);
        Assert.All(descriptors.Programs, id => Assert.True(Native.Exists(Native.Kind.Program, id)));
        Assert.All(descriptors.Maps, id => Assert.True(Native.Exists(Native.Kind.Map, id)));
        Assert.All(descriptors.Links, id => Assert.True(Native.Exists(Native.Kind.Link, id)));
    }

    // The kernel frees after a grace period.
    private static void AssertGone(Descriptors descriptors)
    {
        Eventually.True(() => !descriptors.Programs.Any(id => Native.Exists(Native.Kind.Program, id)), "the programs are gone");
        Eventually.True(() => !descriptors.Maps.Any(id => Native.Exists(Native.Kind.Map, id)), "the maps are gone");
        Eventually.True(() => !descriptors.Links.Any(id => Native.Exists(Native.Kind.Link, id)), "the links are gone");
    }

    private static string Mappings() => File.ReadAllText("/proc/self/maps");

    private static IEnumerable<string> ThreadNames() =>
        Directory.GetDirectories("/proc/self/task").Select(task => File.ReadAllText(task + "/comm").Trim());
}
