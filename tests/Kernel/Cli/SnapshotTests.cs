using System.Diagnostics;
using System.Text.Json;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel.Cli;

public sealed class SnapshotTests : IDisposable
{
    private const int Execs = 23;
    private const int Controls = 7;

    private readonly string _directory = Directory.CreateTempSubdirectory("probetop-test-").FullName;

    [Fact]
    public void A_tool_is_recorded_for_the_time_asked_for()
    {
        (int status, string output, string error) = ProbetopProcess.Run(
            "snapshot", "--tool", "runqlat", "--duration", "1s", "--format", "json");
        Assert.Equal((0, ""), (status, error));
        JsonElement document = JsonContract.Check(output), tool = JsonContract.ToolOf(document, "runqlat");
        Assert.Equal("ok", tool.GetProperty("status").GetString());
        Assert.Equal("tp_btf", tool.GetProperty("rungs").GetProperty("switch").GetString());
        Assert.InRange(tool.GetProperty("interval_ns").GetInt64(), 1_000_000_000, 1_500_000_000);
        Assert.NotEqual(0, Assert.Single(tool.GetProperty("data").GetProperty("series").EnumerateArray()).GetProperty("count").GetInt64());
        JsonElement program = document.GetProperty("programs").EnumerateArray()
            .Single(program => program.GetProperty("name").GetString() == "sched_switch");
        Assert.Equal(["runqlat"], program.GetProperty("tools").EnumerateArray().Select(name => name.GetString()));
        Assert.NotEqual(0, program.GetProperty("run_cnt").GetInt64());
        Assert.NotEqual(0, program.GetProperty("run_time_ns").GetInt64());
    }

    [Fact]
    public void A_pane_is_all_its_default_tools_and_each_has_data()
    {
        (int status, string output, _) = ProbetopProcess.Run("snapshot", "--pane", "cpu", "--duration", "500ms", "--format", "json");
        Assert.Equal(0, status);
        JsonElement[] tools = [.. JsonContract.Check(output).GetProperty("tools").EnumerateArray()];
        Assert.Equal(
            ["cpudist", "cputime", "execsnoop", "exitsnoop", "hardirqs", "migrations", "runqlat", "runqlen", "softirqs"],
            tools.Select(tool => tool.GetProperty("name").GetString()));
        Assert.All(tools, tool => Assert.Equal("ok", tool.GetProperty("status").GetString()));
        Assert.NotEmpty(JsonContract.RowsOf(tools[1]));
    }

    [Theory]
    [InlineData("process", "pid")]
    [InlineData("cpu", "cpu")]
    public void A_distribution_is_split_by_what_was_asked_for(string by, string key)
    {
        (int status, string output, _) = ProbetopProcess.Run(
            "snapshot", "--tool", "runqlat,cpudist", "--by", by, "--duration", "500ms", "--format", "json");
        Assert.Equal(0, status);
        JsonElement document = JsonContract.Check(output);
        foreach (string name in new[] { "runqlat", "cpudist" })
        {
            JsonElement tool = JsonContract.ToolOf(document, name);
            Assert.Equal(by, tool.GetProperty("options").GetProperty("by").GetString());
            JsonElement[] series = [.. tool.GetProperty("data").GetProperty("series").EnumerateArray()];
            Assert.NotEmpty(series);
            string[] keys = [.. series.Select(one => one.GetProperty("key").GetProperty(key).GetRawText())];
            Assert.Equal(keys.Length, keys.Distinct().Count());
        }
    }

    [Fact]
    public async Task A_name_of_bcc_shows_its_type_of_file_system_only()
    {
        using var files = new LoopFs();
        using Work work = Work.Start();
        string path = Work.Hex(files.Path("file")), elsewhere = Work.Hex("/dev/shm/probetop-test-alias");
        string[] tools = ["ext4dist", "xfsdist", "ext4slower", "xfsslower", "fileslower"];
        string[] arguments = Recorded.Arguments(string.Join(',', tools), "--pid", $"{work.Pid}", "--slower-than", "1us");
        using ProbetopProcess probetop = ProbetopProcess.Start(arguments);
        Recorded recorded = await Recorded.OfAsync(probetop, async () =>
        {
            await work.TellAsync($"write 53 {path} 65536 0 1");
            await work.TellAsync($"write 29 {elsewhere} 65536 0 0");
        });
        File.Delete("/dev/shm/probetop-test-alias");
        JsonElement[] all = [.. recorded.Documents.SelectMany(document => document.GetProperty("tools").EnumerateArray())];
        JsonElement[] Of(string alias) => [.. all.Where(tool => tool.GetProperty("requested").GetString() == alias)];
        Assert.All(tools, alias => Assert.All(
            Of(alias), tool => Assert.Equal(alias.EndsWith("dist", StringComparison.Ordinal) ? "fsdist" : "fsslower", tool.GetProperty("name").GetString())));
        JsonElement[] series = [.. Of("ext4dist").SelectMany(tool => tool.GetProperty("data").GetProperty("series").EnumerateArray())];
        Assert.All(series, one => Assert.Equal("ext4", one.GetProperty("key").GetProperty("fs").GetString()));
        Assert.Equal(53 + 1 + 1, series.Sum(one => one.GetProperty("count").GetInt64()));
        Assert.All(Of("xfsdist"), tool => Assert.Empty(tool.GetProperty("data").GetProperty("series").EnumerateArray()));
        Assert.Equal(53 + 1 + 1, Of("ext4slower").Sum(tool => JsonContract.RowsOf(tool).Count));
        Assert.Equal(0, Of("xfsslower").Sum(tool => JsonContract.RowsOf(tool).Count));
        // Those of all types, but reads and writes alone.
        Assert.Equal(53 + 29, Of("fileslower").Sum(tool => JsonContract.RowsOf(tool).Count));
    }

