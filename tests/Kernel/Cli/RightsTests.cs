using System.Text.Json;
using Xunit;

namespace Probetop.Tests.Kernel.Cli;

public sealed class RightsTests : IDisposable
{
    private static readonly string[] Snapshot = ["snapshot", "--tool", "runqlat", "--duration", "200ms", "--format", "json"];

    private readonly string _directory = Directory.CreateTempSubdirectory("probetop-test-").FullName;

    [Fact]
    public void A_user_without_rights_is_told_the_capabilities_and_the_commands_that_grant_them()
    {
        string copy = CopyForEverybody();
        string[] asNobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
        (int status, string output, string error) = ProbetopProcess.StartIn(copy, asNobody, Snapshot).End();
        Assert.Equal((77, ""), (status, output));
        Assert.Contains("CAP_BPF and CAP_PERFMON (or root)", error, StringComparison.Ordinal);
        Assert.Contains(" snapshot --tool runqlat --duration 200ms --format json\n", error, StringComparison.Ordinal);
        Assert.Contains("sudo setcap cap_bpf,cap_perfmon+ep ", error, StringComparison.Ordinal);
        // Those who may not measure may still ask.
        Assert.Equal(0, ProbetopProcess.StartIn(copy, asNobody, ["tools"]).End().Status);
        Assert.Equal(77, ProbetopProcess.StartIn(copy, asNobody, ["doctor"]).End().Status);
    }

    [Theory]
    [InlineData("-all", "CAP_BPF and CAP_PERFMON")]
    [InlineData("-all,+bpf", "CAP_PERFMON")]
    [InlineData("-all,+perfmon", "CAP_BPF")]
    public void Root_that_lost_a_capability_is_told_which(string bounding, string missing)
    {
        (int status, string output, string error) = WithCapabilities(bounding, Snapshot);
        Assert.Equal((77, ""), (status, output));
        Assert.StartsWith($"probetop: not permitted: loading BPF programs needs {missing} (or root)\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_two_capabilities_of_the_message_are_enough()
    {
        (int status, string output, string error) = WithCapabilities("-all,+bpf,+perfmon", Snapshot);
        Assert.Equal((0, ""), (status, error));
        JsonElement document = JsonContract.Check(output);
        JsonElement waits = JsonContract.ToolOf(document, "runqlat").GetProperty("data").GetProperty("series")[0];
        Assert.NotEqual(0, waits.GetProperty("count").GetInt64());
        // What programs cost is not known without CAP_SYS_ADMIN, and then not said to be 0.
        Assert.All(
            document.GetProperty("programs").EnumerateArray(),
            program => Assert.Equal(JsonValueKind.Null, program.GetProperty("run_cnt").ValueKind));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static (int Status, string Output, string Error) WithCapabilities(string bounding, string[] arguments) =>
        ProbetopProcess.StartIn(AppContext.BaseDirectory, ["setpriv", $"--bounding-set={bounding}", "--inh-caps=-all"], arguments).End();

    // The place of this checkout may be closed to others.
    private string CopyForEverybody()
    {
        File.SetUnixFileMode(_directory, (UnixFileMode)0x1ed);
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*"))
        {
            string copy = Path.Combine(_directory, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, (UnixFileMode)0x1a4);
        }

        return _directory;
    }
}
