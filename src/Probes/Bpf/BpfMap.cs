using System.Runtime.InteropServices;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>A map of an object.</summary>
public sealed class BpfMap
{
    private readonly BpfObjectHandle _object;
    private readonly nint _map;

    internal unsafe BpfMap(BpfObjectHandle bpfObject, nint map)
    {
        _object = bpfObject;
        _map = map;
        // libbpf puts the object's name before .rodata, .bss and .data, but not before .data.control.
        string name = Marshal.PtrToStringUTF8((nint)LibBpf.bpf_map__name(map))!;
        Name = name[Math.Max(name.IndexOf('.', StringComparison.Ordinal), 0)..];
        Type = (BpfMapType)LibBpf.bpf_map__type(map);
        KeySize = (int)LibBpf.bpf_map__key_size(map);
        ValueSize = (int)LibBpf.bpf_map__value_size(map);
        Mappable = (LibBpf.bpf_map__map_flags(map) & (uint)BpfMapFlags.Mmapable) != 0;
    }

    /// <summary>Name in the source, or of the section for <c>.rodata</c>, <c>.bss</c>, <c>.data.control</c>.</summary>
    public string Name { get; }

    /// <summary>Its kind.</summary>
    public BpfMapType Type { get; }

    /// <summary>Bytes of a key.</summary>
    public int KeySize { get; }

    /// <summary>Bytes of a value.</summary>
    public int ValueSize { get; }

    /// <summary>Whether <see cref="Map"/> works.</summary>
    public bool Mappable { get; }

    /// <summary>Elements it has room for, or bytes of a ring buffer; set before <see cref="BpfObject.Load"/>.</summary>
    public int MaxEntries
    {
        get
        {
            using var lease = _object.Use();
            return (int)LibBpf.bpf_map__max_entries(_map);
        }

        set
        {
            using var lease = _object.Use();
            BpfException.ThrowIfFailed(LibBpf.bpf_map__set_max_entries(_map, (uint)value), $"size of {Name}");
        }
    }

    /// <summary>The kernel's number of the map, once loaded.</summary>
    public unsafe uint Id
    {
        get
        {
            using var lease = _object.Use();
            LibBpf.bpf_map_info info = default;
            uint length = (uint)sizeof(LibBpf.bpf_map_info);
            // SAFETY: the kernel writes at most length bytes.
            BpfException.ThrowIfFailed(LibBpf.bpf_obj_get_info_by_fd(Fd, &info, &length), $"information on {Name}");
            return info.id;
        }
    }

    /// <summary>Descriptor of the created map, owned by the object; throws before <see cref="BpfObject.Load"/>.</summary>
    internal int Fd
    {
        get
        {
            using var lease = _object.Use();
            int fd = LibBpf.bpf_map__fd(_map);
            return fd >= 0 ? fd : throw new BpfException($"{Name} is not created yet");
        }
    }

    /// <summary>
    /// Takes a loaded map of another object instead of creating one; both share its values. Before <see cref="BpfObject.Load"/>.
    /// </summary>
    public void Reuse(BpfMap other)
    {
        using var lease = _object.Use();
        using var otherLease = other._object.Use();
        BpfException.ThrowIfFailed(LibBpf.bpf_map__reuse_fd(_map, other.Fd), $"reuse of {Name}");
    }

    /// <summary>Maps the values of an array into this process; <paramref name="writable"/> is refused for <c>.rodata</c>.</summary>
    public MappedMap Map(bool writable = false)
    {
        using var lease = _object.Use();
        return new MappedMap(Name, Fd, ValueSize, MaxEntries, writable);
    }

    /// <summary>Bytes of kernel memory that the map takes, as the kernel accounts them; where it does not say, those of its elements.</summary>
    public long ReadMemoryBytes()
    {
        const string Label = "memlock:";
        using var lease = _object.Use();
        try
        {
            foreach (string line in File.ReadLines($"/proc/self/fdinfo/{Fd}"))
            {
                if (line.StartsWith(Label, StringComparison.Ordinal)) return long.Parse(line.AsSpan(Label.Length).Trim());
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Before 5.14 this is closed to a program that got its capabilities from its file; and there may be no /proc.
        }

        return (long)MaxEntries * Math.Max(KeySize + ValueSize, 1);
    }

    /// <summary>
    /// Initial bytes of <c>.rodata</c>, <c>.data</c> or <c>.bss</c>, for use before <see cref="BpfObject.Load"/> under a lease.
    /// </summary>
    internal unsafe Span<byte> InitialValue()
    {
        nuint size = 0;
        // SAFETY: libbpf keeps this memory until the object is closed; before load it is private and writable.
        void* value = LibBpf.bpf_map__initial_value(_map, &size);
        return value == null ? throw new BpfException($"{Name} has no initial value") : new Span<byte>(value, checked((int)size));
    }

    internal BpfObjectHandle.Lease Use() => _object.Use();
}
