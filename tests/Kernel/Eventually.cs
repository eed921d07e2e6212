using System.Diagnostics;
using Xunit;

namespace Probetop.Tests.Kernel;

/// <summary>Waits for what other processes or the kernel do in their own time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>Returns once the condition holds; fails with its name after the deadline.</summary>
    public static void True(Func<bool> condition, string what)
    {
        long start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(start) > Deadline) Assert.Fail($"did not come true: {what}");
            Thread.Yield();
        }
    }
}
