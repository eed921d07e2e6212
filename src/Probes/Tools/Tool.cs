using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;

namespace Probetop.Probes.Tools;

/// <summary>A tool: its descriptor, and pure functions from what the kernel side counted to what is shown.</summary>
/// <remarks>
/// A reading is a row of cumulative 64-bit words (<see cref="Words"/> per CPU); <see cref="Derive"/> subtracts two of them.
/// Event tools have no words and decode records instead.
/// </remarks>
public abstract class Tool
{
    /// <summary>The tool as data.</summary>
    public abstract ToolDescriptor Descriptor { get; }

    /// <summary>Per-CPU slab map whose elements are read as 64-bit words; null when the tool has none.</summary>
    public virtual string? Slab => null;

    /// <summary>64-bit words of the slab per CPU that a reading keeps.</summary>
    public virtual int Words => 0;

    /// <summary>What the tool adds to the process table; null when nothing.</summary>
    public virtual ProcessPart? PerProcess => null;

    /// <summary>Columns the tool adds to the CPU table; empty when none.</summary>
    public virtual IReadOnlyList<Column> CpuColumns => [];

    /// <summary>Map that holds the names of an open key set, one element per key; null when the keys are fixed.</summary>
    public virtual string? NamesMap => null;

    /// <summary>Whether the slice that runs now belongs to its reading: word 0 is busy ns, word 1 idle ns, and counter 0 of a process its CPU ns.</summary>
    public virtual bool CountsRunningSlice => false;

    /// <summary>The name in an element of <see cref="NamesMap"/>; null when the key is not in use.</summary>
    internal virtual string? NameOf(ReadOnlySpan<byte> element) => null;

    /// <summary>What one interval showed, from the readings at its ends; null when the tool has no data of its own.</summary>
    internal virtual ToolData? Derive(in Interval interval) => null;

    /// <summary>Writes the CPU columns of <paramref name="cpu"/> in that interval.</summary>
    internal virtual void DeriveCpu(in Interval interval, int cpu, Span<Value> values)
    {
    }

    /// <summary>Decodes one ring buffer record into a row of <see cref="ToolDescriptor.Columns"/>; false when it is malformed.</summary>
    internal virtual bool Decode(ReadOnlySpan<byte> record, EventNames names, Span<Value> row) => false;
}

/// <summary>What event rows need to look up beyond their own bytes.</summary>
/// <param name="Container">Name of the container with that cgroup id; null for the root or an unknown one.</param>
internal sealed record EventNames(Func<ulong, string?> Container);

/// <summary>Two readings of a tool's slab and the time between them.</summary>
/// <param name="now">The later reading: <paramref name="words"/> words for each CPU in turn.</param>
/// <param name="last">The earlier reading, the same shape.</param>
/// <param name="words">Words per CPU.</param>
/// <param name="durationNs">Time between the readings.</param>
/// <param name="hasSelection">Whether the whole interval had one and the same selection.</param>
/// <param name="names">Names of open keys that the tool's maps hold, such as interrupts; index is the key.</param>
internal readonly ref struct Interval(
    ReadOnlySpan<ulong> now, ReadOnlySpan<ulong> last, int words, ulong durationNs, bool hasSelection, IReadOnlyList<string?> names)
{
    /// <summary>Time between the readings in ns.</summary>
    public ulong DurationNs { get; } = durationNs;

    /// <summary>Whether the whole interval had one and the same selection.</summary>
    public bool HasSelection { get; } = hasSelection;

    /// <summary>Names of open keys; see the tool.</summary>
    public IReadOnlyList<string?> Names { get; } = names;

    /// <summary>Number of CPUs in the readings.</summary>
    public int Cpus => words == 0 ? 0 : _now.Length / words;

    private readonly ReadOnlySpan<ulong> _now = now;
    private readonly ReadOnlySpan<ulong> _last = last;

    /// <summary>How much the word grew on that CPU.</summary>
    public ulong Delta(int cpu, int word) => unchecked(_now[(cpu * words) + word] - _last[(cpu * words) + word]);

    /// <summary>Adds the growth of <paramref name="sums"/>.Length words from <paramref name="word"/> on, on that CPU.</summary>
    public void AddDeltas(int cpu, int word, Span<ulong> sums)
    {
        int at = (cpu * words) + word;
        for (int i = 0; i < sums.Length; i++) sums[i] += unchecked(_now[at + i] - _last[at + i]);
    }
}
