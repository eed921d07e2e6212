using System.Reflection;

namespace Probetop.App.Output;

/// <summary>This program's version.</summary>
internal static class ProgramVersion
{
    /// <summary>Three numbers, such as <c>0.1.0</c>.</summary>
    public static string Text { get; } = Assembly.GetExecutingAssembly().GetName().Version?.ToString(3) ?? "0.0.0";
}
