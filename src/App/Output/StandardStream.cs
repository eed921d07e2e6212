using System.Runtime.InteropServices;
using Probetop.App.Interop;

namespace Probetop.App.Output;

/// <summary>Standard output or error as a stream that touches no terminal mode and says when its reader is gone.</summary>
/// <remarks>
/// The framework's console sends a terminal control sequences when first used and takes a closed pipe for written; its file
/// streams write at an offset of their own, over what other processes wrote to the same file.
/// </remarks>
internal sealed class StandardStream : Stream
{
    private readonly int _fd;

    private StandardStream(int fd) => _fd = fd;

    /// <summary>Standard output.</summary>
    public static StandardStream Output { get; } = new(1);

    /// <summary>Standard error.</summary>
    public static StandardStream Error { get; } = new(2);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Columns and rows of the terminal; null when it is none or does not know.</summary>
    public unsafe (int Columns, int Rows)? ReadSize()
    {
        WinSize size;
        // SAFETY: the kernel fills one struct winsize.
        bool known = Libc.ioctl(_fd, Libc.TIOCGWINSZ, &size) == 0 && size.ws_col != 0;
        return known ? (size.ws_col, size.ws_row) : null;
    }

    /// <inheritdoc/>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            nint written;
            // SAFETY: the kernel reads at most the given number of bytes during the call.
            fixed (byte* bytes = buffer)
                written = Libc.write(_fd, bytes, (nuint)buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            int errno = Marshal.GetLastPInvokeError();
            if (errno == Libc.EAGAIN) WaitUntilWritable();
            else if (errno != Libc.EINTR) throw new IOException(Marshal.GetPInvokeErrorMessage(errno), errno);
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void WriteByte(byte value) => Write([value]);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    // Whoever gave us the descriptor may have made it non-blocking.
    private unsafe void WaitUntilWritable()
    {
        var descriptor = new PollFd { fd = _fd, events = Libc.POLLOUT };
        // SAFETY: one struct pollfd; a failure shows at the next write.
        _ = Libc.poll(&descriptor, 1, -1);
    }
}
