namespace Probetop.Tests.Unit;

/// <summary>A root directory with the files that a test sets.</summary>
internal sealed class FakeMachine : IDisposable
{
    /// <summary>The directory.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("probetop-test-").FullName;

    public string this[string path]
    {
        set
        {
            string full = Path.Combine(Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, value);
        }
    }

    /// <summary>Makes a symbolic link; where it points to need not exist.</summary>
    public void Link(string path, string target)
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.CreateSymbolicLink(full, target);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
