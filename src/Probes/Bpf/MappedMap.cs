using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>
/// The values of an array map in this process's memory: the kernel's programs write while it is read, so a value that is
/// waited for needs <see cref="Volatile.Read(ref readonly ulong)"/>. The owner disposes it when no reference into it is
/// left; it has no finalizer, since a span does not keep it alive.
/// </summary>
public sealed unsafe class MappedMap : IDisposable
{
    private readonly string _name;
    private readonly bool _writable;
    private readonly nuint _length;
    private byte* _memory;

    internal MappedMap(string name, int fd, int valueSize, int count, bool writable)
    {
        _name = name;
        _writable = writable;
        ValueSize = valueSize;
        Stride = (valueSize + 7) & ~7;
        Count = count;
        nuint pageMask = (nuint)Environment.SystemPageSize - 1;
        _length = (((nuint)Stride * (nuint)count) + pageMask) & ~pageMask;
        // SAFETY: a new shared mapping of the map's own memory; mmap fails where the map is smaller or not mappable.
        void* memory = LibC.mmap(null, _length, LibC.PROT_READ | (writable ? LibC.PROT_WRITE : 0), LibC.MAP_SHARED, fd, 0);
        if ((nint)memory == -1) throw BpfException.FromErrno($"mapping of {name}");
        _memory = (byte*)memory;
    }

    /// <summary>Bytes of a value.</summary>
    public int ValueSize { get; }

    /// <summary>Bytes from one value to the next: the kernel rounds up to 8.</summary>
    public int Stride { get; }

    /// <summary>Number of values.</summary>
    public int Count { get; }

    /// <summary>Value number <paramref name="index"/>, or what lies <paramref name="offset"/> bytes into it.</summary>
    public ref readonly T At<T>(int index, int offset = 0)
        where T : unmanaged => ref *Locate<T>(index, offset);

    /// <summary>As <see cref="At"/>, to be written; throws when the mapping is read-only.</summary>
    public ref T WritableAt<T>(int index, int offset = 0)
        where T : unmanaged
    {
        if (!_writable) throw new InvalidOperationException($"{_name} is mapped read-only");
        return ref *Locate<T>(index, offset);
    }

    /// <summary>Value number <paramref name="index"/> as an array of <typeparamref name="T"/>.</summary>
    public ReadOnlySpan<T> Element<T>(int index)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(new ReadOnlySpan<byte>(Locate<byte>(index, 0), ValueSize));

    /// <summary>As <see cref="Element"/>, to be written; throws when the mapping is read-only.</summary>
    public Span<T> WritableElement<T>(int index)
        where T : unmanaged
    {
        if (!_writable) throw new InvalidOperationException($"{_name} is mapped read-only");
        return MemoryMarshal.Cast<byte, T>(new Span<byte>(Locate<byte>(index, 0), ValueSize));
    }

    /// <summary>All values; <typeparamref name="T"/> has the size of <see cref="Stride"/>.</summary>
    public ReadOnlySpan<T> All<T>()
        where T : unmanaged
    {
        if (sizeof(T) != Stride) throw new ArgumentException($"{_name} has values of {Stride} bytes, {typeof(T).Name} has {sizeof(T)}");
        return new ReadOnlySpan<T>(Locate<byte>(0, 0), Count);
    }

    /// <summary>Unmaps. References into it must be gone.</summary>
    public void Dispose()
    {
        if (_memory == null) return;
        // SAFETY: mapped by the constructor with this length, unmapped once.
        _ = LibC.munmap(_memory, _length);
        _memory = null;
    }

    // SAFETY: the result points at sizeof(T) bytes inside the mapping.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T* Locate<T>(int index, int offset)
        where T : unmanaged
    {
        if ((uint)index >= (uint)Count || offset < 0 || offset > ValueSize - sizeof(T) || _memory == null)
            ThrowOutside(index, offset, sizeof(T));
        return (T*)(_memory + ((nint)index * Stride) + offset);
    }

    private void ThrowOutside(int index, int offset, int size)
    {
        ObjectDisposedException.ThrowIf(_memory == null, this);
        throw new ArgumentOutOfRangeException(
            nameof(index), $"{_name} has {Count} values of {ValueSize} bytes; wanted {size} bytes at {offset} of value {index}");
    }
}
