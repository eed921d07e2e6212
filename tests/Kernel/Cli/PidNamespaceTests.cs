using System.Globalization;
using System.Text.Json;
using Probetop.Tests.Kernel.Workloads;
using Xunit;

namespace Probetop.Tests.Kernel.Cli;

/// <summary>The file that users get, inside of a pid namespace together with a workload.</summary>
public sealed class PidNamespaceTests
{
    private const int Getppid = 110;
    private const string Tools = "syscount,cputime,execsnoop";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_happens_inside_is_counted_exactly_under_both_numbers(bool withProc)
    {
        using Container container = await Container.StartAsync(withProc);
        using ProbetopProcess probetop = container.Probetop(Recorded.Arguments(Tools));
        Recorded recorded = await Recorded.OfAsync(probetop, async () =>
        {
            await container.Work.TellAsync($"exec 23 {Work.Hex("/bin/true")} {Work.Hex("in a namespace")}");
            await container.Work.TellAsync("tell syscalls 1009 " + Getppid);
            Work.WaitUntilBlocked(container.First, container.Second);
        });
        Dictionary<string, JsonElement>[] execs =
            [.. recorded.Rows("execsnoop").Where(row => row["ppid"].GetInt32() == container.First)];
        Assert.Equal(23, execs.Length);
        // One after the other, after the two that were there.
        Assert.Equal(23, execs.Select(row => row["ns_pid"].GetInt32()).Distinct().Count());
        Assert.All(execs, row => Assert.NotEqual(row["pid"].GetInt32(), row["ns_pid"].GetInt32()));
        Dictionary<string, JsonElement>[] second =
            [.. recorded.Rows("cputime").Where(row => row["pid"].GetInt32() == container.Second)];
        Assert.NotEmpty(second);
        Assert.All(second, row => Assert.Equal(2, row["ns_pid"].GetInt32()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_process_is_picked_by_the_number_it_has_in_proc(bool withProc)
    {
        using Container container = await Container.StartAsync(withProc), other = await Container.StartAsync(withProc);
        int pid = withProc ? 2 : container.Second;
        using ProbetopProcess probetop = container.Probetop(Recorded.Arguments(Tools, "--pid", $"{pid}"));
        Recorded recorded = await Recorded.OfAsync(probetop, async () =>
        {
            await container.Work.TellAsync("tell syscalls 1009 " + Getppid);
            await container.Work.TellAsync($"tell exec 5 {Work.Hex("/bin/true")} {Work.Hex("true")}");
            // None of it: the first process, and one of the same number elsewhere.
            await container.Work.TellAsync($"syscalls 503 {Getppid}");
            await other.Work.TellAsync("tell syscalls 2003 " + Getppid);
            await other.Work.TellAsync($"tell exec 3 {Work.Hex("/bin/true")} {Work.Hex("true")}");
        });
        Assert.Equal(1009, recorded.Count("syscount", "getppid"));
        Assert.Equal(5, recorded.Rows("execsnoop").Count);
        Assert.All(recorded.Rows("execsnoop"), row => Assert.Equal(container.Second, row["ppid"].GetInt32()));
        Assert.Contains(container.Second, recorded.Rows("cputime").Select(row => row["pid"].GetInt32()));
        Assert.DoesNotContain(container.First, recorded.Rows("cputime").Select(row => row["pid"].GetInt32()));
        Assert.All(recorded.Documents, document => Assert.Equal(pid, document.GetProperty("filter").GetProperty("pid").GetInt32()));
    }

    [Fact]
    public async Task A_number_that_nobody_has_in_there_is_refused()
    {
        using Container container = await Container.StartAsync(withProc: true);
        (int status, _, string error) = container.Probetop("snapshot", "--tool", "runqlat", "--pid", "4000000").End();
        Assert.Equal((1, "probetop: --pid 4000000: there is no process of this number in /proc\n"), (status, error));
    }

    [Fact]
    public async Task A_process_outside_is_refused_where_proc_shows_it_but_the_kernel_does_not()
    {
        using Container container = await Container.StartAsync(withProc: false);
        using Work outside = Work.Start();
        (int status, _, string error) = container.Probetop("snapshot", "--tool", "runqlat", "--pid", $"{outside.Pid}").End();
        Assert.Equal(1, status);
        Assert.Equal($"probetop: there is no process {outside.Pid} in this pid namespace that can be told from all others\n", error);
    }

    [Theory]
    [InlineData(true, "a container's")]
    [InlineData(false, "a container's, with the machine's /proc")]
    public async Task Doctor_notices_it(bool withProc, string value)
    {
        using Container container = await Container.StartAsync(withProc);
        (int status, string output, string error) = container.Probetop("doctor").End();
        Assert.Equal((0, ""), (status, error));
        Assert.Contains($"  limited      pid namespace               {value}\n", output, StringComparison.Ordinal);
    }

    /// <summary>A workload that is the first process of a pid namespace, and its child, the second.</summary>
    private sealed class Container : IDisposable
    {
        private readonly bool _withProc;

        private Container(bool withProc)
        {
            _withProc = withProc;
            string[] proc = withProc ? ["--mount-proc"] : [];
            Work = Work.StartBy(["unshare", "--pid", "--fork", "--kill-child", .. proc, Work.Path]);
        }

        public Work Work { get; }

        /// <summary>Number of the first one outside.</summary>
        public int First { get; private set; }

        /// <summary>Number of the second one outside.</summary>
        public int Second { get; private set; }

        public static async Task<Container> StartAsync(bool withProc)
        {
            var container = new Container(withProc);
            Assert.Equal(2, Assert.Single(await container.Work.TellAsync("spawn")));
            container.First = ChildOf(container.Work.Pid);
            container.Second = ChildOf(container.First);
            return container;
        }

        /// <summary>Starts probetop inside.</summary>
        public ProbetopProcess Probetop(params string[] arguments)
        {
            string[] mounts = _withProc ? ["--mount"] : [];
            return ProbetopProcess.StartPublished(["nsenter", $"--target={First}", "--pid", .. mounts], arguments);
        }

        public void Dispose() => Work.Dispose();

        private static int ChildOf(int pid) =>
            int.Parse(File.ReadAllText($"/proc/{pid}/task/{pid}/children").Trim(), CultureInfo.InvariantCulture);
    }
}
