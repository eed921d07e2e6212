using Probetop.App.CommandLine;
using Probetop.Probes.Processes;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class UsageTests
{
    [Theory]
    [InlineData("snapshot", "--pane cpu, or --tool")]
    [InlineData("snapshot --tool runqlta", "'runqlta'; did you mean runqlat or runqlen?")]
    [InlineData("snapshot --tool biolatency", "'biolatency'; 'probetop tools' lists them")]
    [InlineData("snapshot --tool runqlat,", "'runqlat,' has an empty name")]
    [InlineData("snapshot --tool", "--tool")]
    [InlineData("snapshot --pane disk", "'disk'; each pane is one of cpu, fs")]
    [InlineData("snapshot --pane cpuu", "'cpuu'; did you mean cpu?")]
    [InlineData("snapshot --pane cpu --tool runqlat", "--pane and --tool exclude each other")]
    [InlineData("snapshot --tool runqlat --duration 5", "--duration: '5' is not a duration such as 500ms, 5s or 2m")]
    [InlineData("snapshot --tool runqlat --duration 10ms", "--duration: '10ms' is not between 100ms and 24h")]
    [InlineData("snapshot --tool runqlat --format xml", "'xml'; the formats are text, json, jsonl")]
    [InlineData("snapshot --tool runqlat --interval 1s", "--interval belongs to --format jsonl")]
    [InlineData("snapshot --tool runqlat --by thread", "'thread'; it can be process or cpu")]
    [InlineData("snapshot --tool execsnoop --by cpu", "execsnoop cannot be split by cpu; cpudist, runqlat, runqlen can")]
    [InlineData("snapshot --tool ext4dst", "'ext4dst'; did you mean ext4dist")]
    [InlineData("snapshot --tool fsdist,ext4dist --by process", "--by: ext4dist cannot be split by process; cpudist, fsdist, runqlat")]
    [InlineData("snapshot --tool runqlat --pid 0", "--pid: '0' is not a process id")]
    [InlineData("snapshot --tool runqlat --pid -1", "--pid: '-1' is not a process id")]
    [InlineData("snapshot --tool runqlat --pid 1 --pid 2", "--pid")]
    [InlineData("snapshot --tool runqlat --comm sixteen-bytes-xx", "--comm: 'sixteen-bytes-xx' has 16 bytes")]
    [InlineData("snapshot --frobnicate", "'--frobnicate'")]
    [InlineData("snapshot @file", "'@file'")]
    [InlineData("snapshto", "'snapshto'")]
    [InlineData("--pane nowhere", "'nowhere'; each pane is one of overview, cpu, fs")]
    [InlineData("--interval 99ms", "'99ms' is not between 100ms and 1m")]
    [InlineData("--snapshot-dir /nowhere/at/all", "no directory '/nowhere/at/all'")]
    [InlineData("tools --format jsonl", "'jsonl'; the formats are text, json")]
    [InlineData("doctor please", "'please'")]
    public void Bad_input_ends_with_status_2_and_names_the_thing(string arguments, string message)
    {
        CommandRun run = CommandRun.Of(arguments.Split(' '));
        Assert.Equal(2, run.Status);
        Assert.StartsWith("probetop: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
        Assert.Null(run.Dashboard);
    }

    [Theory]
    [InlineData("--output")]
    [InlineData("--cgroup")]
    [InlineData("--comm")]
    public void A_name_may_not_be_empty(string option)
    {
        CommandRun run = CommandRun.Of("snapshot", "--tool", "runqlat", option, "");
        Assert.Equal(2, run.Status);
        Assert.StartsWith($"probetop: {option}: the name is empty\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_is_not_obeyed_when_it_is_said_back()
    {
        CommandRun run = CommandRun.Of("snapshot", "--tool", "\u001b]0;x\u0007");
        Assert.Equal(2, run.Status);
        Assert.Contains("␛]0;x␇", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Theory]
    [InlineData("snapshot --tool runqlat --cgroup no-such-group-here", "--cgroup no-such-group-here")]
    [InlineData("--cgroup no-such-group-here", "--cgroup no-such-group-here")]
    public void A_cgroup_that_is_not_there_is_a_failure(string arguments, string message)
    {
        CommandRun run = CommandRun.Of(arguments.Split(' '));
        Assert.Equal(1, run.Status);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dashboard_gets_what_was_asked_for_and_its_status_is_the_result()
    {
        CommandRun run = CommandRun.Of(
            "--pane", "cpu", "--interval", "250ms", "--pid", "1234", "--comm", "nginx", "--snapshot-dir", "/tmp", "--slower-than", "3ms");
        Assert.Equal(5, run.Status);
        DashboardOptions options = run.Dashboard!;
        Assert.Equal("cpu", options.Pane);
        Assert.Equal(250_000_000u, options.IntervalNs);
        Assert.Equal(3_000_000u, options.SlowerThanNs);
        Assert.Equal("/tmp", options.SnapshotDirectory);
        Assert.Equal(new ProcessIdentity(1234, 0), options.Restriction!.Selection.Process);
        Assert.Equal("nginx", options.Restriction.Selection.Comm);
        Assert.Equal("pid 1234, comm nginx", options.Restriction.Selection.Label);
    }

    [Fact]
    public void Without_options_the_dashboard_shows_everything_each_second()
    {
        DashboardOptions options = CommandRun.Of().Dashboard!;
        Assert.Equal(new DashboardOptions { IntervalNs = 1_000_000_000, SlowerThanNs = 10_000_000, SnapshotDirectory = "." }, options);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--pane cpu")]
    [InlineData("snapshot --tool runqlat --comm 'x'")]
    public void Without_rights_the_missing_capabilities_and_the_commands_that_grant_them_are_named(string arguments)
    {
        CommandRun run = CommandRun.With(CommandRun.NoRights, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(77, run.Status);
        Assert.Null(run.Dashboard);
        Assert.Empty(run.Output);
        string again = arguments.Length == 0 ? "" : " " + arguments.Replace("'x'", @"''\''x'\'''", StringComparison.Ordinal);
        Assert.Equal(
            $"""
            probetop: not permitted: loading BPF programs needs CAP_BPF and CAP_PERFMON (or root)
              sudo '/opt/my tools/probetop'{again}
              or once and for all: sudo setcap cap_bpf,cap_perfmon+ep '/opt/my tools/probetop'

            """,
            run.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("snapshot --tool runqlat")]
    public void Where_bpf_is_refused_all_the_same_nothing_is_begun(string arguments)
    {
        CommandRun run = CommandRun.Where(13, CommandRun.AllRights, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((77, ""), (run.Status, run.Output));
        Assert.Null(run.Dashboard);
        Assert.StartsWith(
            "probetop: not permitted: bpf(2) is refused although the capabilities are there, most likely by ", run.Error,
            StringComparison.Ordinal);
        Assert.Equal(2, run.Error.Count(letter => letter == '\n'));
    }

    [Fact]
    public void Wrong_usage_comes_before_missing_rights() =>
        Assert.Equal(2, CommandRun.With(CommandRun.NoRights, "snapshot", "--tool", "nonsense").Status);

    [Fact]
    public void Tools_are_listed_without_rights_too()
    {
        CommandRun run = CommandRun.With(CommandRun.NoRights, "tools");
        Assert.Equal(0, run.Status);
        foreach (Tool tool in Catalogue.Tools) Assert.Contains(tool.Descriptor.Question, run.Output, StringComparison.Ordinal);
        Assert.Contains("unavailable", run.Output, StringComparison.Ordinal);
        Assert.Contains("needs CAP_BPF and CAP_PERFMON", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Doctor_without_rights_says_so_by_its_status()
    {
        CommandRun run = CommandRun.With(CommandRun.NoRights, "doctor");
        Assert.Equal(77, run.Status);
        Assert.Contains("setcap cap_bpf,cap_perfmon+ep '/opt/my tools/probetop'", run.Output, StringComparison.Ordinal);
        Assert.Empty(run.Error);
    }

    [Fact]
    public void Version_is_one_line()
    {
        CommandRun run = CommandRun.Of("--version");
        Assert.Equal((0, "probetop 0.1.0\n", ""), (run.Status, run.Output, run.Error));
    }

    [Theory]
    [InlineData("--help", "snapshot-dir")]
    [InlineData("-h", "snapshot-dir")]
    [InlineData("snapshot --help", "--duration")]
    [InlineData("snapshot --frobnicate --help", "--duration")]
    [InlineData("tools --help", "--format")]
    [InlineData("doctor --help", "--format")]
    public void Help_has_the_options_and_examples_in_a_hundred_columns(string arguments, string option)
    {
        CommandRun run = CommandRun.Of(arguments.Split(' '));
        Assert.Equal(0, run.Status);
        Assert.Contains(option, run.Output, StringComparison.Ordinal);
        Assert.Contains("Examples:\n  ", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 110));
    }

    [Fact]
    public void Every_example_of_the_help_is_understood()
    {
        foreach (string command in new[] { "", "snapshot", "tools", "doctor" })
        {
            string help = CommandRun.Of([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]).Output;
            string[] examples = help.Split("Examples:\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.NotEmpty(examples);
            foreach (string example in examples)
            {
                // Without rights whatever is understood ends before it measures.
                string[] words = example.Split('|')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                int program = Array.IndexOf(words, "probetop");
                Assert.NotEqual(2, CommandRun.With(CommandRun.NoRights, words[(program + 1)..]).Status);
            }
        }
    }
}
