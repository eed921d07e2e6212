using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Probetop.Tests.Kernel.Workloads;
using Probetop.Tests.Pty.Support;
using Xunit;

namespace Probetop.Tests.Kernel.Cli;

/// <summary>The file that users get, with all rights and with just enough of them.</summary>
public sealed class CapabilityTests : IDisposable
{
    private const int Getppid = 110;
    private const string AllTools = "cpudist,cputime,execsnoop,exitsnoop,hardirqs,migrations,runqlat,runqlen,softirqs,syscount";

    // By number: DAC_OVERRIDE, DAC_READ_SEARCH, KILL, NET_ADMIN, SYS_PTRACE, SYS_ADMIN, SYS_RESOURCE, SYSLOG, PERFMON, BPF.
    private static readonly int[] Kept = [1, 2, 5, 12, 19, 21, 24, 34, 38, 39];

    private readonly string _directory = Directory.CreateTempSubdirectory("probetop-test-").FullName;

    public CapabilityTests() => File.SetUnixFileMode(_directory, (UnixFileMode)0x1ed);

    [Fact]
    public void No_thread_keeps_a_capability_that_no_feature_needs()
    {
        using ProbetopProcess probetop = ProbetopProcess.StartPublished([], Recorded.Arguments("runqlat"));
        _ = probetop.ReadLine();
        string[] threads = Directory.GetDirectories($"/proc/{probetop.Pid}/task");
        // The main one, the sampler, the worker.
        Assert.InRange(threads.Length, 3, 100);
        ulong kept = Kept.Aggregate(0UL, (set, capability) => set | (1UL << capability));
        ulong ours = Set("/proc/self", "CapPrm");
        Assert.NotEqual(0UL, ours & ~kept);
        Assert.All(threads, thread =>
        {
            Assert.Equal(ours & kept, Set(thread, "CapEff"));
            Assert.Equal(ours & kept, Set(thread, "CapPrm"));
            Assert.Equal(0UL, (Set(thread, "CapInh") | Set(thread, "CapAmb")) & ~kept);
            Assert.Equal(1, ProcFs.StatusNumber(thread, "NoNewPrivs"));
        });
        probetop.Signal("INT");
        Assert.Equal(0, probetop.End().Status);
    }

    [Fact]
    public async Task With_two_capabilities_every_tool_counts_exactly_what_another_user_does()
    {
        using Work work = Work.StartBy([.. AsUser(), CopyOf(Work.Path)]);
        await work.TellAsync("pin 0");
        using ProbetopProcess probetop = ProbetopProcess.StartFile(
            CopyOf(Published.Probetop), AsUser("bpf", "perfmon"), Recorded.Arguments(AllTools, "--pid", $"{work.Pid}"));
        work.WaitUntilBlocked();
        long switches = ProcFs.SwitchesOf(work.Pid), waits = ProcFs.WaitsOf(work.Pid);
        Recorded recorded = await Recorded.OfAsync(probetop, async () =>
        {
            switches = ProcFs.SwitchesOf(work.Pid);
            waits = ProcFs.WaitsOf(work.Pid);
            await work.TellAsync($"syscalls 1009 {Getppid}");
            await work.TellAsync("migrate 503");
            await work.TellAsync("end code 3 0 7");
            await work.TellAsync($"exec 23 {Work.Hex("/bin/true")} {Work.Hex("true")}");
            Disk.Write(11);
            work.WaitUntilBlocked();
            switches = ProcFs.SwitchesOf(work.Pid) - switches;
            waits = ProcFs.WaitsOf(work.Pid) - waits;
        });
        Assert.Equal(1009, recorded.Count("syscount", "getppid"));
        Assert.Equal(503, recorded.Sum("migrations", work.Pid, "migrations"));
        Assert.Equal(23, recorded.Rows("execsnoop").Count);
        Assert.All(recorded.Rows("execsnoop"), row => Assert.Equal("true", row["args"].GetString()));
        Assert.Equal(7 + 23, recorded.Rows("exitsnoop").Count);
        Assert.Equal(7, recorded.Rows("exitsnoop").Count(row => row["exit_code"].GetInt32() == 3));
        Assert.Equal(switches, recorded.Sum("cputime", work.Pid, "switches"));
        // Its children are in the distributions too; a slice whose beginning was not seen is only in the table.
        Assert.Equal(
            recorded.Rows("cputime").Sum(row => row["switches"].GetInt64()), recorded.Count("cpudist") + recorded.Lost("cputime"));
        Assert.InRange(recorded.Count("runqlat") + recorded.Lost("runqlat"), waits + 7 + 23, long.MaxValue);
        foreach (string tool in new[] { "runqlen", "softirqs", "hardirqs" }) Assert.NotEqual(0, recorded.Count(tool));
        Assert.All(recorded.Documents, document =>
        {
            Assert.All(document.GetProperty("tools").EnumerateArray(), tool => Assert.Equal("ok", tool.GetProperty("status").GetString()));
            // What programs cost takes CAP_SYS_ADMIN to know, and is not said to be 0 without.
            Assert.All(document.GetProperty("programs").EnumerateArray(), program =>
            {
                Assert.Equal(JsonValueKind.Null, program.GetProperty("run_cnt").ValueKind);
                Assert.Equal(JsonValueKind.Null, program.GetProperty("run_time_ns").ValueKind);
            });
        });
    }

