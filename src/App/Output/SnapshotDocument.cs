using Probetop.App.CommandLine;
using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.App.Output;

/// <summary>A tool in a document.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Alias">The alias it was asked for by; null: its own name.</param>
/// <param name="Grouping">What it was split by; none: its own key.</param>
internal sealed record RequestedTool(Tool Tool, ToolAlias? Alias = null, Grouping Grouping = Grouping.None)
{
    /// <summary>The name it was asked for by.</summary>
    public string Requested => Alias?.Name ?? Tool.Descriptor.Name;

    /// <summary>What it can be split by: the rows of processes and CPUs no longer tell what an alias asks for.</summary>
    public Grouping Groupings => Alias is null ? Tool.Descriptor.Groupings : Grouping.None;

    /// <summary>Whether its distributions have keys: without, the total is its one series.</summary>
    public bool IsKeyed => Grouping != Grouping.None || Tool is HistogramTool { Layout.Keys: > 1 };

    /// <summary>The tool with that name or alias; null when there is none.</summary>
    public static RequestedTool? Find(string name)
    {
        if (Catalogue.Find(name) is { } tool) return new RequestedTool(tool);
        return Catalogue.FindAlias(name) is var (aliased, alias) ? new RequestedTool(aliased, alias) : null;
    }
}

/// <summary>One interval of some tools, as written by <see cref="SnapshotJson"/> and <see cref="SnapshotText"/>.</summary>
/// <param name="Host">The machine.</param>
/// <param name="Restriction">What was measured of it; null: everything.</param>
/// <param name="Snapshot">The interval.</param>
/// <param name="Tools">The tools, in the order of the document.</param>
internal sealed record SnapshotDocument(HostFacts Host, Restriction? Restriction, Snapshot Snapshot, IReadOnlyList<RequestedTool> Tools)
{
    /// <summary>How the tool ran: one that was not (or not yet) running is unavailable, with that as the reason.</summary>
    public ToolStatus StatusOf(RequestedTool requested)
    {
        ToolStatus status = Snapshot.Of(requested.Tool.Descriptor).Status;
        return status.State switch
        {
            ToolState.Off => status with { State = ToolState.Unavailable, Reason = "it was switched off" },
            ToolState.Loading => status with { State = ToolState.Unavailable, Reason = "it was not loaded yet" },
            _ => status,
        };
    }

    /// <summary>What the tool found; null when it has no data.</summary>
    public ToolData? DataOf(RequestedTool requested)
    {
        ToolData? data = ProcessProjection.DataOf(requested.Tool, Snapshot);
        return data is null || requested.Alias is not { } alias ? data : alias.Filter(data);
    }

    /// <summary>The distributions of a tool: by key, or for a tool without keys the total.</summary>
    public static IReadOnlyList<Series> SeriesOf(RequestedTool requested, HistogramData data) =>
        requested.IsKeyed ? data.Series : [new Series([], data.Total, data.Selected)];

    /// <summary>Whether the restriction could not be applied, because the tool's work belongs to no process.</summary>
    public bool IsUnfiltered(RequestedTool requested) => Restriction is not null && !requested.Tool.Descriptor.Filterable;

    /// <summary>Whether keys or rows were left out or summed as <c>other</c>.</summary>
    public bool IsTruncated(RequestedTool requested) =>
        Snapshot.Of(requested.Tool.Descriptor).Losses.Full > 0 || DataOf(requested) switch
        {
            TableData table => table.Table.Truncated,
            EventData events => events.Table.Truncated,
            _ => false,
        };
}
