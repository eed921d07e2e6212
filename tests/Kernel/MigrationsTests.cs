using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class MigrationsTests
{
    [Fact]
    public async Task A_thread_that_moves_itself_between_two_cpus_is_counted_each_time()
    {
        using Work work = await Work.StartPinnedAsync(0);
        using Recording recording = await Recording.StartAsync("migrations", "cputime");
        Snapshot snapshot = await recording.IntervalAsync(() => work.TellAsync("migrate 503"));
        // It may run on one CPU only at any time: nothing else moves it.
        Assert.Equal(503, snapshot.Process(work.Pid)!.Value.Int("migrations"));
        Assert.Equal(snapshot.SumOfCpus("migrations_in"), snapshot.SumOfCpus("migrations_out"));
        Assert.True(snapshot.SumOfCpus("migrations_in") >= 503);
        Assert.Equal(0UL, snapshot.Of("migrations").Losses.Total);
    }

    [Fact]
    public async Task Each_cpu_knows_how_many_came_and_went()
    {
        using Work work = await Work.StartPinnedAsync(0);
        var only = Recording.Only(work);
        Snapshot snapshot = await Recording.OfAsync(only, () => work.TellAsync("migrate 503"), "migrations");
        Row[] cpus = [.. snapshot.Cpus!.Rows()];
        Assert.Equal([251, 252], cpus.Take(2).Select(cpu => cpu.Int("migrations_in")));
        Assert.Equal([252, 251], cpus.Take(2).Select(cpu => cpu.Int("migrations_out")));
        Assert.All(cpus.Skip(2), cpu => Assert.Equal(0, cpu.Int("migrations_in") + cpu.Int("migrations_out")));
        Assert.Equal(503, snapshot.Process(work.Pid)!.Value.Int("migrations"));
    }
}