    [Fact]
    public void With_two_capabilities_doctor_is_content_and_names_what_each_other_one_would_add()
    {
        (int status, string output, string error) = ProbetopProcess.StartFile(
            CopyOf(Published.Probetop), AsUser("bpf", "perfmon"), "doctor", "--format", "json").End();
        Assert.Equal((0, ""), (status, error));
        JsonElement document = JsonDocument.Parse(output).RootElement;
        Assert.True(document.GetProperty("works").GetBoolean());
        var capabilities = document.GetProperty("capabilities").EnumerateArray()
            .ToDictionary(check => check.GetProperty("name").GetString()!, check => check.GetProperty("value").GetString());
        Assert.Equal("uid 1234", capabilities["user"]);
        Assert.Equal("CAP_PERFMON, CAP_BPF", capabilities["held"]);
        Assert.Equal("CAP_SYS_ADMIN is not effective", capabilities["cost of programs"]);
        Assert.Equal("CAP_SYS_PTRACE is not effective", capabilities["processes of others"]);
    }

    [Theory]
    [InlineData("bpf", "CAP_PERFMON")]
    [InlineData("perfmon", "CAP_BPF")]
    public void With_one_of_the_two_the_other_is_named(string held, string missing)
    {
        (int status, string output, string error) = ProbetopProcess.StartFile(
            CopyOf(Published.Probetop), AsUser(held), "snapshot", "--tool", "runqlat").End();
        Assert.Equal((77, ""), (status, output));
        Assert.StartsWith($"probetop: not permitted: loading BPF programs needs {missing} (or root)\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Granted_to_the_file_they_serve_every_user()
    {
        string file = CopyOf(Published.Probetop);
        using (Process setcap = Process.Start("setcap", ["cap_bpf,cap_perfmon+ep", file]))
        {
            await setcap.WaitForExitAsync();
            Assert.Equal(0, setcap.ExitCode);
        }

        using Work work = Work.StartBy([.. AsUser(), CopyOf(Work.Path)]);
        using ProbetopProcess probetop = ProbetopProcess.StartFile(
            file, ["setpriv", "--reuid=1234", "--regid=1234", "--clear-groups"], Recorded.Arguments("execsnoop", "--pid", $"{work.Pid}"));
        Recorded recorded = await Recorded.OfAsync(probetop, () => work.TellAsync($"exec 23 {Work.Hex("/bin/true")} {Work.Hex("true")}"));
        Assert.Equal(23, recorded.Rows("execsnoop").Count);
    }

    [Theory]
    [InlineData("snapshot", "--tool", "runqlat")]
    [InlineData]
    public void A_filter_that_refuses_bpf_is_told_from_missing_capabilities(params string[] arguments)
    {
        (int status, string output, string error) = ProbetopProcess.StartPublished([Work.Path, "--without-bpf"], arguments).End();
        Assert.Equal((77, ""), (status, output));
        Assert.StartsWith(
            "probetop: not permitted: bpf(2) is refused although the capabilities are there, most likely by the seccomp filter",
            error, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_says_what_refuses_bpf()
    {
        (int status, string output, _) = ProbetopProcess.StartPublished([Work.Path, "--without-bpf"], "doctor").End();
        Assert.Equal(77, status);
        Assert.Contains("  missing      bpf(2)                      refused\n      Not permitted: ", output, StringComparison.Ordinal);
        Assert.Contains("  ok           seccomp                     a filter\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_gets_by_without_sysfs()
    {
        string[] masked = ["unshare", "--mount", "sh", "-c", "mount -t tmpfs none /sys && exec \"$@\"", "sh"];
        (int status, string output, string error) = ProbetopProcess.StartPublished(masked, "doctor").End();
        Assert.Equal((1, ""), (status, error));
        Assert.Contains("  missing      sysfs                       /sys is empty or masked\n", output, StringComparison.Ordinal);
        (status, _, error) = ProbetopProcess.StartPublished(masked, "snapshot", "--tool", "runqlat").End();
        Assert.Equal(1, status);
        Assert.Contains("the CPUs of this machine are not known", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    // An ordinary user with these capabilities and no way to others.
    private static string[] AsUser(params string[] capabilities)
    {
        string set = "-all" + string.Concat(capabilities.Select(capability => ",+" + capability));
        return
        [
            "setpriv", "--reuid=1234", "--regid=1234", "--clear-groups",
            $"--bounding-set={set}", $"--inh-caps={set}", $"--ambient-caps={set}",
        ];
    }

    private static ulong Set(string directory, string name) =>
        ulong.Parse(ProcFs.Status(directory, name)[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    // The place of this checkout may be closed to others.
    private string CopyOf(string file)
    {
        string copy = Path.Combine(_directory, Path.GetFileName(file));
        File.Copy(file, copy);
        File.SetUnixFileMode(copy, (UnixFileMode)0x1ed);
        return copy;
    }
}
