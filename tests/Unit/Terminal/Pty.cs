using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Probetop.App.Interop;

namespace Probetop.Tests.Unit.Terminal;

/// <summary>A pseudo-terminal: the program's side is <see cref="Slave"/>, the test plays the terminal at the other side.</summary>
internal sealed unsafe partial class Pty : IDisposable
{
    private const int DeadlineMs = 10_000;
    private const nuint TIOCSWINSZ = 0x5414;
    private const int F_GETFL = 3;

    private readonly SafeFileHandle _master;
    private readonly SafeFileHandle _slave;
    private readonly string _name;

    public Pty()
    {
        _master = Handle(posix_openpt(Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC));
        byte* name = stackalloc byte[64];
        Require(grantpt(Master) == 0 && unlockpt(Master) == 0 && ptsname_r(Master, name, 64) == 0);
        _name = Marshal.PtrToStringUTF8((nint)name)!;
        _slave = Handle(Libc.open(_name, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_CLOEXEC));
        SetSize(80, 24);
    }

    /// <summary>The program's side, opened as a shell does: blocking.</summary>
    public int Slave => (int)_slave.DangerousGetHandle();

    /// <summary>The whole <c>struct termios</c>.</summary>
    public byte[] Mode
    {
        get
        {
            Termios mode;
            Require(Libc.tcgetattr(Slave, &mode) == 0);
            return new Span<byte>(&mode, sizeof(Termios)).ToArray();
        }
    }

    /// <summary>The flags of the description that a shell would share with the program.</summary>
    public int SharedFlags => fcntl(Slave, F_GETFL);

    private int Master => (int)_master.DangerousGetHandle();

    public void SetSize(ushort width, ushort height)
    {
        WinSize size = new() { ws_col = width, ws_row = height };
        Require(Libc.ioctl(Master, TIOCSWINSZ, &size) == 0);
    }

    public void Type(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* first = bytes) Require(Libc.write(Master, first, (nuint)bytes.Length) == bytes.Length);
    }

    /// <summary>Fills the buffers until not even a byte fits.</summary>
    /// <remarks>The kernel moves bytes from one buffer to the next for a while, and has spare ones for small writes.</remarks>
    public void Stall()
    {
        using SafeFileHandle output = Handle(Libc.open(_name, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC));
        int fd = (int)output.DangerousGetHandle();
        byte x = (byte)'x';
        PollFd poll = new() { fd = fd, events = Libc.POLLOUT };
        do
        {
            while (Libc.write(fd, &x, 1) == 1)
            {
            }
        }
        while (Libc.poll(&poll, 1, 100) > 0);
    }

    /// <summary>What the program has written and can be read by now.</summary>
    public byte[] ReadAvailable()
    {
        List<byte> all = [];
        byte[] buffer = new byte[4096];
        fixed (byte* first = buffer)
        {
            for (nint count; (count = Libc.read(Master, first, (nuint)buffer.Length)) > 0;) all.AddRange(buffer.AsSpan(0, (int)count));
        }

        return [.. all];
    }

    /// <summary>Reads until that many bytes have come.</summary>
    public byte[] Read(int length, Action? meanwhile = null)
    {
        List<byte> all = [];
        long deadline = Environment.TickCount64 + DeadlineMs;
        while (all.Count < length)
        {
            all.AddRange(ReadAvailable());
            meanwhile?.Invoke();
            Assert(Environment.TickCount64 < deadline, $"{all.Count} of {length} bytes");
            PollFd poll = new() { fd = Master, events = Libc.POLLIN };
            if (all.Count < length) _ = Libc.poll(&poll, 1, 10);
        }

        return [.. all];
    }

    /// <summary>The user closes the window.</summary>
    public void HangUp() => _master.Dispose();

    public void Dispose()
    {
        _slave.Dispose();
        _master.Dispose();
    }

    public static (SafeFileHandle Read, SafeFileHandle Write) Pipe()
    {
        int* ends = stackalloc int[2];
        Require(pipe2(ends, Libc.O_CLOEXEC) == 0);
        return (Handle(ends[0]), Handle(ends[1]));
    }

    private static SafeFileHandle Handle(int fd)
    {
        Require(fd >= 0);
        return new SafeFileHandle(fd, ownsHandle: true);
    }

    private static void Require(bool condition) => Assert(condition, $"errno {Marshal.GetLastPInvokeError()}");

    private static void Assert(bool condition, string what) => Xunit.Assert.True(condition, what);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int posix_openpt(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int grantpt(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unlockpt(int fd);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ptsname_r(int fd, byte* name, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fcntl(int fd, int command);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int pipe2(int* ends, int flags);
}
