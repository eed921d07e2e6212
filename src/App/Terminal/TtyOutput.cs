using System.Runtime.InteropServices;
using Probetop.App.Interop;

namespace Probetop.App.Terminal;

/// <summary>Output to a terminal that never waits for it: what it does not take now is kept and written first next time.</summary>
internal sealed unsafe class TtyOutput
{
    // Without a description of one's own, a write may block when the terminal has less room than this.
    private const int GuardedChunk = 256;

    private readonly int _fd;
    private readonly bool _nonBlocking;
    private byte[] _pending = [];
    private int _pendingStart;
    private int _pendingEnd;

    /// <summary>Writes to a descriptor; one that blocks is written in small pieces when it says that it has room.</summary>
    public TtyOutput(int fd, bool nonBlocking)
    {
        _fd = fd;
        _nonBlocking = nonBlocking;
    }

    /// <summary>Bytes that the terminal has taken.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>Whether bytes are held back.</summary>
    public bool IsPending => _pendingStart < _pendingEnd;

    /// <summary>Whether the terminal failed and swallows what is written.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Writes what is held back as far as the terminal takes it; true when nothing is left.</summary>
    public bool Flush()
    {
        if (!IsPending) return true;
        _pendingStart += WriteSome(_pending.AsSpan(_pendingStart.._pendingEnd));
        return !IsPending;
    }

    /// <summary>Writes, and keeps what the terminal does not take.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (Flush()) bytes = bytes[WriteSome(bytes)..];
        if (!bytes.IsEmpty) Keep(bytes);
    }

    /// <summary>Drops what is held back, breaking off its control sequence, and writes; false when that takes too long.</summary>
    public bool WriteWithin(ReadOnlySpan<byte> bytes, int timeoutMs)
    {
        ReadOnlySpan<byte> cancel = [0x18];
        bool drop = IsPending;
        _pendingStart = _pendingEnd = 0;
        long deadline = Environment.TickCount64 + timeoutMs;
        return (!drop || WriteUntil(cancel, deadline)) && WriteUntil(bytes, deadline);
    }

    private bool WriteUntil(ReadOnlySpan<byte> bytes, long deadline)
    {
        while (true)
        {
            bytes = bytes[WriteSome(bytes)..];
            int left = (int)(deadline - Environment.TickCount64);
            if (bytes.IsEmpty) return true;
            if (left <= 0) return false;
            _ = HasRoom(left);
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (!IsPending) _pendingStart = _pendingEnd = 0;
        if (_pendingEnd + bytes.Length > _pending.Length) Array.Resize(ref _pending, (_pendingEnd + bytes.Length) * 2);
        bytes.CopyTo(_pending.AsSpan(_pendingEnd));
        _pendingEnd += bytes.Length;
    }

    private int WriteSome(ReadOnlySpan<byte> bytes)
    {
        int written = 0;
        // SAFETY: the pointer is used within the span, which is fixed.
        fixed (byte* first = bytes)
        {
            while (written < bytes.Length && !IsBroken)
            {
                int count = bytes.Length - written;
                if (!_nonBlocking)
                {
                    if (!HasRoom(0)) break;
                    count = Math.Min(count, GuardedChunk);
                }

                nint result = Libc.write(_fd, first + written, (nuint)count);
                if (result > 0)
                {
                    written += (int)result;
                    BytesWritten += result;
                }
                else
                {
                    int error = Marshal.GetLastPInvokeError();
                    if (error == Libc.EAGAIN) break;
                    IsBroken = error != Libc.EINTR;
                }
            }
        }

        return IsBroken ? bytes.Length : written;
    }

    private bool HasRoom(int timeoutMs)
    {
        PollFd poll = new() { fd = _fd, events = Libc.POLLOUT };
        // SAFETY: one entry, on this stack.
        return Libc.poll(&poll, 1, timeoutMs) > 0;
    }
}
