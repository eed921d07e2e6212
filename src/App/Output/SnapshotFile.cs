using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Probetop.App.Interop;

namespace Probetop.App.Output;

/// <summary>A file that appears under its name whole or not at all, for its owner only, and never in the place of another.</summary>
/// <remarks>Behind sudo it belongs to the user who ran sudo. Its name may not be there, nor be a symbolic link.</remarks>
internal sealed class SnapshotFile : IDisposable
{
    private readonly string _temporary;
    private readonly FileStream _stream;
    private bool _committed;

    private SnapshotFile(string path, string temporary, FileStream stream)
    {
        Path = path;
        _temporary = temporary;
        _stream = stream;
    }

    /// <summary>Where it will be.</summary>
    public string Path { get; }

    /// <summary>Takes its content.</summary>
    public Stream Stream => _stream;

    /// <summary>Begins a file beside the place where it will be, so that what cannot be written is known at once.</summary>
    /// <exception cref="IOException">The name is taken, or nothing can be written there; the message says what to do.</exception>
    public static SnapshotFile Create(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (IsTaken(full)) throw Taken(path, null);
        string directory = System.IO.Path.GetDirectoryName(full)!;
        string temporary = System.IO.Path.Combine(directory, $".probetop-{Guid.NewGuid():N}.tmp");
        try
        {
            var stream = new FileStream(temporary, new FileStreamOptions
            {
                // O_EXCL: neither follows a link nor takes what is there.
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            GiveToUser(stream.SafeFileHandle);
            return new SnapshotFile(path, temporary, stream);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: nothing can be written in {directory}; name a directory that is there and is yours", error);
        }
    }

    /// <summary>Writes a whole file at once.</summary>
    /// <exception cref="IOException">It cannot be written; the message says what to do.</exception>
    public static void Save(string path, Action<Stream> write)
    {
        using SnapshotFile file = Create(path);
        write(file.Stream);
        file.Commit();
    }

    /// <summary>
    /// Name of a pane's snapshot without its extension, <c>probetop-HOST-PANE-YYYYMMDDTHHMMSS</c>; slashes and the like in a host's
    /// name become <c>_</c>.
    /// </summary>
    public static string NameOf(string host, string pane, DateTime localTime)
    {
        string safe = string.Concat(host.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' ? letter : '_'));
        return $"probetop-{safe}-{pane}-{localTime.ToString("yyyyMMddTHHmmss", CultureInfo.InvariantCulture)}";
    }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="IOException">The disk is full, or the name was taken meanwhile.</exception>
    public void Commit()
    {
        _stream.Dispose();
        try
        {
            // A hard link: unlike a rename, it fails when the name is taken.
            File.Move(_temporary, Path, overwrite: false);
        }
        catch (IOException error) when (IsTaken(Path))
        {
            throw Taken(Path, error);
        }

        _committed = true;
    }

    /// <summary>Removes what has no name yet.</summary>
    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        finally
        {
            if (!_committed) File.Delete(_temporary);
        }
    }

    // Also when a link leads nowhere.
    private static bool IsTaken(string path)
    {
        var entry = new FileInfo(path);
        return entry.LinkTarget is not null || entry.Exists || Directory.Exists(path);
    }

    private static IOException Taken(string path, IOException? error) =>
        new($"{path} is there already, and nothing is overwritten; remove it or give another name", error);

    private static void GiveToUser(SafeFileHandle file)
    {
        bool known = uint.TryParse(Environment.GetEnvironmentVariable("SUDO_UID"), out uint uid)
            & uint.TryParse(Environment.GetEnvironmentVariable("SUDO_GID"), out uint gid);
        // A file system without owners refuses, as does the kernel when sudo is long behind: the file stays with who wrote it.
        if (known) _ = Libc.fchown(file, uid, gid);
    }
}
