using System.Runtime.CompilerServices;
using Probetop.Probes.Bpf;
using Probetop.Probes.Events;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Unit.Layout;

/// <summary>One tool, one stem: the catalogue, the handlers, the pages and the tests belong together, in both directions.</summary>
public sealed class CatalogueTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string> Names => [.. Catalogue.Tools.Select(tool => tool.Descriptor.Name)];

    [Fact]
    public void Tools_are_sorted_and_numbered_by_their_place()
    {
        string[] names = [.. Catalogue.Tools.Select(tool => tool.Descriptor.Name)];
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(Enumerable.Range(0, names.Length), Catalogue.Tools.Select(tool => tool.Descriptor.Id));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_tool_has_handlers_code_a_page_and_an_exact_test(string name)
    {
        ToolDescriptor tool = Catalogue.Find(name)!.Descriptor;
        string type = Catalogue.Find(name)!.GetType().Name;
        Assert.Equal(name, type.ToLowerInvariant());
        Assert.True(File.Exists(Path.Combine(Root, "bpfobj", name + ".bpf.h")), "no handlers");
        string folder = tool.Pane == "fs" ? "FileSystems" : char.ToUpperInvariant(tool.Pane[0]) + tool.Pane[1..];
        Assert.True(File.Exists(Path.Combine(Root, "src", "Probes", folder, type + ".cs")), "no code where one looks for it");
        Assert.True(File.Exists(Path.Combine(Root, "docs", "tools", name + ".md")), "no page");
        Assert.True(File.Exists(Path.Combine(Root, "tests", "Kernel", type + "Tests.cs")), "no kernel test");
    }

    [Fact]
    public void Every_page_and_every_tool_in_an_object_is_in_the_catalogue()
    {
        string[] names = [.. Catalogue.Tools.Select(tool => tool.Descriptor.Name)];
        Assert.Equal(names, Directory.GetFiles(Path.Combine(Root, "docs", "tools"), "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal));
        var inObjects = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string source in KernelEvents.All.Select(kernelEvent => kernelEvent.Source).Distinct())
        {
            using BpfObject bpfObject = BpfObject.Open(source + ".bpf.o");
            foreach (BtfVariable variable in bpfObject.Btf.FindSection(".rodata") ?? [])
                if (variable.Name.EndsWith("_tool", StringComparison.Ordinal)) inObjects.Add(variable.Name[..^"_tool".Length]);
        }

        Assert.Equal(names, inObjects);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_descriptor_says_what_it_must(string name)
    {
        ToolDescriptor tool = Catalogue.Find(name)!.Descriptor;
        Assert.EndsWith("?", tool.Question, StringComparison.Ordinal);
        Assert.EndsWith(".", tool.Blind, StringComparison.Ordinal);
        Assert.NotEmpty(tool.CostNote);
        Assert.NotEmpty(tool.Requires);
        Assert.All(tool.Requires.Concat(tool.Uses), eventName => KernelEvents.Of(eventName));
        Assert.Equal(tool.Shape == ToolShape.Histogram, tool.Unit is not null);
        // The rows of a table may be those of the processes or the CPUs.
        if (tool.Shape != ToolShape.Table) Assert.Equal(tool.Shape == ToolShape.Events, tool.Columns.Count > 0);
        if (tool.Shape == ToolShape.Events) Assert.Equal("time_ns", tool.Columns[0].Name);
    }

    [Fact]
    public void An_alias_is_no_other_name_and_goes_by_a_key_of_its_tool()
    {
        IEnumerable<string> aliases = Catalogue.Tools.SelectMany(tool => tool.Descriptor.Aliases).Select(alias => alias.Name);
        string[] names = [.. Catalogue.Tools.Select(tool => tool.Descriptor.Name), .. aliases];
        Assert.Equal(names.Distinct(), names);
        Assert.All(Catalogue.Tools, tool =>
        {
            IEnumerable<string> keys = tool is HistogramTool histogram
                ? histogram.KeyOf(0, []).Select(part => part.Key)
                : tool.Descriptor.Columns.Select(column => column.Name);
            Assert.All(tool.Descriptor.Aliases, alias => Assert.Contains(alias.Key, keys));
            Assert.Equal(tool.Descriptor.Aliases.OrderBy(alias => alias.Name, StringComparer.Ordinal), tool.Descriptor.Aliases);
        });
    }

    [Fact]
    public void Every_rung_names_a_program_of_its_object_hooked_where_it_says_and_no_program_is_without_a_rung()
    {
        foreach (var source in KernelEvents.All.GroupBy(kernelEvent => kernelEvent.Source))
        {
            using BpfObject bpfObject = BpfObject.Open(source.Key + ".bpf.o");
            Rung[] rungs = [.. source.SelectMany(kernelEvent => kernelEvent.Rungs)];
            Assert.Equal(
                bpfObject.Programs.Where(program => program.Kind != "iter").Select(program => program.Name).Order(StringComparer.Ordinal),
                rungs.Select(rung => rung.Program).Order(StringComparer.Ordinal));
            foreach (Rung rung in rungs)
            {
                BpfProgram program = bpfObject.Program(rung.Program);
                Assert.Equal(rung.Kind.Name(), program.Kind);
                if (program.Target.Length > 0) Assert.Equal(rung.Target, program.Target);
                // One that is not chosen must not fail the load of the others.
                Assert.False(program.Autoload && rung.Kind != RungKind.PerfEvent);
            }
        }
    }

    [Fact]
    public void The_rungs_of_an_event_stand_best_first() =>
        Assert.All(KernelEvents.All, kernelEvent => Assert.Equal(
            kernelEvent.Rungs.Select(rung => rung.Kind).Order(), kernelEvent.Rungs.Select(rung => rung.Kind)));

    [Fact]
    public void There_is_a_program_to_try_each_kind_of_rung_with()
    {
        using BpfObject bpfObject = BpfObject.Open("abilities.bpf.o");
        Assert.Equal(
            RungKinds.All.Select(kind => kind.Name()).Order(StringComparer.Ordinal),
            bpfObject.Programs.Select(program => program.Kind).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_same_column_is_the_same_everywhere()
    {
        IEnumerable<Probetop.Probes.Snapshots.Column> columns = Catalogue.Tools.SelectMany(tool => tool.Descriptor.Columns);
        foreach (var same in columns.GroupBy(column => column.Name))
            Assert.Single(same.Select(column => (column.Type, column.Unit)).Distinct());
    }

    private static string FindRoot([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
