using System.Text.RegularExpressions;
using Probetop.Probes.Events;
using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Unit.Layout;

/// <summary>The page of a tool in docs/tools says what its descriptor says, all of it and nothing else.</summary>
public sealed partial class ToolPageTests
{
    private const string None = "–";
    private const string FieldHeader = "| field | unit | meaning |";
    private const string ColumnHeader = "| field | heading | unit | meaning |";

    private static readonly string[] Sections =
    [
        "NAME", "QUESTION", "SYNOPSIS", "DESCRIPTION", "EVENTS", "FIELDS", "EXAMPLE", "OVERHEAD", "LIMITS", "COMPARED WITH", "SEE ALSO",
    ];

    public static TheoryData<string> Names => [.. Catalogue.Tools.Select(tool => tool.Descriptor.Name)];

    /// <summary>The tools whose tables and series have rows of processes.</summary>
    public static TheoryData<string> NamesWithProcesses =>
        [.. Catalogue.Tools.Select(tool => tool.Descriptor).Where(tool => tool.Filterable).Select(tool => tool.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_has_the_sections_of_a_man_page_in_their_order(string name)
    {
        var page = ToolPage.Read(name);
        Assert.Equal(name, page.Title);
        Assert.Equal(Sections, page.Sections.Select(section => section.Name));
        Assert.All(page.Sections, section => Assert.NotEmpty(section.Lines));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_says_title_question_cost_and_blind_spot_in_the_descriptors_words(string name)
    {
        ToolDescriptor tool = Catalogue.Find(name)!.Descriptor;
        var page = ToolPage.Read(name);
        Assert.Equal($"{name} – {tool.Title}", page.TextOf("NAME"));
        Assert.Equal(tool.Question, page.TextOf("QUESTION"));
        Assert.StartsWith($"Cost: {tool.CostNote}.", page.TextOf("OVERHEAD"), StringComparison.Ordinal);
        Assert.StartsWith($"- {tool.Blind} ", page.TextOf("LIMITS") + " ", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_synopsis_has_the_options_that_the_tool_takes(string name)
    {
        ToolDescriptor tool = Catalogue.Find(name)!.Descriptor;
        string synopsis = ToolPage.Read(name).TextOf("SYNOPSIS");
        Assert.Contains($"probetop snapshot --tool {name} [", synopsis, StringComparison.Ordinal);
        string[] by =
        [
            .. tool.Groupings.HasFlag(Grouping.Process) ? new[] { "process" } : [],
            .. tool.Groupings.HasFlag(Grouping.Cpu) ? new[] { "cpu" } : [],
        ];
        Assert.Equal(string.Join('|', by), Regex.Match(synopsis, @"\[--by ([^\]]+)\]").Groups[1].Value);
        foreach (string option in (string[])["--pid", "--cgroup", "--comm"])
            Assert.Equal(tool.Filterable, synopsis.Contains($"[{option} ", StringComparison.Ordinal));
        Assert.Equal(!tool.Filterable, synopsis.Contains("cannot be restricted", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_events_are_those_that_the_tool_names_with_the_best_rung_of_each(string name)
    {
        ToolDescriptor tool = Catalogue.Find(name)!.Descriptor;
        IEnumerable<string> expected = tool.Requires.Select(kernelEvent => Row(kernelEvent, "required"))
            .Concat(tool.Uses.Select(kernelEvent => Row(kernelEvent, "used")));
        IReadOnlyList<string[]> rows = Assert.Single(ToolPage.Read(name).TablesOf("EVENTS", "| event | needed | best hook | when |")).Rows;
        Assert.Equal(expected, rows.Select(row => string.Join(' ', row[..^1])));

        static string Row(string name, string needed) =>
            $"`{name}` {needed} `{KernelEvents.Of(name).Rungs[0].Kind.Name()}/{KernelEvents.Of(name).Rungs[0].Target}`";
    }

    [Theory]
    [MemberData(nameof(NamesWithProcesses))]
    public void A_tool_that_names_processes_says_what_keeps_them_true(string name)
    {
        string events = ToolPage.Read(name).TextOf("EVENTS");
        Assert.All(KernelEvents.OfProcessTable, kernelEvent => Assert.Contains($"`{kernelEvent}`", events, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_columns_are_those_of_the_tool_with_heading_and_unit(string name)
    {
        Tool tool = Catalogue.Find(name)!;
        var expected = new List<string>();
        expected.AddRange(Rows(tool.Descriptor.Shape == ToolShape.Events ? "Events" : "Table", tool.Descriptor.Columns));
        if (tool.PerProcess is { } part) expected.AddRange(Rows("Process table", part.Columns.Select(column => column.Column)));
        if (name == "cputime") expected.AddRange(Rows("Process", ProcessRows.IdentityColumns));
        expected.AddRange(Rows("CPU table", tool.CpuColumns));
        IEnumerable<string> actual = ToolPage.Read(name).TablesOf("FIELDS", ColumnHeader)
            .SelectMany(table => table.Rows.Select(row => $"{table.Heading}: {string.Join(' ', row[..^1])}"));
        Assert.Equal(expected, actual);

        static IEnumerable<string> Rows(string table, IEnumerable<Column> columns) => columns.Select(
            column => $"{table}: `{column.Name}` {(column.Width < 0 ? None : column.Title)} {column.Unit ?? None}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_fields_of_a_series_are_the_parts_of_its_keys_and_what_it_counts(string name)
    {
        IReadOnlyList<PageTable> tables = ToolPage.Read(name).TablesOf("FIELDS", FieldHeader);
        if (Catalogue.Find(name) is not HistogramTool tool)
        {
            Assert.Empty(tables);
            return;
        }

        PageTable table = Assert.Single(tables);
        Assert.Equal("Series", table.Heading);
        string unit = tool.Descriptor.Unit!;
        IEnumerable<string> expected =
        [
            .. KeysOf(tool).Select(key => $"`{key}` {(key == "start_ns" ? "time_ns" : None)}"),
            "`count` count",
            $"`sum` {unit}",
            $"`max` {unit}",
            .. tool.Layout.HasErrors ? ["`errors` count"] : Array.Empty<string>(),
            $"`buckets` {unit}",
        ];
        Assert.Equal(expected, table.Rows.Select(row => $"{row[0]} {row[1]}"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_example_is_what_the_program_prints(string name)
    {
        string golden = File.ReadAllText(Path.Combine(ToolPage.Folder, "..", "..", "tests", "Unit", "Layout", "Golden", name + ".txt"));
        Assert.Equal(golden, ToolExamples.Of(name) + "\n");
        IReadOnlyList<string> example = ToolPage.Read(name).CodeOf("EXAMPLE");
        Assert.Equal($"# probetop snapshot --tool {name}", example[0]);
        Assert.Equal(golden, string.Join('\n', example.Skip(1)) + "\n");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_page_that_is_linked_is_there(string name)
    {
        var page = ToolPage.Read(name);
        string[] links = [.. LinkPattern().Matches(page.Text).Select(match => match.Groups["path"].Value)];
        Assert.All(links, link => Assert.True(File.Exists(Path.Combine(ToolPage.Folder, link)), link));
        Assert.DoesNotContain(name + ".md", links);
        Assert.NotEmpty(LinkPattern().Matches(page.TextOf("SEE ALSO")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_page_is_finished_and_fits_its_lines(string name)
    {
        var page = ToolPage.Read(name);
        Assert.DoesNotMatch(UnfinishedPattern(), page.Text);
        Assert.All(page.Text.Split('\n'), line => Assert.True(line.StartsWith('|') || line.Length <= 128, line));
    }

    private static List<string> KeysOf(HistogramTool tool)
    {
        var keys = new List<string>();
        if (tool.Layout.Keys > 1) keys.AddRange(tool.KeyOf(0, []).Select(part => part.Key));
        Grouping groupings = tool.Descriptor.Groupings;
        if (groupings.HasFlag(Grouping.Process))
            keys.AddRange(ProcessRows.KeyOf(new ProcessRow { Words = [] }, _ => "a container").Select(part => part.Key));
        if (groupings.HasFlag(Grouping.Cpu)) keys.Add("cpu");
        return keys;
    }

    [GeneratedRegex(@"\[[^\]]+\]\((?<path>[^)#]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex(@"\b([T]ODO|[F]IXME|[T]BD|XXX|placeholder|lorem)\b|@[A-Z]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UnfinishedPattern();
}
