using System.Globalization;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Text;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel;

public sealed class ProcessTableTests
{
    private const int Getppid = 110;

    [Fact]
    public void Every_process_there_is_has_a_slot_from_the_start()
    {
        Dictionary<int, ProcessFacts> before = ProcessFacts.OfAll();
        using SharedMaps shared = SharedMaps.Create(new SessionOptions(), out _)!;
        using var kernel = new KernelSide(shared, new SessionOptions());
        Assert.Null(kernel.StartProcessTable());
        Dictionary<int, ProcessFacts> table = Slots(shared).ToDictionary(process => (int)process.Tgid, ProcessFacts.Of);
        Dictionary<int, ProcessFacts> after = ProcessFacts.OfAll();
        int compared = 0;
        foreach ((int pid, ProcessFacts facts) in after)
        {
            // Those that started, ended, or were renamed meanwhile prove nothing.
            if (!before.TryGetValue(pid, out ProcessFacts? was) || was != facts) continue;
            // The kernels of some sandboxes hide the one process that is theirs from iterators: it has a slot from its first event on.
            if (pid == 1 && !table.ContainsKey(pid)) continue;
            Assert.True(table.TryGetValue(pid, out ProcessFacts? found), $"process {pid} ({facts.Comm}) has no slot");
            // Of kernel threads /proc has more than the 15 bytes that every task has.
            Assert.StartsWith(found!.Comm, facts.Comm, StringComparison.Ordinal);
            Assert.Equal(facts with { Comm = found.Comm }, found);
            Assert.True(found.Comm == facts.Comm || facts.Ppid is 0 or 2);
            compared++;
        }

        Assert.True(compared > 10);
        Assert.Contains(Environment.ProcessId, after.Keys);
    }

    [Fact]
    public async Task Name_and_user_follow_the_process()
    {
        using Work work = Work.Start();
        long[] child = [];
        Snapshot snapshot = await Recording.OfAsync(
            async () =>
            {
                child = await work.TellAsync("spawn");
                await work.TellAsync($"tell name {Work.Hex("a longer name")}");
                await work.TellAsync($"tell name {Work.Hex("short")}");
                await work.TellAsync("tell user 65534");
                await work.TellAsync($"tell exec 1 {Work.Hex("/bin/true")} {Work.Hex("true")}");
            },
            "cputime");
        Assert.Equal("short", snapshot.Process(child[0])!.Value.Text("comm"));
        Row exec = snapshot.Processes!.Rows().Single(row => row.Int("ppid") == child[0]);
        Assert.Equal("true", exec.Text("comm"));
        Assert.Equal(65534, exec.Int("uid"));
    }

