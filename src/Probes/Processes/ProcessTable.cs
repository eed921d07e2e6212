using System.Runtime.InteropServices;
using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Text;

namespace Probetop.Probes.Processes;

/// <summary>The kernel's process table, read by mmap: who is who, what each process did, and which slots can be freed.</summary>
/// <remarks>Sampler thread only. Growth is collected by <see cref="Accumulate"/> and handed out by <see cref="Rows"/> until <see cref="Clear"/>.</remarks>
internal sealed class ProcessTable : IDisposable
{
    private readonly MappedMap _processes;
    private readonly MappedMap _cache;
    private readonly HashMap<ProcessKey, uint> _slots;
    private readonly QueueMap<uint> _freeSlots;
    private readonly MappedMap?[] _maps;
    private readonly IReadOnlyList<ProcessPart> _parts;
    private readonly Slot?[] _known;
    private readonly bool[] _runs;
    private readonly List<ProcessRow> _rows = [];
    private readonly Stack<ProcessRow> _spare = [];
    private readonly ulong[] _reading;
    private ulong _previousReadNs;

    /// <summary>Reads from the shared maps; parts without a map yet count from when <see cref="Attach"/> gives them one.</summary>
    public ProcessTable(
        MappedMap processes, MappedMap cache, HashMap<ProcessKey, uint> slots, QueueMap<uint> freeSlots, IReadOnlyList<ProcessPart> parts)
    {
        _processes = processes;
        _cache = cache;
        _slots = slots;
        _freeSlots = freeSlots;
        _parts = parts;
        _maps = new MappedMap?[parts.Count];
        Shape = new ProcessRows(parts);
        _known = new Slot?[processes.Count];
        _runs = new bool[processes.Count];
        Overflow = new ulong[Shape.Words];
        _reading = new ulong[Shape.Words];
    }

    /// <summary>How rows are laid out.</summary>
    public ProcessRows Shape { get; }

    /// <summary>What processes without a slot did since <see cref="Clear"/>.</summary>
    public ulong[] Overflow { get; }

    /// <summary>The processes that did something since <see cref="Clear"/>, which reuses the rows.</summary>
    public IReadOnlyList<ProcessRow> Rows => _rows;

    /// <summary>Puts that many slots into the kernel's free list; once, before anything is attached.</summary>
    public void OfferSlots(int count)
    {
        for (uint slot = 1; slot <= count; slot++) _freeSlots.Push(slot);
    }

    /// <summary>From now on, reads a part from <paramref name="map"/>; what it holds already is not counted.</summary>
    public void Attach(int part, MappedMap map)
    {
        _maps[part] = map;
        for (int slot = 0; slot < _known.Length; slot++)
            if (_known[slot] is { } known) ReadPart(part, slot, known.Last);
    }

    /// <summary>Adds what each process did since the last call to its row, and frees the slots of those dead since before that call.</summary>
    /// <param name="nowNs">CLOCK_MONOTONIC, taken before the call.</param>
    /// <param name="running">What runs on each CPU now, to be counted although its slice has not ended.</param>
    public void Accumulate(ulong nowNs, RunningSlices running)
    {
        running.MarkSlots(_runs);
        Slot other = SlotOf(0, default);
        ReadParts(0);
        if (Grown(other.Last)) Grow(Overflow, other.Last);
        for (int slot = 1; slot < _processes.Count; slot++)
        {
            ref Process process = ref _processes.WritableAt<Process>(slot);
            if (Volatile.Read(ref process.Live) == 0) continue;
            ulong exitNs = Volatile.Read(ref process.ExitNs);
            Slot known = SlotOf(slot, new ProcessIdentity(process.Tgid, process.StartNs));
            if (_runs[slot]) ReadRunning(slot, nowNs, running);
            else ReadParts(slot);
            if (Grown(known.Last)) Grow(RowOf(known, in process).Words, known.Last);
            if (exitNs == 0) continue;
            if (known.Row is { } row) row.Exited = true;
            // A slice that has not ended yet will be counted in this slot.
            if (exitNs < _previousReadNs && !_runs[slot]) Free(slot, ref process);
        }

        _previousReadNs = nowNs;
    }

    /// <summary>Forgets what was accumulated: the next interval begins.</summary>
    public void Clear()
    {
        foreach (Slot? known in _known)
            if (known is not null) known.Row = null;
        foreach (ProcessRow row in _rows) _spare.Push(row);
        _rows.Clear();
        Array.Clear(Overflow);
    }

    /// <summary>The process that a <c>/proc</c> shows; null when there is none, or several that cannot be told apart.</summary>
    public ProcessIdentity? Find(ProcEntry entry, ulong suspendedNs)
    {
        ProcessIdentity? found = null;
        for (int slot = 1; slot < _processes.Count; slot++)
        {
            ref Process process = ref _processes.WritableAt<Process>(slot);
            if (process.Live == 0 || !entry.Matches(process.NsTgid, process.StartNs, suspendedNs)) continue;
            if (found is not null) return null;
            found = new ProcessIdentity(process.Tgid, process.StartNs);
        }

        return found;
    }

