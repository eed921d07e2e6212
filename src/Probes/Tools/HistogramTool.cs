using Probetop.Probes.Histograms;
using Probetop.Probes.Snapshots;

namespace Probetop.Probes.Tools;

/// <summary>Where a tool's distributions lie in its slab, in 64-bit words.</summary>
/// <param name="Scale">Scale of the buckets.</param>
/// <param name="Keys">Number of keys; 1 for a tool without keys.</param>
/// <param name="Prefix">Words before the first distribution.</param>
/// <param name="HasErrors">Whether an error count follows the sum.</param>
/// <param name="HasSelected">Whether the distributions of the selection follow those of all.</param>
public sealed record SlabLayout(BucketScale Scale, int Keys = 1, int Prefix = 0, bool HasErrors = false, bool HasSelected = false)
{
    /// <summary>Words of one distribution: sum, errors if any, buckets.</summary>
    public int Stride => 1 + (HasErrors ? 1 : 0) + Buckets.Count(Scale);

    /// <summary>Words of the whole slab.</summary>
    public int Words => Prefix + (Stride * Keys * (HasSelected ? 2 : 1));

    /// <summary>First word of the distribution of a key.</summary>
    public int At(int key, bool selected) => Prefix + (((selected ? Keys : 0) + key) * Stride);
}

/// <summary>A tool whose data are distributions in a per-CPU slab.</summary>
public abstract class HistogramTool : Tool
{
    /// <summary>Where the distributions lie.</summary>
    public abstract SlabLayout Layout { get; }

    /// <inheritdoc/>
    public sealed override string Slab => Descriptor.Name + "_slab";

    /// <inheritdoc/>
    public sealed override int Words => Layout.Words;

    /// <summary>Parts of a key's name; only called for keys that counted something, and not for a tool with one key.</summary>
    internal virtual IReadOnlyList<KeyValuePair<string, string>> KeyOf(int key, IReadOnlyList<string?> names) => [];

    /// <summary>The distribution of one key on one CPU (-1: on all CPUs).</summary>
    internal Histogram Read(in Interval interval, int key, int cpu, bool selected)
    {
        Span<ulong> sums = stackalloc ulong[1 + 1 + Buckets.LogLinearCount];
        sums = sums[..Layout.Stride];
        sums.Clear();
        int first = cpu < 0 ? 0 : cpu, end = cpu < 0 ? interval.Cpus : cpu + 1;
        for (int at = first; at < end; at++) interval.AddDeltas(at, Layout.At(key, selected), sums);
        return Histogram.FromDense(Layout.Scale, sums[^Buckets.Count(Layout.Scale)..], sums[0]);
    }

    /// <inheritdoc/>
    internal sealed override ToolData Derive(in Interval interval)
    {
        bool selected = Layout.HasSelected && interval.HasSelection;
        string unit = Descriptor.Unit ?? "count";
        if (Layout.Keys == 1)
        {
            Histogram all = Read(interval, 0, -1, false);
            return new HistogramData(unit, all, selected ? Read(interval, 0, -1, true) : null, []);
        }

        var series = new List<Series>();
        Span<ulong> total = stackalloc ulong[Buckets.Count(Layout.Scale)], totalSelected = stackalloc ulong[total.Length];
        total.Clear();
        totalSelected.Clear();
        ulong sum = 0, sumSelected = 0;
        for (int key = 0; key < Layout.Keys; key++)
        {
            Histogram all = Read(interval, key, -1, false);
            if (all.Total == 0) continue;
            Histogram? mine = selected ? Read(interval, key, -1, true) : null;
            series.Add(new Series(KeyOf(key, interval.Names), all, mine, Errors(interval, key)));
            all.AddTo(total);
            sum += all.Sum;
            mine?.AddTo(totalSelected);
            sumSelected += mine?.Sum ?? 0;
        }

        return new HistogramData(
            unit,
            Histogram.FromDense(Layout.Scale, total, sum),
            selected ? Histogram.FromDense(Layout.Scale, totalSelected, sumSelected) : null,
            series);
    }

    /// <summary>The distributions by CPU, those without events left out.</summary>
    internal HistogramData DeriveByCpu(in Interval interval)
    {
        var series = new List<Series>();
        for (int cpu = 0; cpu < interval.Cpus; cpu++)
        {
            Histogram all = Read(interval, 0, cpu, false);
            if (all.Total != 0) series.Add(new Series([new("cpu", $"{cpu}")], all, null));
        }

        return new HistogramData(Descriptor.Unit ?? "count", Read(interval, 0, -1, false), null, series);
    }

    private ulong? Errors(in Interval interval, int key)
    {
        if (!Layout.HasErrors) return null;
        ulong errors = 0;
        for (int cpu = 0; cpu < interval.Cpus; cpu++) errors += interval.Delta(cpu, Layout.At(key, false) + 1);
        return errors;
    }
}
