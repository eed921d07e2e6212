using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Widgets;

namespace Probetop.Views.Dashboard;

/// <summary>What does not change while the program runs.</summary>
/// <param name="Name">Host name, not yet sanitised.</param>
/// <param name="KernelRelease">Release of the kernel.</param>
/// <param name="Cpus">Number of CPUs.</param>
public sealed record HostFacts(string Name, string KernelRelease, int Cpus);

/// <summary>Everything a frame is made of beside the dashboard's own state.</summary>
/// <param name="History">The kept intervals.</param>
/// <param name="StatusOf">Whether and how a tool runs now.</param>
/// <param name="Host">The machine.</param>
/// <param name="UtcOffsetSeconds">Seconds that local time is ahead of UTC.</param>
/// <param name="BytesWrittenPerSecond">Bytes written to the terminal, per second; taken over only when another interval is shown.</param>
/// <param name="Restriction">What everything is restricted to, not yet sanitised; null: the whole machine.</param>
/// <param name="Failure">Why nothing can be measured; null while it can.</param>
/// <param name="Message">What to tell the user for now; null: nothing.</param>
/// <param name="MessageKind">What kind of message that is.</param>
public readonly record struct FrameContext(
    History History,
    Func<ToolDescriptor, ToolStatus> StatusOf,
    HostFacts Host,
    int UtcOffsetSeconds,
    double BytesWrittenPerSecond,
    string? Restriction = null,
    string? Failure = null,
    string? Message = null,
    MessageKind MessageKind = MessageKind.Info);
