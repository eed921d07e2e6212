using Probetop.Probes.Processes;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class FilterTests
{
    private const int Getppid = 110;
    private const int ReadAndWrite = 2;

    private static readonly string[] Tools = ["syscount", "execsnoop", "exitsnoop", "runqlat", "cpudist", "cputime", "migrations"];

    [Fact]
    public async Task A_restriction_to_a_process_holds_its_children_from_before_and_after_and_nobody_else()
    {
        using Work work = Work.Start(), control = Work.Start();
        int child = (int)(await work.TellAsync("spawn"))[0];
        using Recording everything = await Recording.StartAsync(Tools);
        using Recording recording = await Recording.StartAsync(Recording.Only(work), Tools);
        Snapshot snapshot = null!;
        Snapshot all = await everything.IntervalAsync(async () => snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"syscalls 1009 {Getppid}");
            await work.TellAsync($"tell syscalls 503 {Getppid}");
            await work.TellAsync($"exec 5 {Work.Hex("/bin/true")} {Work.Hex("true")}");
            await work.TellAsync("end code 3 0 7");
            await work.TellAsync("tell end code 4 0 11");
            await control.TellAsync($"syscalls 2003 {Getppid}");
            await control.TellAsync($"exec 3 {Work.Hex("/bin/true")} {Work.Hex("true")}");
            await control.TellAsync("end code 5 0 13");
            Work.WaitUntilBlocked(work.Pid, child, control.Pid);
        }));

        Assert.Equal(1009UL + 503, snapshot.Count("syscount", "getppid"));
        Row[] execs = snapshot.Events("execsnoop"), ends = snapshot.Events("exitsnoop");
        Assert.Equal(5, execs.Length);
        Assert.All(execs, row => Assert.Equal(work.Pid, row.Int("ppid")));
        Assert.Equal(5 + 7 + 11, ends.Length);
        Assert.Equal(7, ends.Count(row => row.Int("exit_code") == 3 && row.Int("ppid") == work.Pid));
        Assert.Equal(11, ends.Count(row => row.Int("exit_code") == 4 && row.Int("ppid") == child));
        // The two, and the children that came and went.
        Assert.Equal(2 + 5 + 7 + 11, snapshot.Processes!.RowCount);
        Assert.Null(snapshot.Process(control.Pid));
        Assert.Equal((long)snapshot.Histograms("runqlat").Total.Total, snapshot.Processes!.Rows().Sum(row => row.Int("waits")));

        // The control did what was not to be seen.
        Assert.True(all.Process(control.Pid)!.Value.Int("syscalls") >= 2003);
        Assert.Equal(3, all.Events("execsnoop").Count(row => row.Int("ppid") == control.Pid));
        Assert.Equal(3 + 13, all.Events("exitsnoop").Count(row => row.Int("ppid") == control.Pid));
    }

    [Fact]
    public async Task A_restriction_to_a_name_holds_the_processes_that_have_it_now()
    {
        using Work work = Work.Start(), control = Work.Start();
        await work.TellAsync($"name {Work.Hex("a longer name")}");
        await control.TellAsync($"name {Work.Hex("filtere")}");
        using Recording recording = await Recording.StartAsync(
            new SessionOptions { Restriction = new Selection { Comm = "filtered", Label = "filtered" } }, "syscount", "cputime");
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"syscalls 307 {Getppid}");
            await work.TellAsync($"name {Work.Hex("filtered")}");
            await work.TellAsync($"syscalls 1009 {Getppid}");
            await control.TellAsync($"syscalls 2003 {Getppid}");
        });
        Assert.Equal(1009UL, snapshot.Count("syscount", "getppid"));
        Assert.Equal([(long)work.Pid], snapshot.Processes!.Rows().Select(row => row.Int("pid")));
    }

    [Fact]
    public async Task A_restriction_to_a_container_holds_the_processes_that_are_in_it_now()
    {
        using TestCgroup cgroup = new();
        using Work work = Work.Start(), control = Work.Start();
        using Recording recording = await Recording.StartAsync(
            new SessionOptions { Restriction = new Selection { CgroupId = cgroup.Id, Label = "container" } },
            "syscount",
            "cputime",
            "execsnoop",
            "exitsnoop");
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"syscalls 307 {Getppid}");
            cgroup.Add(work.Pid);
            await work.TellAsync($"syscalls 1009 {Getppid}");
            await work.TellAsync($"exec 5 {Work.Hex("/bin/true")} {Work.Hex("true")}");
            await control.TellAsync($"syscalls 2003 {Getppid}");
            await control.TellAsync($"exec 3 {Work.Hex("/bin/true")} {Work.Hex("true")}");
        });
        Assert.Equal(1009UL, snapshot.Count("syscount", "getppid"));
        Assert.Equal(5, snapshot.Events("execsnoop").Length);
        Assert.Equal(5, snapshot.Events("exitsnoop").Length);
        Assert.Equal(1 + 5, snapshot.Processes!.RowCount);
        Row[] rows = [.. snapshot.Processes!.Rows(), .. snapshot.Events("execsnoop"), .. snapshot.Events("exitsnoop")];
        Assert.All(rows, row =>
        {
            Assert.Equal(cgroup.Path, row.Text("container"));
            Assert.Equal((long)cgroup.Id, row.Int("cgroup_id"));
        });
    }

    [Fact]
    public async Task A_restriction_to_a_process_that_does_not_exist_is_refused()
    {
        using var session = new ProbeSession(
            new SessionOptions { Restriction = new Selection { Process = new ProcessIdentity(4_194_305, 0), Label = "nobody" } });
        session.Start([Recording.Tool("cputime")]);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => session.CutAsync(isGap: false));
        Assert.Equal("there is no process 4194305", error.Message);
        Assert.Equal(error.Message, session.Failure);
        Assert.Equal(error.Message, session.StatusOf(Recording.Tool("cputime").Descriptor).Reason);
    }

    [Fact]
    public async Task A_selection_is_counted_apart_and_leaves_the_totals_alone()
    {
        using Work work = Work.Start(), control = Work.Start();
        int child = (int)(await work.TellAsync("spawn"))[0];
        using Recording recording = await Recording.StartAsync("syscount", "runqlat", "cpudist");

        Task BothAsync() => Task.WhenAll(work.TellAsync($"syscalls 1009 {Getppid}"), control.TellAsync($"syscalls 2003 {Getppid}"));

        Snapshot none = await recording.IntervalAsync(async () =>
        {
            await BothAsync();
            // So that the read in which the child waits for a command began under the eyes of the tool.
            await work.TellAsync($"tell syscalls 1 {Getppid}");
        });
        Assert.Null(none.Histograms("syscount").Selected);
        Assert.Null(none.Histograms("runqlat").Selected);

        recording.Session.Select(Of(work.Pid));
        // What the running interval has counted of the selection is not all of it.
        long running = await recording.CutAsync() - 1;
        Snapshot first = recording.Session.History[running]!;
        Assert.NotEqual(none.SelectionGeneration, first.SelectionGeneration);
        Assert.Null(first.Histograms("syscount").Selected);

        Snapshot selected = await recording.IntervalAsync(async () =>
        {
            await BothAsync();
            await work.TellAsync($"tell syscalls 503 {Getppid}");
            Work.WaitUntilBlocked(work.Pid, child, control.Pid);
        });
        Assert.Equal(first.SelectionGeneration, selected.SelectionGeneration);
        Series calls = selected.Series("syscount", "getppid")!;
        Assert.Equal(1009UL + 503, calls.Selected!.Total);
        Assert.True(calls.All.Total >= 1009 + 503 + 2003);
        // And for each command a read and a write, of which the one that passes on commands makes two.
        Assert.Equal(1009UL + 503 + (3 * ReadAndWrite) + ReadAndWrite, selected.Histograms("syscount").Selected!.Total);
        Assert.InRange(selected.Histograms("runqlat").Selected!.Total, 1UL, selected.Histograms("runqlat").Total.Total - 1);
        Assert.InRange(selected.Histograms("cpudist").Selected!.Total, 1UL, selected.Histograms("cpudist").Total.Total - 1);

        recording.Session.Select(Of(control.Pid));
        Snapshot changed = recording.Session.History[await recording.CutAsync() - 1]!;
        Assert.Null(changed.Histograms("syscount").Selected);
        Snapshot other = await recording.IntervalAsync(BothAsync);
        Assert.Equal(2003UL, other.Series("syscount", "getppid")!.Selected!.Total);

        recording.Session.Select(null);
        await recording.CutAsync();
        Snapshot ended = await recording.IntervalAsync(BothAsync);
        Assert.Null(ended.Histograms("syscount").Selected);
        Assert.True(ended.Count("syscount", "getppid") >= 3012);
    }

    [Fact]
    public async Task A_selection_changed_within_an_interval_leaves_that_interval_without_one()
    {
        using Work work = Work.Start(), control = Work.Start();
        using Recording recording = await Recording.StartAsync("syscount");
        recording.Session.Select(Of(work.Pid));
        await recording.CutAsync();
        Snapshot snapshot = await recording.IntervalAsync(async () =>
        {
            await work.TellAsync($"syscalls 1009 {Getppid}");
            recording.Session.Select(Of(control.Pid));
            await control.TellAsync($"syscalls 2003 {Getppid}");
        });
        Assert.Null(snapshot.Histograms("syscount").Selected);
        Assert.All(snapshot.Histograms("syscount").Series, series => Assert.Null(series.Selected));
        Assert.True(snapshot.Count("syscount", "getppid") >= 3012);
    }

    private static Selection Of(int pid) => new() { Process = new ProcessIdentity((uint)pid, 0), Label = "selected" };
}
