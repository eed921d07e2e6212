using Probetop.Probes.Snapshots;

namespace Probetop.Probes.Tools;

/// <summary>The shape of a tool's data in the JSON contract.</summary>
public enum ToolShape
{
    /// <summary>Distributions.</summary>
    Histogram,

    /// <summary>Rows with columns.</summary>
    Table,

    /// <summary>A log.</summary>
    Events,
}

/// <summary>What a tool costs the watched machine, and so when it runs.</summary>
public enum CostClass
{
    /// <summary>Runs whenever its pane or the overview is there: part of the default screen.</summary>
    Default,

    /// <summary>Started by the user, who is told its price first.</summary>
    OnDemand,
}

/// <summary>What a histogram tool can be split by.</summary>
[Flags]
public enum Grouping
{
    /// <summary>Only its own key.</summary>
    None = 0,

    /// <summary>By process, in power-of-two buckets.</summary>
    Process = 1,

    /// <summary>By CPU.</summary>
    Cpu = 2,
}

/// <summary>A tool as data: help, <c>tools</c>, <c>doctor</c>, the panes and the docs read this one.</summary>
public sealed record ToolDescriptor
{
    /// <summary>Position in the catalogue; also the tool's number in the kernel.</summary>
    public int Id { get; internal set; } = -1;

    /// <summary>The bcc name.</summary>
    public required string Name { get; init; }

    /// <summary>The bcc names that show a part of it, sorted.</summary>
    public IReadOnlyList<ToolAlias> Aliases { get; init; } = [];

    /// <summary>Pane it belongs to, such as <c>cpu</c>.</summary>
    public required string Pane { get; init; }

    /// <summary>Title on the screen.</summary>
    public required string Title { get; init; }

    /// <summary>The question it answers, one sentence with a question mark.</summary>
    public required string Question { get; init; }

    /// <summary>Shape of its data.</summary>
    public required ToolShape Shape { get; init; }

    /// <summary>Unit of its values: <c>ns</c>, <c>bytes</c> or <c>count</c>; null for tables and events.</summary>
    public string? Unit { get; init; }

    /// <summary>Events it cannot do without.</summary>
    public required IReadOnlyList<string> Requires { get; init; }

    /// <summary>Events it uses where they can be had.</summary>
    public IReadOnlyList<string> Uses { get; init; } = [];

    /// <summary>What it costs.</summary>
    public CostClass Cost { get; init; }

    /// <summary>The price in words, with figures and where they were measured.</summary>
    public required string CostNote { get; init; }

    /// <summary>What it cannot see, one sentence.</summary>
    public required string Blind { get; init; }

    /// <summary>What it can be split by.</summary>
    public Grouping Groupings { get; init; }

    /// <summary>Whether the selection and the command line's filters apply to it; false for work that has no process.</summary>
    public bool Filterable { get; init; } = true;

    /// <summary>Whether it shows only operations that took longer than the session's threshold.</summary>
    public bool HasThreshold { get; init; }

    /// <summary>Columns of its table or events; empty for histograms.</summary>
    public IReadOnlyList<Column> Columns { get; init; } = [];
}
