using System.Runtime.InteropServices;

namespace Probetop.App.Interop;

/// <summary><c>struct pollfd</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollFd
{
    public int fd;
    public short events;
    public short revents;
}

/// <summary><c>struct winsize</c>: cells, then pixels.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WinSize
{
    public ushort ws_row;
    public ushort ws_col;
    public ushort ws_xpixel;
    public ushort ws_ypixel;
}

/// <summary><c>struct termios</c> of glibc and musl, 60 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Termios
{
    public uint c_iflag;
    public uint c_oflag;
    public uint c_cflag;
    public uint c_lflag;
    public byte c_line;
    public fixed byte c_cc[32];
    public uint c_ispeed;
    public uint c_ospeed;

    /// <summary>The same mode without echo, lines, signals, flow control and any translation, as <c>cfmakeraw</c> makes it.</summary>
    public readonly Termios Raw()
    {
        const uint IGNBRK = 1, BRKINT = 2, PARMRK = 8, ISTRIP = 0x20, INLCR = 0x40, IGNCR = 0x80, ICRNL = 0x100, IXON = 0x400;
        const uint OPOST = 1, ISIG = 1, ICANON = 2, ECHO = 8, ECHONL = 0x40, IEXTEN = 0x8000, CSIZE = 0x30, CS8 = 0x30, PARENB = 0x100;
        const int VTIME = 5, VMIN = 6;
        Termios raw = this;
        raw.c_iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
        raw.c_oflag &= ~OPOST;
        raw.c_lflag &= ~(ISIG | ICANON | ECHO | ECHONL | IEXTEN);
        raw.c_cflag = (raw.c_cflag & ~(CSIZE | PARENB)) | CS8;
        // With VMIN 0 an empty read would look like a hang-up.
        raw.c_cc[VMIN] = 1;
        raw.c_cc[VTIME] = 0;
        return raw;
    }
}

/// <summary><c>struct sigaction</c> of glibc on x86-64 and arm64, 152 bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SigAction
{
    /// <summary>0 is SIG_DFL.</summary>
    public nint sa_handler;
    public fixed ulong sa_mask[16];
    public int sa_flags;
    public nint sa_restorer;
}
