using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.Views.Dashboard;

/// <summary>What a key asks of the world outside, as data: the dashboard itself only changes what it shows.</summary>
public abstract record DashboardEffect
{
    private protected DashboardEffect()
    {
    }

    /// <summary>Nothing; the screen may have changed.</summary>
    public static DashboardEffect None { get; } = new Nothing();

    /// <summary>End the program.</summary>
    public sealed record Quit : DashboardEffect;

    /// <summary>Stop the program as a job of the shell.</summary>
    public sealed record Suspend : DashboardEffect;

    /// <summary>Write every cell again, as the terminal may show something else.</summary>
    public sealed record Redraw : DashboardEffect;

    /// <summary>Write a pane, as it is shown, to files.</summary>
    /// <param name="Pane">Name of the pane.</param>
    /// <param name="Shown">The interval shown.</param>
    public sealed record SnapshotPane(string Pane, Snapshot Shown) : DashboardEffect;

    /// <summary>Write all panes to files.</summary>
    /// <param name="Shown">The interval shown.</param>
    public sealed record SnapshotAll(Snapshot Shown) : DashboardEffect;

    /// <summary>Let the kernel side count a selection apart; null ends it.</summary>
    /// <param name="Selection">The selection.</param>
    public sealed record Select(Selection? Selection) : DashboardEffect;

    /// <summary>Paint that often.</summary>
    /// <param name="IntervalNs">Time between two paintings in ns.</param>
    public sealed record SetInterval(ulong IntervalNs) : DashboardEffect;

    /// <summary>Change what the tools that show slow operations show.</summary>
    /// <param name="SlowerThanNs">The threshold in ns.</param>
    public sealed record SetThreshold(ulong SlowerThanNs) : DashboardEffect;

    /// <summary>Start a tool.</summary>
    /// <param name="Tool">Which one.</param>
    public sealed record StartTool(ToolDescriptor Tool) : DashboardEffect;

    /// <summary>Stop a tool.</summary>
    /// <param name="Tool">Which one.</param>
    public sealed record StopTool(ToolDescriptor Tool) : DashboardEffect;

    /// <summary>Put a text into the clipboard.</summary>
    /// <param name="Text">The text: sanitised, one line.</param>
    public sealed record Copy(string Text) : DashboardEffect;

    private sealed record Nothing : DashboardEffect;
}
