using System.Text.Json;
using Xunit;

namespace Probetop.Tests.Vm;

/// <summary>The whole machine of each kernel.</summary>
[Collection(GuestsCollection.Name)]
public sealed class KernelTests(Guests guests)
{
    public static TheoryData<string> Kernels => [.. Ladders.Kernels];

    public static TheoryData<string, string> Runs
    {
        get
        {
            var runs = new TheoryData<string, string>();
            foreach (string kernel in Ladders.Kernels)
                foreach (string limit in Ladders.Limits) runs.Add(kernel, limit);
            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void It_boots_and_runs_everything_to_the_end(string kernel)
    {
        guests.Of(kernel).AssertEnded();
        Assert.StartsWith(kernel + ".", guests.Of(kernel).Read("release"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Doctor_finds_a_machine_where_everything_works(string kernel)
    {
        Run run = guests[kernel, Ladders.NoLimit];
        JsonElement doctor = Report(run, "doctor");
        Assert.True(doctor.GetProperty("works").GetBoolean());
        Assert.Equal(guests.Of(kernel).Read("release").TrimEnd(), doctor.GetProperty("host").GetProperty("kernel").GetString());
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Doctor_and_tools_tell_of_every_tool_and_its_rungs(string kernel)
    {
        foreach (string command in new[] { "doctor", "tools" })
        {
            JsonElement[] tools = [.. Report(guests[kernel, Ladders.NoLimit], command).GetProperty("tools").EnumerateArray()];
            Assert.Equal(Ladders.Tools.Select(tool => tool.Name), tools.Select(tool => tool.GetProperty("name").GetString()));
            Assert.All(Ladders.Tools.Zip(tools), pair => ToolTests.AssertHooked(pair.First, pair.Second, kernel, Ladders.NoLimit));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Nothing_is_left_loaded_by_one_that_is_killed(string kernel)
    {
        Run run = guests[kernel, Ladders.NoLimit];
        Assert.NotEmpty(JsonDocument.Parse(run.Read("killed.loaded")).RootElement.EnumerateArray());
        Assert.Equal("yes\n", run.Read("killed.gone"));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Nothing_is_left_loaded_at_the_end(string kernel, string limit) =>
        Assert.Equal("yes\n", guests[kernel, limit].Read("gone"));

    [Theory]
    [MemberData(nameof(Runs))]
    public void Recordings_succeed_without_a_complaint(string kernel, string limit)
    {
        string[] once = limit == Ladders.NoLimit ? ["runqlen"] : [];
        foreach (string recording in (string[])["machine", "work", "threads", "files", .. once])
        {
            Assert.Equal("", guests[kernel, limit].Read($"{recording}.err"));
            Assert.Equal("0\n", guests[kernel, limit].Read($"{recording}.status"));
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void The_process_table_is_on_the_expected_rungs(string kernel, string limit) =>
        Assert.Equal(
            Ladders.ProcessTable.Select(name => Ladders.Expected(name, kernel, limit)).Order(),
            guests[kernel, limit].Machine.Kinds("processes"));

    private static JsonElement Report(Run run, string command)
    {
        Assert.Equal("", run.Read($"{command}.err"));
        Assert.Equal("0\n", run.Read($"{command}.status"));
        return JsonDocument.Parse(run.Read($"{command}.json")).RootElement;
    }
}
