using Probetop.Views.Cells;

namespace Probetop.Views.Widgets;

/// <summary>What a colour of a heatmap counts: steps of equal ratio from 1 to a maximum that moves rarely.</summary>
public sealed class HeatScale
{
    // Below a quarter of the maximum, two of the twelve steps of a thousandfold range would stay unused.
    private const int ShrinkRatio = 4;

    private readonly ulong[] _edges = new ulong[Style.HeatSteps];
    private long _busySince;

    /// <summary>The count of the highest step's end: 1, 2 or 5 times a power of ten; 0 before the first count.</summary>
    public ulong Max { get; private set; }

    /// <summary>The least count that a step shows; steps whose edges are equal show as the highest of them.</summary>
    public ulong EdgeOf(int step) => _edges[step];

    /// <summary>Whether some count has exactly this step.</summary>
    public bool IsUsed(int step) => step == Style.HeatSteps - 1 || _edges[step] < _edges[step + 1];

    /// <summary>The step of a count, from 0; -1 for a count of 0.</summary>
    public int StepOf(ulong count)
    {
        int step = Style.HeatSteps - 1;
        while (step >= 0 && (count < _edges[step] || count == 0)) step--;
        return step;
    }

    /// <summary>Fits the scale to the highest count shown: up at once, down after <see cref="RowFold.CalmIntervals"/>.</summary>
    public void Update(ulong highest, long interval)
    {
        if (highest > Max)
        {
            Take(highest, interval);
        }
        else if (highest == 0 || highest > Max / ShrinkRatio)
        {
            _busySince = interval;
        }
        else if (Math.Abs(interval - _busySince) >= RowFold.CalmIntervals)
        {
            Take(highest, interval);
        }
    }

    private static ulong RoundUp(ulong count)
    {
        for (UInt128 decade = 1; ; decade *= 10)
        {
            if (count <= decade) return (ulong)decade;
            if (count <= decade * 2) return (ulong)UInt128.Min(decade * 2, ulong.MaxValue);
            if (count <= decade * 5) return (ulong)UInt128.Min(decade * 5, ulong.MaxValue);
        }
    }

    private void Take(ulong highest, long interval)
    {
        Max = RoundUp(highest);
        _busySince = interval;
        for (int step = 0; step < _edges.Length; step++)
            _edges[step] = (ulong)Math.Ceiling(Math.Pow(Max, (double)step / Style.HeatSteps));
    }
}
