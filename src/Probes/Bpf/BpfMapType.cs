namespace Probetop.Probes.Bpf;

/// <summary><c>enum bpf_map_type</c>: the kinds in use, other numbers occur.</summary>
public enum BpfMapType
{
    /// <summary>Unknown.</summary>
    Unspecified = 0,

    /// <summary>Hash table.</summary>
    Hash = 1,

    /// <summary>Array; also what holds <c>.rodata</c>, <c>.data</c> and <c>.bss</c>.</summary>
    Array = 2,

    /// <summary>Hash table with a value per CPU.</summary>
    PerCpuHash = 5,

    /// <summary>Array with values per CPU.</summary>
    PerCpuArray = 6,

    /// <summary>Kernel and user stacks by id.</summary>
    StackTrace = 7,

    /// <summary>Hash table that evicts the least recently used.</summary>
    LruHash = 9,

    /// <summary>First in, first out.</summary>
    Queue = 22,

    /// <summary>Ring buffer.</summary>
    RingBuffer = 27,

    /// <summary>Storage in each task.</summary>
    TaskStorage = 29,
}

/// <summary>The flags of <c>BPF_MAP_CREATE</c> that are read.</summary>
[Flags]
internal enum BpfMapFlags : uint
{
    None = 0,
    Mmapable = 1 << 10,
}
