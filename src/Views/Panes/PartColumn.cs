using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Views.Panes;

/// <summary>A column that a table part shows while its tool runs.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Tool">The tool that fills it; null: always filled.</param>
internal readonly record struct PartColumn(string Name, ToolDescriptor? Tool)
{
    /// <summary>The columns of those names, each with the tool among whose columns it is.</summary>
    public static PartColumn[] Of(Func<Tool, IEnumerable<Column>> columnsOf, params string[] names) =>
    [
        .. names.Select(name => new PartColumn(
            name, Catalogue.Tools.FirstOrDefault(tool => columnsOf(tool).Any(column => column.Name == name))?.Descriptor)),
    ];

    /// <summary>The tools that fill those columns.</summary>
    public static IReadOnlyList<ToolDescriptor> ToolsOf(IEnumerable<PartColumn> columns) =>
        [.. columns.Select(column => column.Tool).OfType<ToolDescriptor>().Distinct()];
}