    [Fact]
    public async Task A_program_started_as_another_user_belongs_to_that_user()
    {
        using Work work = Work.Start();
        await work.TellAsync("spawn");
        // The child became another user after it was forked and before the program starts.
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync($"execas 65534 {Work.Hex("/bin/true")}"), "cputime");
        Row row = snapshot.Processes!.Rows().Single(row => row.Int("ppid") == work.Pid);
        Assert.Equal("true", row.Text("comm"));
        Assert.Equal(65534, row.Int("uid"));
    }

    [Fact]
    public async Task A_hostile_name_is_kept_reversibly()
    {
        using Work work = Work.Start();
        byte[] name = [0x1b, (byte)']', (byte)'0', (byte)';', 0xff, (byte)'\\', 7];
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync($"live 1 {Work.Hex(name)}"), "cputime");
        Assert.Contains("\u001b]0;\\xff\\\\\u0007", snapshot.Processes!.Rows().Select(row => row.Text("comm")));
    }

    [Fact]
    public async Task Two_processes_with_one_pid_are_two_rows()
    {
        using Work work = Work.Start();
        int pid = (int)(await work.TellAsync($"live 1 {Work.Hex("free")}"))[0];
        Snapshot snapshot = await Recording.OfAsync(
            async () =>
            {
                await work.TellAsync($"reuse {pid} {Work.Hex("first")}");
                await work.TellAsync($"reuse {pid} {Work.Hex("second")}");
            },
            "cputime");
        Row[] rows = [.. snapshot.Processes!.Rows().Where(row => row.Int("pid") == pid).OrderBy(row => row.Int("start_ns"))];
        Assert.Equal(["first", "second"], rows.Select(row => row.Text("comm")));
        Assert.All(rows, row => Assert.NotEqual(0, row.Int("exited")));
    }

    [Fact]
    public async Task Twenty_thousand_short_processes_each_have_their_row_and_give_their_slot_back()
    {
        using Work work = Work.Start();
        using Recording recording = await Recording.StartAsync(
            Recording.Only(work) with { ProcessRows = 30_000, EventRows = 30_000 }, "cputime", "exitsnoop");
        Snapshot snapshot = await recording.IntervalAsync(() => work.TellAsync("churn 20000"));
        string[] names = [.. Enumerable.Range(0, 20_000).Select(child => $"c{child}")];
        Assert.Equal(names, snapshot.Events("exitsnoop").Select(row => row.Text("comm")));
        Assert.Equal(names.Append("work").Order(), snapshot.Processes!.Rows().Select(row => row.Text("comm")).Order());
        Assert.False(snapshot.Processes!.Truncated);
        Assert.Equal(0UL, snapshot.Of("cputime").Losses.Full);
        Assert.Equal(0UL, snapshot.Of("exitsnoop").Losses.Total);

        // Not 20,000 more than there are processes: two readings after its end, a process has no slot.
        SharedMaps shared = recording.Session.Shared!;
        Eventually.True(() => Slots(shared).Count(process => process.ExitNs != 0) < 1000, "the slots of dead processes are free");
        Eventually.True(() => Slots(shared).Count() < ProcFs.Processes().Count + 1000, "no slot belongs to a process that is gone");
    }

    [Fact]
    public async Task Processes_beyond_the_table_are_counted_together_and_said_to_be()
    {
        using Work work = Work.Start();
        using Recording recording = await Recording.StartAsync(new SessionOptions { ProcessSlots = 3 }, "syscount", "cputime");
        Snapshot snapshot = await recording.IntervalAsync(() => work.TellAsync($"syscalls 5003 {Getppid}"));
        Assert.Null(snapshot.Process(work.Pid));
        Assert.InRange(snapshot.Count("syscount", "getppid"), 5003UL, ulong.MaxValue);
        Row other = snapshot.Process(0)!.Value;
        Assert.Equal("other", other.Text("comm"));
        Assert.True(other.Int("syscalls") >= 5003);
        Assert.True(other.Int("cpu_ns") > 0);
        Assert.True(snapshot.Of("syscount").Losses.Full >= 5003);
        Assert.True(snapshot.Of("cputime").Losses.Full > 0);
        Assert.True(snapshot.Processes!.Truncated);
    }

    [Fact]
    public async Task A_tool_that_is_off_leaves_its_columns_empty()
    {
        using Work work = Work.Start();
        Snapshot snapshot = await Recording.OfAsync(() => work.TellAsync("spin 5 0"), "cputime");
        Row row = snapshot.Process(work.Pid)!.Value;
        Assert.True(row["syscalls"].IsAbsent);
        Assert.True(row["waits"].IsAbsent);
        Assert.True(row.Int("cpu_ns") > 0);
    }

    private static IEnumerable<Process> Slots(SharedMaps shared)
    {
        using MappedMap processes = shared.Object.Map("processes").Map();
        IEnumerable<Process> all = Enumerable.Range(1, processes.Count - 1).Select(slot => processes.At<Process>(slot));
        return [.. all.Where(process => process.Live != 0)];
    }

    private sealed record ProcessFacts(string Comm, long Ppid, long NsPid, long Uid)
    {
        public static ProcessFacts Of(Process process)
        {
            ReadOnlySpan<byte> comm = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in process.Comm, 1));
            return new ProcessFacts(KernelText.Decode(comm), process.Ppid, process.NsTgid, process.Uid);
        }

        public static Dictionary<int, ProcessFacts> OfAll()
        {
            var facts = new Dictionary<int, ProcessFacts>();
            foreach (int pid in ProcFs.Processes())
            {
                string directory = $"/proc/{pid}";
                try
                {
                    if (ProcFs.Status(directory, "State")[0] == "Z") continue;
                    byte[] comm = File.ReadAllBytes(directory + "/comm");
                    facts.Add(pid, new ProcessFacts(
                        KernelText.Decode(comm.AsSpan(0, comm.Length - 1)),
                        ProcFs.StatusNumber(directory, "PPid"),
                        long.Parse(ProcFs.Status(directory, "NSpid")[^1], CultureInfo.InvariantCulture),
                        ProcFs.StatusNumber(directory, "Uid")));
                }
                catch (IOException)
                {
                    // It ended while we looked.
                }
            }

            return facts;
        }
    }
}
