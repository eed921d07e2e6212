using Probetop.Probes.Snapshots;

namespace Probetop.Probes.Sampling;

/// <summary>Order of events: CPUs reserve ring space in another order than they read the clock.</summary>
internal static class EventOrder
{
    /// <summary>Row-major values sorted by their first column, time; equal times keep their order.</summary>
    public static Value[] ByTime(Value[] values, int width)
    {
        int rows = values.Length / width;
        bool sorted = true;
        for (int row = 1; row < rows && sorted; row++) sorted = values[row * width].Int >= values[(row - 1) * width].Int;
        if (sorted) return values;

        var order = new int[rows];
        for (int row = 0; row < rows; row++) order[row] = row;
        Array.Sort(order, (left, right) =>
        {
            int byTime = values[left * width].Int.CompareTo(values[right * width].Int);
            return byTime != 0 ? byTime : left.CompareTo(right);
        });
        var ordered = new Value[values.Length];
        for (int row = 0; row < rows; row++) values.AsSpan(order[row] * width, width).CopyTo(ordered.AsSpan(row * width));
        return ordered;
    }
}
