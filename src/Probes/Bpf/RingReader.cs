using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>Takes one record; it is gone when the handler returns.</summary>
public delegate void RecordHandler(ReadOnlySpan<byte> record);

/// <summary>The reading end of a ring buffer. One thread; no allocation per record.</summary>
public sealed unsafe class RingReader : IDisposable
{
    private readonly RecordHandler _handler;
    private readonly RingBufferHandle _ring;
    private readonly string _name;
    private GCHandle _self;
    private int _records;
    private int _limit;
    private ExceptionDispatchInfo? _error;

    /// <summary>Opens a loaded ring buffer. Several readers of one ring steal each other's records.</summary>
    public RingReader(BpfMap map, RecordHandler handler)
    {
        _handler = handler;
        _name = map.Name;
        _self = GCHandle.Alloc(this);
        using var lease = map.Use();
        using var log = LibBpfLog.Capture();
        _ring = LibBpf.ring_buffer__new(map.Fd, &OnRecord, (void*)GCHandle.ToIntPtr(_self), null);
        if (!_ring.IsInvalid) return;
        int errno = Marshal.GetLastPInvokeError();
        Dispose();
        throw new BpfException(log.Messages.Count == 0 ? $"opening of {_name}" : $"opening of {_name}: {log.Messages[0]}", errno);
    }

    /// <summary>Becomes readable when a program submits a record with a wake-up; owned by the reader.</summary>
    public int EpollFd => LibBpf.ring_buffer__epoll_fd(_ring);

    /// <summary>
    /// Hands over what is there, at most <paramref name="limit"/> records, and returns how many: with a limit it ends even
    /// when records come in faster than they are handled. An exception of the handler ends it and is thrown here; the record
    /// counts as taken.
    /// </summary>
    public int Consume(int limit = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        _limit = limit;
        _records = 0;
        return Finish(LibBpf.ring_buffer__consume(_ring));
    }

    /// <summary>As <see cref="Consume"/>, after waiting until there is something or the time is over; 0 also after a signal.</summary>
    public int Poll(int timeoutMs)
    {
        _limit = int.MaxValue;
        _records = 0;
        return Finish(LibBpf.ring_buffer__poll(_ring, timeoutMs));
    }

    /// <summary>Closes it; not from inside the handler.</summary>
    public void Dispose()
    {
        _ring.Dispose();
        if (_self.IsAllocated) _self.Free();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnRecord(void* context, void* data, nuint size)
    {
        // SAFETY: context is the handle made by the constructor, which lives until the ring buffer is freed; libbpf hands
        // out size bytes of the record until the callback returns.
        var reader = (RingReader)GCHandle.FromIntPtr((nint)context).Target!;
        try
        {
            reader._handler(new ReadOnlySpan<byte>(data, (int)size));
        }
        catch (Exception exception)
        {
            // It must not cross libbpf's frames: kept, and thrown on the other side.
            reader._error = ExceptionDispatchInfo.Capture(exception);
            return -LibC.ECANCELED;
        }

        return ++reader._records == reader._limit ? -LibC.ECANCELED : 0;
    }

    private int Finish(int result)
    {
        if (_error is { } error)
        {
            _error = null;
            error.Throw();
        }

        if (result < 0 && -result is not (LibC.ECANCELED or LibC.EINTR)) throw new BpfException($"read of {_name}", -result);
        return _records;
    }
}
