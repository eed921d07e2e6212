using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Formatting;

namespace Probetop.Views.Panes;

/// <summary>The interval that the screen shows, and what is known around it.</summary>
internal readonly record struct Moment
{
    private const ulong NsPerSecond = 1_000_000_000;

    /// <summary>The kept intervals.</summary>
    public required History History { get; init; }

    /// <summary>Whether and how a tool runs now.</summary>
    public required Func<ToolDescriptor, ToolStatus> StatusNow { get; init; }

    /// <summary>The interval shown; null before the first one.</summary>
    public required Snapshot? Current { get; init; }

    /// <summary>Whether the interval shown still ran when it was read.</summary>
    public bool IsProvisional { get; init; }

    /// <summary>Whether the screen stands still.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Whether it does so at a moment that was stepped to.</summary>
    public bool IsPast { get; init; }

    /// <summary>How long ago the interval shown ended, in seconds.</summary>
    public long AgeSeconds { get; init; }

    /// <summary>What was drilled into; null: nothing.</summary>
    public Selection? Selection { get; init; }

    /// <summary>Threshold of the tools that show slow operations, in ns.</summary>
    public ulong SlowerThanNs { get; init; }

    /// <summary>Seconds that local time is ahead of UTC.</summary>
    public int UtcOffsetSeconds { get; init; }

    /// <summary>One above the index of the interval shown; 0 before the first one.</summary>
    public long End => Current is { } shown ? shown.Index + 1 : 0;

    /// <summary>What turns its monotonic times into times of day.</summary>
    public TimeBase Time => Current is { } shown ? new TimeBase(shown.StartRealtimeNs - (long)shown.StartNs, UtcOffsetSeconds) : default;

    /// <summary>The interval shown of a tool; null before the first one.</summary>
    public ToolSnapshot? Of(ToolDescriptor tool) => Current?.Of(tool);

    /// <summary>Whether and how a tool runs: now, or at the moment that was stepped to.</summary>
    public ToolStatus StatusOf(ToolDescriptor tool) => IsPast && Current is { } shown ? shown.Of(tool).Status : StatusNow(tool);

    /// <summary>What all those tools lost in the interval shown.</summary>
    public ulong LostBy(IReadOnlyList<ToolDescriptor> tools)
    {
        ulong lost = 0;
        for (int i = 0; i < tools.Count; i++) lost += Of(tools[i])?.Losses.Total ?? 0;
        return lost;
    }

    /// <summary>Names the interval shown: <c>last second</c>, or the time of day at its end when the screen stands still.</summary>
    public void WriteName(ref CharWriter writer)
    {
        if (Current is not { } shown) return;
        if (IsHeld)
        {
            Span<char> clock = stackalloc char[8];
            writer.Text(clock[..Format.Clock(clock, shown.StartRealtimeNs + (long)shown.DurationNs, UtcOffsetSeconds)]);
            return;
        }

        writer.Text("last ");
        if (shown.DurationNs is > NsPerSecond * 9 / 10 and < NsPerSecond * 11 / 10) writer.Text("second");
        else writer.Duration(shown.DurationNs);
    }
}
