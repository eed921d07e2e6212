using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>A queue that this process fills and programs empty.</summary>
public sealed unsafe class QueueMap<T>
    where T : unmanaged
{
    private readonly BpfMap _map;

    /// <summary>Wraps a loaded map; throws when it is no queue or its values are of another size.</summary>
    public QueueMap(BpfMap map)
    {
        if (map.Type != BpfMapType.Queue || map.ValueSize != sizeof(T))
        {
            throw new BpfException(
                $"{map.Name} is a map of type {map.Type} with values of {map.ValueSize} bytes, not a queue of {sizeof(T)}");
        }

        _map = map;
    }

    /// <summary>Adds a value at the end; throws when the queue is full.</summary>
    public void Push(T value)
    {
        using var lease = _map.Use();
        int result = LibBpf.bpf_map_update_elem(_map.Fd, null, &value, LibBpf.BPF_ANY);
        if (result < 0) throw new BpfException($"push to {_map.Name}", -result);
    }
}
