using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>When an update is made.</summary>
public enum MapUpdate
{
    /// <summary>Always.</summary>
    Any = 0,

    /// <summary>Only when the key is not there.</summary>
    NoExist = 1,

    /// <summary>Only when the key is there.</summary>
    Exist = 2,
}

/// <summary>
/// A hash map with one value per key, read and written by system calls. Used by one thread at a time; does not allocate
/// once its buffers have grown.
/// </summary>
public sealed unsafe class HashMap<TKey, TValue>
    where TKey : unmanaged
    where TValue : unmanaged
{
    private const int FirstRoom = 64;

    private readonly BpfMap _map;
    private TKey[] _keys = new TKey[FirstRoom];
    private TValue[] _values = new TValue[FirstRoom];

    /// <summary>Wraps a loaded map; throws when key or value is of another size, or the values are per CPU.</summary>
    public HashMap(BpfMap map)
    {
        if (map.Type is not (BpfMapType.Hash or BpfMapType.LruHash))
            throw new BpfException($"{map.Name} is a map of type {map.Type}, not a hash");
        if (map.KeySize != sizeof(TKey) || map.ValueSize != sizeof(TValue))
        {
            throw new BpfException(
                $"{map.Name} has keys of {map.KeySize} and values of {map.ValueSize} bytes, not {sizeof(TKey)} and {sizeof(TValue)}");
        }

        _map = map;
    }

    /// <summary>The value of a key; false when it is not there.</summary>
    public bool TryGet(TKey key, out TValue value)
    {
        using var lease = _map.Use();
        fixed (TValue* to = &value)
            return Succeeded(LibBpf.bpf_map_lookup_elem(_map.Fd, &key, to), LibC.ENOENT);
    }

    /// <summary>Sets a value; false when <paramref name="when"/> does not hold. Throws when the map is full.</summary>
    public bool Update(TKey key, TValue value, MapUpdate when = MapUpdate.Any)
    {
        using var lease = _map.Use();
        int refused = when == MapUpdate.Exist ? LibC.ENOENT : LibC.EEXIST;
        return Succeeded(LibBpf.bpf_map_update_elem(_map.Fd, &key, &value, (ulong)when), refused);
    }

    /// <summary>Removes a key; false when it was not there.</summary>
    public bool Delete(TKey key)
    {
        using var lease = _map.Use();
        return Succeeded(LibBpf.bpf_map_delete_elem(_map.Fd, &key), LibC.ENOENT);
    }

    /// <summary>
    /// All entries, in a buffer that the next call reuses. What is added or removed meanwhile may be in it or not;
    /// what is there all the time is in it once.
    /// </summary>
    public Entries ReadAll()
    {
        using var lease = _map.Use();
        int fd = _map.Fd, read = 0;
        // The place in the map, which the kernel wants back in the next call.
        uint batch = 0;
        for (bool first = true, more = true; more; first = false)
        {
            uint count = (uint)(_keys.Length - read);
            int result;
            // SAFETY: the kernel writes at most count keys and values, and sets count to how many.
            fixed (TKey* keys = _keys)
            fixed (TValue* values = _values)
                result = LibBpf.bpf_map_lookup_batch(fd, first ? null : &batch, &batch, keys + read, values + read, &count, null);
            if (result < 0 && -result is not (LibC.ENOENT or LibC.ENOSPC)) throw new BpfException($"read of {_map.Name}", -result);
            more = -result != LibC.ENOENT;
            read += (int)count;
            // ENOSPC: the next bucket has more keys than there is room for, and nothing of it was copied.
            if (more && (-result == LibC.ENOSPC || read == _keys.Length)) Grow();
        }

        return new Entries(_keys.AsSpan(0, read), _values.AsSpan(0, read));
    }

    private bool Succeeded(int result, int absent)
    {
        if (result >= 0) return true;
        return -result == absent ? false : throw new BpfException($"access to {_map.Name}", -result);
    }

    private void Grow()
    {
        Array.Resize(ref _keys, _keys.Length * 2);
        Array.Resize(ref _values, _keys.Length);
    }

    /// <summary>Entries of a hash: the n-th key has the n-th value.</summary>
    public readonly ref struct Entries
    {
        internal Entries(ReadOnlySpan<TKey> keys, ReadOnlySpan<TValue> values)
        {
            Keys = keys;
            Values = values;
        }

        /// <summary>The keys.</summary>
        public ReadOnlySpan<TKey> Keys { get; }

        /// <summary>The values.</summary>
        public ReadOnlySpan<TValue> Values { get; }

        /// <summary>Number of entries.</summary>
        public int Count => Keys.Length;
    }
}
