namespace Probetop.Tests.Unit;

/// <summary>Memory that code takes from the heap.</summary>
internal static class Allocation
{
    private const int Tries = 5;

    /// <summary>Bytes that an action takes each time: the least of some tries, since a collection meanwhile counts too.</summary>
    public static long Of(Action action)
    {
        action();
        long least = long.MaxValue;
        for (int i = 0; i < Tries && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