    /// <summary>Puts the process and its descendants into the set of a filter generation; false when there is no such process.</summary>
    public bool Mark(ProcessIdentity identity, FilterKind kind, uint generation)
    {
        var marked = new HashSet<uint>();
        for (int slot = 1; slot < _processes.Count; slot++)
        {
            ref Process process = ref _processes.WritableAt<Process>(slot);
            if (process.Live == 0 || process.Tgid != identity.Tgid) continue;
            if (identity.StartNs != 0 && process.StartNs != identity.StartNs) continue;
            process.Generation[(int)kind] = generation;
            marked.Add(process.Tgid);
        }

        if (marked.Count == 0) return false;
        for (bool grown = true; grown;)
        {
            grown = false;
            for (int slot = 1; slot < _processes.Count; slot++)
            {
                ref Process process = ref _processes.WritableAt<Process>(slot);
                if (process.Live == 0 || !marked.Contains(process.Ppid) || !marked.Add(process.Tgid)) continue;
                process.Generation[(int)kind] = generation;
                grown = true;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _processes.Dispose();
        _cache.Dispose();
    }

    private Slot SlotOf(int index, ProcessIdentity owner)
    {
        Slot slot = _known[index] ??= new Slot(Shape.Words);
        if (slot.Owner == owner) return slot;
        slot.Owner = owner;
        slot.Row = null;
        Array.Clear(slot.Last);
        return slot;
    }

    private bool Grown(ulong[] last) => !_reading.AsSpan().SequenceEqual(last);

    private void Grow(ulong[] sums, ulong[] last)
    {
        int word = 0;
        foreach (ProcessPart part in _parts)
        {
            for (int i = 0; i < part.Words; i++, word++)
            {
                // Cells of 32 bits wrap: they are subtracted modulo 2^32. Nothing else ever shrinks, but for the
                // running slice, read before its end was counted: the next reading makes up for it.
                bool narrow = part.Counters == 0 && i > 0;
                ulong growth = narrow ? (uint)(_reading[word] - last[word]) : _reading[word] - last[word];
                if ((long)growth < 0) continue;
                sums[word] += growth;
                last[word] = _reading[word];
            }
        }
    }

    private ProcessRow RowOf(Slot slot, in Process process)
    {
        if (slot.Row is not { } row)
        {
            if (!_spare.TryPop(out row)) row = new ProcessRow { Words = new ulong[Shape.Words] };
            Array.Clear(row.Words);
            row.Identity = slot.Owner;
            row.Ppid = process.Ppid;
            row.NsTgid = process.NsTgid;
            row.Uid = process.Uid;
            row.Exited = false;
            slot.Row = row;
            _rows.Add(row);
        }

        row.CgroupId = process.CgroupId;
        ReadOnlySpan<byte> comm = MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in process.Comm, 1));
        if (slot.Comm is null || !comm.SequenceEqual(slot.CommBytes))
        {
            comm.CopyTo(slot.CommBytes);
            slot.Comm = KernelText.Decode(comm);
        }

        row.Comm = slot.Comm;
        return row;
    }

    private void ReadParts(int slot)
    {
        for (int part = 0; part < _parts.Count; part++) ReadPart(part, slot, _reading);
    }

    // A slice that ends meanwhile would be counted twice: as running, and in the sum of those that have ended.
    private void ReadRunning(int slot, ulong nowNs, RunningSlices running)
    {
        const int MostAttempts = 3;
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            ulong ns = running.Of(slot, nowNs, out ulong stamp);
            ReadParts(slot);
            if (running.Part >= 0) _reading[Shape.OffsetOf(running.Part)] += ns;
            running.Of(slot, nowNs, out ulong stampAfter);
            if (stampAfter == stamp) return;
        }
    }

    private void ReadPart(int part, int slot, ulong[] reading)
    {
        Span<ulong> words = reading.AsSpan(Shape.OffsetOf(part), _parts[part].Words);
        if (_maps[part] is not { } map)
        {
            words.Clear();
            return;
        }

        ReadOnlySpan<byte> element = map.Element<byte>(slot);
        if (_parts[part].Counters > 0)
        {
            MemoryMarshal.Cast<byte, ulong>(element)[..words.Length].CopyTo(words);
            return;
        }

        words[0] = MemoryMarshal.Read<ulong>(element);
        ReadOnlySpan<uint> buckets = MemoryMarshal.Cast<byte, uint>(element[8..]);
        for (int i = 1; i < words.Length; i++) words[i] = buckets[i - 1];
    }

    // The kernel can no longer find the slot once the key and the cached word are gone; only then is it emptied and offered.
    private void Free(int slot, ref Process process)
    {
        _slots.Delete(new ProcessKey { StartNs = process.StartNs, Tgid = process.Tgid });
        ref ulong cached = ref _cache.WritableAt<ulong>((int)(process.Tgid % (uint)_cache.Count));
        if ((cached & (uint)(_processes.Count - 1)) == (uint)slot) Volatile.Write(ref cached, 0);
        foreach (MappedMap? map in _maps) map?.WritableElement<byte>(slot).Clear();
        Volatile.Write(ref process.Live, 0);
        _known[slot]!.Owner = default;
        _freeSlots.Push((uint)slot);
    }

    /// <summary>What is remembered of a slot between readings.</summary>
    private sealed class Slot(int words)
    {
        public ProcessIdentity Owner { get; set; }

        public byte[] CommBytes { get; } = new byte[16];

        public string? Comm { get; set; }

        public ulong[] Last { get; } = new ulong[words];

        public ProcessRow? Row { get; set; }
    }
}
