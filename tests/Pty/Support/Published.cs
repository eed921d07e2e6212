using System.Runtime.CompilerServices;

namespace Probetop.Tests.Pty.Support;

/// <summary>The file that users get.</summary>
internal static class Published
{
    public static string Root { get; } = FindRoot();

    public static string Probetop { get; } = Path.Combine(Root, "out", "probetop");

    private static string FindRoot([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));
}
