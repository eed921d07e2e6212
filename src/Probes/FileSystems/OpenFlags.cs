using System.Text;

namespace Probetop.Probes.FileSystems;

/// <summary>The flags of <c>open(2)</c> on x86-64 by name, without the <c>O_</c>.</summary>
internal static class OpenFlags
{
    private const ulong AccessMode = 3;
    private static readonly string[] Access = ["RDONLY", "WRONLY", "RDWR", "ACCMODE"];

    // Those that contain another come first.
    private static readonly (ulong Bits, string Name)[] Flags =
    [
        (0x40, "CREAT"), (0x80, "EXCL"), (0x100, "NOCTTY"), (0x200, "TRUNC"), (0x400, "APPEND"), (0x800, "NONBLOCK"),
        (0x10_1000, "SYNC"), (0x1000, "DSYNC"), (0x2000, "ASYNC"), (0x4000, "DIRECT"), (0x8000, "LARGEFILE"),
        (0x41_0000, "TMPFILE"), (0x1_0000, "DIRECTORY"), (0x2_0000, "NOFOLLOW"), (0x4_0000, "NOATIME"), (0x8_0000, "CLOEXEC"),
        (0x20_0000, "PATH"),
    ];

    /// <summary>Such as <c>WRONLY|CREAT|TRUNC</c>; bits without a name are a hexadecimal number at the end.</summary>
    public static string Of(ulong flags)
    {
        var text = new StringBuilder(Access[flags & AccessMode]);
        ulong left = flags & ~AccessMode;
        foreach ((ulong bits, string name) in Flags)
        {
            if ((left & bits) != bits) continue;
            text.Append('|').Append(name);
            left &= ~bits;
        }

        return left == 0 ? text.ToString() : text.Append($"|0x{left:x}").ToString();
    }
}