    [Fact]
    public void Exactly_the_execs_below_the_process_are_recorded_with_their_arguments()
    {
        using Process shell = Process.Start(new ProcessStartInfo(
            "bash", ["-c", $$"""read -r _; for i in {1..{{Execs}}}; do /bin/true "inside $i"; done; echo done; read -r _"""])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        string[] common = ["snapshot", "--tool", "execsnoop", "--format", "jsonl", "--interval", "200ms", "--duration", "5m"];
        using ProbetopProcess below = ProbetopProcess.Start([.. common, "--pid", $"{shell.Id}"]);
        using ProbetopProcess named = ProbetopProcess.Start([.. common, "--comm", "true"]);
        // A first line means that the second interval has begun.
        string firstBelow = below.ReadLine(), firstNamed = named.ReadLine();
        shell.StandardInput.WriteLine();
        for (int i = 1; i <= Controls; i++)
        {
            using Process control = Process.Start("/bin/true", [$"outside {i}"]);
            control.WaitForExit();
        }

        Assert.Equal("done", shell.StandardOutput.ReadLine());
        below.Signal("INT");
        named.Signal("INT");
        IReadOnlyList<Dictionary<string, JsonElement>> inside = RowsOf(firstBelow, below), all = RowsOf(firstNamed, named);
        shell.StandardInput.Close();
        shell.WaitForExit();

        string[] expected = [.. Enumerable.Range(1, Execs).Select(i => $"/bin/true \"inside {i}\"")];
        Assert.Equal(expected, inside.Select(row => row["args"].GetString()));
        Assert.All(inside, row =>
        {
            Assert.Equal(shell.Id, row["ppid"].GetInt32());
            Assert.Equal("true", row["comm"].GetString());
            Assert.Equal(0, row["ret"].GetInt32());
            Assert.False(row["truncated"].GetBoolean());
        });
        // The control: without the process filter those outside are seen as well, and each once.
        Assert.Equal(Execs, all.Count(row => expected.Contains(row["args"].GetString())));
        Assert.Equal(Controls, all.Count(row => row["args"].GetString()!.StartsWith("/bin/true \"outside ", StringComparison.Ordinal)));
    }

    [Fact]
    public void Exactly_the_execs_in_the_cgroup_are_recorded_with_its_path()
    {
        string name = $"probetop-test-{Guid.NewGuid():N}", cgroup = Path.Combine(CgroupRoot(), name);
        Directory.CreateDirectory(cgroup);
        try
        {
            string script =
                $$"""echo $$ > {{cgroup}}/cgroup.procs; read -r _; for i in {1..{{Execs}}}; do /bin/true "$i"; done; echo done""";
            using Process shell = Process.Start(new ProcessStartInfo("bash", ["-c", script])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            using ProbetopProcess probetop = ProbetopProcess.Start(
                "snapshot", "--tool", "execsnoop", "--cgroup", name, "--format", "jsonl", "--interval", "200ms", "--duration", "5m");
            string first = probetop.ReadLine();
            Assert.Equal("/" + name, JsonContract.Check(first).GetProperty("filter").GetProperty("cgroup").GetString());
            using (Process control = Process.Start("/bin/true", ["outside"])) control.WaitForExit();
            shell.StandardInput.WriteLine();
            Assert.Equal("done", shell.StandardOutput.ReadLine());
            shell.WaitForExit();
            probetop.Signal("INT");
            List<Dictionary<string, JsonElement>> rows = RowsOf(first, probetop);
            Assert.Equal(Enumerable.Range(1, Execs).Select(i => $"/bin/true {i}"), rows.Select(row => row["args"].GetString()));
            Assert.All(rows, row => Assert.Equal("/" + name, row["container"].GetString()));
        }
        finally
        {
            Directory.Delete(cgroup);
        }
    }

    [Fact]
    public void A_name_that_attacks_terminals_arrives_as_data()
    {
        string hostile = Path.Combine(_directory, "\u001b]0;x\u0007");
        File.Copy("/bin/true", hostile);
        using ProbetopProcess probetop = ProbetopProcess.Start(
            "snapshot", "--tool", "execsnoop", "--comm", Path.GetFileName(hostile), "--format", "jsonl", "--interval", "200ms",
            "--duration", "5m");
        string first = probetop.ReadLine();
        using (Process process = Process.Start(hostile, ["\u001b[31m", "\u202e"])) process.WaitForExit();
        probetop.Signal("INT");
        Dictionary<string, JsonElement> row = Assert.Single(RowsOf(first, probetop));
        Assert.Equal("\u001b]0;x\u0007", row["comm"].GetString());
        Assert.EndsWith("\u001b[31m \u202e", row["args"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_follow_each_other_without_a_gap_and_the_last_one_is_the_rest()
    {
        (int status, string output, _) = ProbetopProcess.Run(
            "snapshot", "--tool", "cputime", "--format", "jsonl", "--interval", "300ms", "--duration", "1s");
        Assert.Equal(0, status);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        JsonElement[] clocks = [.. lines.Select(line => JsonContract.Check(line).GetProperty("clock"))];
        Assert.Equal(4, clocks.Length);
        for (int i = 1; i < clocks.Length; i++)
            Assert.Equal(StartNs(clocks[i - 1]) + DurationNs(clocks[i - 1]), StartNs(clocks[i]));
        Assert.All(clocks[..3], clock => Assert.InRange(DurationNs(clock), 300_000_000, 600_000_000));
        Assert.InRange(DurationNs(clocks[3]), 100_000_000, 299_000_000);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public void A_signal_ends_it_early_with_what_was_measured(string signal)
    {
        using ProbetopProcess probetop = ProbetopProcess.Start("snapshot", "--tool", "runqlat", "--duration", "1h", "--format", "json");
        probetop.WaitUntilLoading();
        probetop.Signal(signal);
        (int status, string output, string error) = probetop.End();
        Assert.Equal((0, ""), (status, error));
        Assert.InRange(DurationNs(JsonContract.Check(output).GetProperty("clock")), 1, 60_000_000_000);
    }

    [Fact]
    public void A_reader_that_goes_away_ends_it()
    {
        using ProbetopProcess probetop = ProbetopProcess.Start(
            "snapshot", "--tool", "cputime", "--format", "jsonl", "--interval", "100ms", "--duration", "1h");
        probetop.ReadLine();
        probetop.CloseOutput();
        Assert.True(probetop.Process.WaitForExit(TimeSpan.FromSeconds(60)));
        Assert.Equal(1, probetop.Process.ExitCode);
    }

    [Fact]
    public void Text_has_a_heading_for_each_tool()
    {
        (int status, string output, _) = ProbetopProcess.Run("snapshot", "--tool", "runqlat,execsnoop", "--duration", "200ms");
        Assert.Equal(0, status);
        Assert.Contains(
            "\nrunqlat: Run-queue latency (ok, wakeup tp_btf, wakeup_new tp_btf, switch tp_btf)\n", output, StringComparison.Ordinal);
        Assert.Contains(" : count     distribution\n", output, StringComparison.Ordinal);
        Assert.Contains("\nexecsnoop: New processes (ok, exec tp_btf, syscall_exit tp_btf)\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_written_for_the_user_behind_sudo_and_never_over_another()
    {
        const int Nobody = 65534;
        string path = Path.Combine(_directory, "out.json");
        string[] arguments = ["snapshot", "--tool", "cputime", "--duration", "100ms", "--format", "json", "--output", path];
        (int status, string output, string error) = ProbetopProcess.StartIn(
            AppContext.BaseDirectory, [], arguments, ("SUDO_UID", $"{Nobody}"), ("SUDO_GID", $"{Nobody}")).End();
        Assert.Equal((0, "", ""), (status, output, error));
        JsonContract.Check(File.ReadAllText(path));
        Assert.Equal($"{Nobody} {Nobody} 600", Read("stat", "-c", "%u %g %a", path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory));
        (status, _, error) = ProbetopProcess.Run(arguments);
        Assert.Equal(1, status);
        Assert.Contains("is there already", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_does_not_exist_is_a_failure_that_names_it()
    {
        (int status, string output, string error) = ProbetopProcess.Run(
            "snapshot", "--tool", "runqlat", "--pid", "4194304", "--duration", "100ms");
        Assert.Equal((1, ""), (status, output));
        Assert.Equal("probetop: there is no process 4194304\n", error);
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static List<Dictionary<string, JsonElement>> RowsOf(string first, ProbetopProcess probetop)
    {
        (int status, string output, string error) = probetop.End();
        Assert.Equal((0, ""), (status, error));
        string[] lines = [first, .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        return [.. lines.SelectMany(line => JsonContract.RowsOf(JsonContract.ToolOf(JsonContract.Check(line), "execsnoop")))];
    }

    // Where containers are told apart: the v1 hierarchy of the cpu controller where there is one, else v2.
    private static string CgroupRoot()
    {
        string[][] mounts = [.. File.ReadLines("/proc/mounts").Select(line => line.Split(' '))];
        string[]? v1 = mounts.FirstOrDefault(mount => mount[2] == "cgroup" && mount[3].Split(',').Contains("cpu"));
        return (v1 ?? mounts.First(mount => mount[2] == "cgroup2"))[1];
    }

    private static string Read(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.TrimEnd();
    }

    private static long StartNs(JsonElement clock) => clock.GetProperty("start_monotonic_ns").GetInt64();

    private static long DurationNs(JsonElement clock) => clock.GetProperty("duration_ns").GetInt64();
}
