namespace Probetop.Tests.Kernel.Workloads;

/// <summary>Writes that wait for the disk, which says with an interrupt that it is done.</summary>
internal static class Disk
{
    public static void Write(int times)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "interrupts");
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        for (int i = 0; i < times; i++)
        {
            file.WriteByte(1);
            file.Flush(flushToDisk: true);
        }
    }
}
