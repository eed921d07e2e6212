using System.Diagnostics;
using Xunit;

namespace Probetop.Tests.Kernel.Workloads;

/// <summary>A file system of its own on a loop device, gone at the end.</summary>
internal sealed class LoopFs : IDisposable
{
    private static int _count;
    private readonly string _image;
    private readonly string _directory;

    /// <summary>Makes and mounts one of that type.</summary>
    public LoopFs(string type = "ext4")
    {
        string name = $"loopfs-{Environment.ProcessId}-{++_count}";
        _image = System.IO.Path.Combine(AppContext.BaseDirectory, name + ".img");
        _directory = System.IO.Path.Combine(AppContext.BaseDirectory, name);
        Directory.CreateDirectory(_directory);
        using (FileStream image = File.Create(_image)) image.SetLength(64 << 20);
        Run("mkfs." + type, "-q", _image);
        Device = Run("losetup", "--find", "--show", _image);
        Run("mount", "-t", type, Device, _directory);
    }

    /// <summary>The device's path, such as <c>/dev/loop0</c>.</summary>
    public string Device { get; }

    /// <summary>Name of the device as the kernel has it.</summary>
    public string DeviceName => System.IO.Path.GetFileName(Device);

    /// <summary>Path of a file in it.</summary>
    public string Path(string name) => System.IO.Path.Combine(_directory, name);

    public void Dispose()
    {
        Run("umount", _directory);
        Run("losetup", "--detach", Device);
        Directory.Delete(_directory);
        File.Delete(_image);
    }

    private static string Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.Trim();
    }
}
