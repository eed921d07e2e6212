using Probetop.Probes.Tools;

namespace Probetop.Tests.Pty.Support;

/// <summary>What the dashboard shows when nothing else was asked for.</summary>
internal static class DefaultScreen
{
    /// <summary>What the header says once all its tools run.</summary>
    public static string AllTools { get; } = $" {Catalogue.Tools.Count(tool => tool.Descriptor.Cost == CostClass.Default)} tools";
}
