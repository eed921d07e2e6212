using Probetop.Probes.Cpu;
using Probetop.Probes.FileSystems;

namespace Probetop.Probes.Tools;

/// <summary>Every tool there is, sorted by name.</summary>
public static class Catalogue
{
    static Catalogue()
    {
        for (int i = 0; i < Tools.Count; i++) Tools[i].Descriptor.Id = i;
    }

    /// <summary>The tools; a tool's position is its <see cref="ToolDescriptor.Id"/>.</summary>
    public static IReadOnlyList<Tool> Tools { get; } =
    [
        new Cachestat(),
        new Cpudist(),
        new Cputime(),
        new Execsnoop(),
        new Exitsnoop(),
        new Fsdist(),
        new Fsslower(),
        new Hardirqs(),
        new Migrations(),
        new Opensnoop(),
        new Runqlat(),
        new Runqlen(),
        new Softirqs(),
        new Statsnoop(),
        new Syscount(),
    ];

    /// <summary>The tool called <paramref name="name"/>, or null.</summary>
    public static Tool? Find(string name)
    {
        foreach (Tool tool in Tools)
            if (string.Equals(tool.Descriptor.Name, name, StringComparison.Ordinal)) return tool;
        return null;
    }

    /// <summary>The tool of which <paramref name="name"/> is an alias, and that alias; null when it is none.</summary>
    public static (Tool Tool, ToolAlias Alias)? FindAlias(string name)
    {
        foreach (Tool tool in Tools)
        {
            foreach (ToolAlias alias in tool.Descriptor.Aliases)
                if (string.Equals(alias.Name, name, StringComparison.Ordinal)) return (tool, alias);
        }

        return null;
    }

    /// <summary>The tools of a pane, sorted by name.</summary>
    public static IEnumerable<Tool> OfPane(string pane) => Tools.Where(tool => tool.Descriptor.Pane == pane);
}
