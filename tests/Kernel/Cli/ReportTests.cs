using System.Text.Json;
using Xunit;

namespace Probetop.Tests.Kernel.Cli;

public sealed class ReportTests
{
    [Fact]
    public void Every_tool_runs_here_on_its_best_rungs()
    {
        (int status, string output, string error) = ProbetopProcess.Run("tools", "--format", "json");
        Assert.Equal((0, ""), (status, error));
        JsonElement[] tools = [.. JsonDocument.Parse(output).RootElement.GetProperty("tools").EnumerateArray()];
        Assert.Contains("runqlat", tools.Select(tool => tool.GetProperty("name").GetString()));
        Assert.All(tools, tool =>
        {
            Assert.Equal("ok", tool.GetProperty("status").GetString());
            Assert.NotEmpty(tool.GetProperty("rungs").EnumerateObject());
        });
    }

    [Fact]
    public void Doctor_finds_a_machine_where_everything_works()
    {
        (int status, string output, string error) = ProbetopProcess.Run("doctor");
        Assert.Equal((0, ""), (status, error));
        Assert.Contains($"kernel                      {File.ReadAllText("/proc/sys/kernel/osrelease")}", output, StringComparison.Ordinal);
        Assert.EndsWith("every tool of the default screen runs here\n", output, StringComparison.Ordinal);
        (status, output, _) = ProbetopProcess.Run("doctor", "--format", "json");
        Assert.Equal(0, status);
        Assert.True(JsonDocument.Parse(output).RootElement.GetProperty("works").GetBoolean());
    }
}
