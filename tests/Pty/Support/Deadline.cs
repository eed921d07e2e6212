using System.Diagnostics;
using Xunit.Sdk;

namespace Probetop.Tests.Pty.Support;

/// <summary>Waiting for a condition, never for a time.</summary>
internal static class Deadline
{
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    /// <summary>Polls until <paramref name="condition"/> holds; fails with what <paramref name="describe"/> says when it never does.</summary>
    public static void Until(Func<bool> condition, Func<string> describe)
    {
        var time = Stopwatch.StartNew();
        while (!condition())
        {
            if (time.Elapsed > Long) throw new XunitException($"not within {Long.TotalSeconds} s: {describe()}");
            Thread.Yield();
            using var pause = new ManualResetEventSlim();
            pause.Wait(20);
        }
    }
}
