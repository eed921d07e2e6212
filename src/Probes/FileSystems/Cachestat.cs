using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.FileSystems;

/// <summary>cachestat: how often pages of files are found in the page cache.</summary>
public sealed class Cachestat : Tool
{
    private const int Counters = 4;
    private const int Sought = 0;
    private const int Added = 1;
    private const int Written = 2;
    private const int Dirtied = 3;

    private static readonly Column _hits = new("cache_hits", ColumnType.Int, "count", "HITS", 9);
    private static readonly Column _misses = new("cache_misses", ColumnType.Int, "count", "MISSES", 8);
    private static readonly Column _dirtied = new("pages_dirtied", ColumnType.Int, "count", "DIRTIED", 8);
    private static readonly Column _hitPercent = new("cache_hit_percent", ColumnType.Float, "percent", "HIT%", 6);

    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "cachestat",
        Pane = "fs",
        Title = "Page cache",
        Question = "How many pages of files are found in memory, and how many have to be read from the device first?",
        Shape = ToolShape.Table,
        Requires = ["page_read", "page_fault", "page_add", "page_dirty"],
        Uses = ["page_map"],
        CostNote = "one program per read of a file, per page that is brought in and per page that becomes dirty",
        Blind = "Directories and other metadata, direct I/O and what is read from file systems in memory, such as tmpfs, are not counted.",
        Columns = [.. Superblocks.Columns, _hits, _misses, _hitPercent, _dirtied],
    };

    /// <inheritdoc/>
    public override string Slab => "cachestat_slab";

    /// <inheritdoc/>
    public override int Words => Superblocks.Slots * Counters;

    /// <inheritdoc/>
    public override string NamesMap => Superblocks.NamesMap;

    /// <inheritdoc/>
    public override ProcessPart PerProcess { get; } = new("cachestat_process", Counters,
    [
        new(_hits, (delta, _) => Value.Of(Hits(delta.Counters))),
        new(_misses, (delta, _) => Value.Of(Misses(delta.Counters))),
        new(_hitPercent, (delta, _) => HitPercent(delta.Counters)),
        new(_dirtied, (delta, _) => Value.Of(delta.Counters[Dirtied])),
    ], Ranks: false);

    /// <inheritdoc/>
    internal override string? NameOf(ReadOnlySpan<byte> element) => Superblocks.NameOf(element);

    /// <inheritdoc/>
    internal override ToolData Derive(in Interval interval)
    {
        var values = new List<Value>();
        Span<ulong> pages = stackalloc ulong[Counters];
        Span<Value> row = new Value[Descriptor.Columns.Count];
        for (int slot = 0; slot < Superblocks.Slots; slot++)
        {
            pages.Clear();
            for (int cpu = 0; cpu < interval.Cpus; cpu++) interval.AddDeltas(cpu, slot * Counters, pages);
            if (!pages.ContainsAnyExcept(0UL)) continue;
            Superblocks.Fill(row, slot == 0 ? null : interval.Names[slot]);
            Span<Value> own = row[Superblocks.Columns.Count..];
            own[0] = Value.Of(Hits(pages));
            own[1] = Value.Of(Misses(pages));
            own[2] = HitPercent(pages);
            own[3] = Value.Of(pages[Dirtied]);
            values.AddRange(row);
        }

        return new TableData(new Table(Descriptor.Columns, [.. values]));
    }

    // A page may be added at the end of one interval and written to at the beginning of the next.
    private static ulong Misses(ReadOnlySpan<ulong> pages) => pages[Added] > pages[Written] ? pages[Added] - pages[Written] : 0;

    // Pages are also brought in that nobody has asked for yet.
    private static ulong Hits(ReadOnlySpan<ulong> pages) => pages[Sought] > Misses(pages) ? pages[Sought] - Misses(pages) : 0;

    private static Value HitPercent(ReadOnlySpan<ulong> pages)
    {
        ulong hits = Hits(pages), all = hits + Misses(pages);
        return all == 0 ? Value.Absent : Value.Of(100.0 * hits / all);
    }
}
