namespace Probetop.Probes.FileSystems;

/// <summary>What a system call does with a file: <c>enum file_operation</c>.</summary>
internal static class FileOperations
{
    /// <summary>The names, by the kernel side's number.</summary>
    public static IReadOnlyList<string> Names { get; } = ["read", "write", "open", "fsync"];
}
