using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Sampling;

/// <summary>Joins what the tools know by CPU into one table, a row per CPU.</summary>
internal sealed class CpuTableBuilder(int cpus)
{
    private readonly List<Column> _columns = [new("cpu", ColumnType.Int, null, "CPU", 4)];
    private readonly List<Value[]> _parts = [];

    /// <summary>Adds the columns of <paramref name="tool"/>, if it has any.</summary>
    public void Add(Tool tool, in Interval interval)
    {
        int width = tool.CpuColumns.Count;
        if (width == 0) return;
        var part = new Value[cpus * width];
        for (int cpu = 0; cpu < cpus; cpu++) tool.DeriveCpu(interval, cpu, part.AsSpan(cpu * width, width));
        _columns.AddRange(tool.CpuColumns);
        _parts.Add(part);
    }

    /// <summary>The table; null when no tool had columns.</summary>
    public Table? ToTable()
    {
        if (_parts.Count == 0) return null;
        var values = new Value[cpus * _columns.Count];
        for (int cpu = 0, at = 0; cpu < cpus; cpu++)
        {
            values[at++] = Value.Of((long)cpu);
            foreach (Value[] part in _parts)
            {
                int width = part.Length / cpus;
                part.AsSpan(cpu * width, width).CopyTo(values.AsSpan(at));
                at += width;
            }
        }

        return new Table([.. _columns], values);
    }
}
