using System.Text;
using System.Text.Json;
using Probetop.App.CommandLine;
using Probetop.App.Output;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class ReportTests
{
    private static readonly ToolStatus Broken = new(
        ToolState.Unavailable,
        "the kernel's verifier refuses it: R1 invalid mem access",
        "report it",
        [],
        "0: (79) r1 = *(u64 *)(r1 +0)\nR1 \u001b[31m invalid");

    [Fact]
    public void The_list_of_tools_says_what_each_answers_how_it_runs_and_what_it_costs()
    {
        string text = Text(lines => ToolsCommand.WriteText(lines, Statuses(("cachestat", Broken))));
        Assert.StartsWith(
            """
            TOOL        PANE      STATUS       QUESTION
            cachestat   fs        unavailable  How many pages of files are found in memory, and how many have to be read from the device first?
                        reason: the kernel's verifier refuses it: R1 invalid mem access
                        remedy: report it
                        cost:   one program per read of a file, per page that is brought in and per page that becomes dirty
            cpudist     cpu       ok           How long does a thread keep its CPU each time it gets one?
                        rungs:  switch tp_btf
                        cost:   one program per context switch, shared with runqlat and cputime

            """,
            text, StringComparison.Ordinal);
        Assert.Contains("also:   btrfsdist, ext4dist, nfsdist, xfsdist, zfsdist\n", text, StringComparison.Ordinal);
        Assert.Contains("cost:   on demand; two programs on every system call", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_list_of_tools_as_JSON_has_every_tool_of_the_catalogue()
    {
        JsonElement document = Json(stream => ToolsCommand.WriteJson(stream, Statuses(("cachestat", Broken))));
        Assert.Equal(1, document.GetProperty("schema").GetInt32());
        JsonElement[] tools = [.. document.GetProperty("tools").EnumerateArray()];
        Assert.Equal(Catalogue.Tools.Select(tool => tool.Descriptor.Name), tools.Select(tool => tool.GetProperty("name").GetString()));
        Assert.Equal("unavailable", tools[0].GetProperty("status").GetString());
        Assert.Equal("report it", tools[0].GetProperty("remedy").GetString());
        JsonElement fsdist = tools.Single(tool => tool.GetProperty("name").GetString() == "fsdist");
        Assert.Equal(
            ["btrfsdist", "ext4dist", "nfsdist", "xfsdist", "zfsdist"],
            fsdist.GetProperty("aliases").EnumerateArray().Select(alias => alias.GetString()));
        Assert.Empty(tools[0].GetProperty("aliases").EnumerateArray());
        JsonElement runqlat = tools.Single(tool => tool.GetProperty("name").GetString() == "runqlat");
        Assert.Equal("histogram", runqlat.GetProperty("shape").GetString());
        Assert.Equal("ns", runqlat.GetProperty("unit").GetString());
        Assert.Equal("tp_btf", runqlat.GetProperty("rungs").GetProperty("switch").GetString());
        Assert.Equal("default", runqlat.GetProperty("cost").GetString());
        Assert.Equal(["process", "cpu"], runqlat.GetProperty("by").EnumerateArray().Select(by => by.GetString()));
        Assert.True(runqlat.GetProperty("filterable").GetBoolean());
    }

    [Fact]
    public void Doctor_shows_the_kernels_own_words_indented_and_harmless()
    {
        string text = Text(lines => DoctorCommand.WriteText(lines, Diagnose(Statuses(("cachestat", Broken)))));
        Assert.Contains(
            """

              unavailable  cachestat
                  the kernel's verifier refuses it: R1 invalid mem access
                  remedy: report it
                  | 0: (79) r1 = *(u64 *)(r1 +0)
                  | R1 ␛[31m invalid

            """,
            text, StringComparison.Ordinal);
        Assert.Contains(
            """

              missing      maps and programs           CAP_BPF is not effective
                  Without it no BPF map or program can be made.
                  remedy: sudo probetop, or sudo setcap cap_bpf,cap_perfmon+ep probetop

            """,
            text, StringComparison.Ordinal);
        Assert.EndsWith("\nnot every tool of the default screen runs here\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_as_JSON_has_machine_capabilities_terminal_and_tools()
    {
        JsonElement document = Json(stream => DoctorCommand.WriteJson(stream, Diagnose(Statuses(("cachestat", Broken)))));
        Assert.False(document.GetProperty("works").GetBoolean());
        Assert.Equal("libbpf 9.9", document.GetProperty("library").GetString());
        Assert.Equal("kernel", document.GetProperty("machine")[0].GetProperty("name").GetString());
        JsonElement check = document.GetProperty("capabilities").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "maps and programs");
        Assert.Equal("missing", check.GetProperty("state").GetString());
        Assert.NotEqual("", check.GetProperty("remedy").GetString());
        Assert.Equal(Broken.Detail, document.GetProperty("tools")[0].GetProperty("detail").GetString());
        Assert.Equal("not set", document.GetProperty("terminal").EnumerateArray().First().GetProperty("value").GetString());
    }

    [Fact]
    public void Only_the_tools_of_the_default_screen_decide_whether_it_works()
    {
        Assert.True(Diagnose(Statuses()).Works);
        Assert.True(Diagnose(Statuses(("syscount", Broken))).Works);
        Assert.False(Diagnose(Statuses(("runqlen", Broken))).Works);
        Assert.False(Diagnose(Statuses(("runqlen", ToolStatus.Loading))).Works);
        Assert.True(Diagnose(Statuses(("runqlen", new ToolStatus(ToolState.Partial, "half", null, [])))).Works);
    }

    private static ToolStatus[] Statuses(params (string Tool, ToolStatus Status)[] special)
    {
        ToolStatus[] statuses = [.. Catalogue.Tools.Select(SyntheticSnapshot.Running)];
        foreach ((string tool, ToolStatus status) in special) statuses[Catalogue.Find(tool)!.Descriptor.Id] = status;
        return statuses;
    }

    private static Diagnosis Diagnose(ToolStatus[] statuses) => new(
        SyntheticSnapshot.Host,
        "libbpf 9.9",
        [
            new CheckSection("machine", MachineChecks.OfMachine(new MachineFacts(), CommandRun.NoRights, 0)),
            new CheckSection("capabilities", CapabilityChecks.Of(new MachineFacts(), CommandRun.NoRights, "probetop")),
            new CheckSection("terminal", MachineChecks.OfTerminal(_ => null, null)),
        ],
        statuses);

    private static string Text(Action<LineWriter> write)
    {
        using var stream = new MemoryStream();
        using (var lines = new LineWriter(stream, ascii: false)) write(lines);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonElement Json(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        string text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.Equal('\n', text[^1]);
        Assert.All(text[..^1], letter => Assert.InRange(letter, ' ', '~'));
        return JsonDocument.Parse(text).RootElement;
    }
}
