using Probetop.App.Output;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class SnapshotFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("probetop-test-").FullName;

    [Fact]
    public void A_saved_file_is_whole_and_its_owners_only()
    {
        string path = At("a.json");
        SnapshotFile.Save(path, stream => stream.Write("{}\n"u8));
        Assert.Equal("{}\n", File.ReadAllText(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void Until_it_is_committed_nothing_has_its_name()
    {
        using SnapshotFile file = SnapshotFile.Create(At("a"));
        file.Stream.Write("half"u8);
        file.Stream.Flush();
        Assert.False(File.Exists(At("a")));
        file.Commit();
        Assert.Equal("half", File.ReadAllText(At("a")));
    }

    [Fact]
    public void What_is_abandoned_leaves_nothing()
    {
        Assert.Throws<InvalidOperationException>(() => SnapshotFile.Save(At("a"), stream =>
        {
            stream.Write("half"u8);
            throw new InvalidOperationException("no more");
        }));
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_file_that_is_there_is_not_overwritten()
    {
        File.WriteAllText(At("a"), "old");
        IOException error = Assert.Throws<IOException>(() => SnapshotFile.Create(At("a")));
        Assert.Contains("is there already", error.Message, StringComparison.Ordinal);
        Assert.Contains("give another name", error.Message, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(At("a")));
    }

    [Fact]
    public void A_file_that_comes_meanwhile_is_not_overwritten_either()
    {
        IOException error = Assert.Throws<IOException>(() => SnapshotFile.Save(At("a"), _ => File.WriteAllText(At("a"), "other")));
        Assert.Contains("is there already", error.Message, StringComparison.Ordinal);
        Assert.Equal("other", File.ReadAllText(At("a")));
        Assert.Equal([At("a")], Directory.GetFileSystemEntries(_directory));
    }

    [Theory]
    [InlineData("target")]
    [InlineData("nowhere")]
    public void A_symbolic_link_is_not_followed(string target)
    {
        File.WriteAllText(At("target"), "precious");
        File.CreateSymbolicLink(At("link"), At(target));
        Assert.Throws<IOException>(() => SnapshotFile.Create(At("link")));
        Assert.Equal("precious", File.ReadAllText(At("target")));
        Assert.False(File.Exists(At("nowhere")));
    }

    [Fact]
    public void A_link_that_comes_meanwhile_is_not_followed_either()
    {
        Assert.Throws<IOException>(() => SnapshotFile.Save(At("a"), _ => File.CreateSymbolicLink(At("a"), At("nowhere"))));
        Assert.False(File.Exists(At("nowhere")));
        Assert.Equal([At("a")], Directory.GetFileSystemEntries(_directory));
    }

    [Fact]
    public void A_directory_that_is_not_there_is_said_at_once()
    {
        IOException error = Assert.Throws<IOException>(() => SnapshotFile.Create(At("no/such/a")));
        Assert.Contains("name a directory", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("web-7", "probetop-web-7-cpu-20260102T030405")]
    [InlineData("../../etc/é\u001b x", "probetop-.._.._etc____x-cpu-20260102T030405")]
    public void The_name_tells_host_pane_and_time_and_no_other_directory(string host, string expected) =>
        Assert.Equal(expected, SnapshotFile.NameOf(host, "cpu", new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Local)));

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string At(string name) => Path.Combine(_directory, name);
}
