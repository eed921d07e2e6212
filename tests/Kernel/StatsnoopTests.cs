using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class StatsnoopTests
{
    [Fact]
    public async Task Each_path_that_is_asked_about_is_a_row_with_the_call_and_its_error()
    {
        using Work work = Work.Start();
        Snapshot snapshot = await Recording.OfAsync(
            async () =>
            {
                await work.TellAsync($"stat 23 {Work.Hex("/")}");
                await work.TellAsync($"stat 29 {Work.Hex("/nowhere")}");
                await work.TellAsync($"stats {Work.Hex("/tmp")}");
            },
            "statsnoop");
        Row[] rows = [.. snapshot.Events("statsnoop").Where(row => row.Int("pid") == work.Pid)];
        Assert.Equal(23 + 29 + 5, rows.Length);
        Assert.Equal(23, rows.Count(row => row.Text("path") == "/" && row.Int("ret") == 0 && row["error"].IsAbsent));
        Assert.Equal(29, rows.Count(row => row.Text("path") == "/nowhere" && row.Text("error") == "ENOENT"));
        Row[] tmp = [.. rows.Where(row => row.Text("path") == "/tmp")];
        Assert.Equal(["stat", "lstat", "newfstatat", "statx", "statfs"], tmp.Select(row => row.Text("syscall")));
        Assert.Equal(0UL, snapshot.Of("statsnoop").Losses.Total);
    }
}
