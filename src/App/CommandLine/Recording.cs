using System.Runtime.InteropServices;
using Probetop.Probes.Sampling;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;

namespace Probetop.App.CommandLine;

/// <summary>Tools at work for a fixed time; SIGINT or SIGTERM ends it early, with what was measured so far.</summary>
internal sealed class Recording : IDisposable
{
    // Intervals that wait to be written, when the reader of the output is slow.
    private const int Kept = 64;

    private readonly ProbeSession _session;
    private readonly Rights _rights;
    private readonly AutoResetEvent _wake = new(false);
    private readonly PosixSignalRegistration _sigint;
    private readonly PosixSignalRegistration _sigterm;
    private volatile bool _interrupted;
    private bool _ended;

    /// <summary>Begins to load.</summary>
    public Recording(SessionOptions options, IEnumerable<Tool> tools, Rights rights)
    {
        _rights = rights;
        _sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
        _sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
        _session = new ProbeSession(options with { HistoryIntervals = Kept, HistoryBytes = long.MaxValue });
        _session.Changed += (_, _) => _wake.Set();
        _session.Start(tools);
    }

    /// <summary>Once everything is loaded: <paramref name="count"/> whole intervals, then one of <paramref name="restNs"/>.</summary>
    /// <exception cref="CommandException">Nothing can be measured, or intervals were not taken in time.</exception>
    public IEnumerable<Snapshot> Intervals(long count, ulong restNs)
    {
        long first = Cut();
        for (long index = first; index < first + count && !_ended; index++) yield return Wait(index, null);
        if (restNs > 0 && !_ended) yield return Wait(first + count, Clock.MonotonicNs() + restNs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sigint.Dispose();
        _sigterm.Dispose();
        _session.Dispose();
        _wake.Dispose();
    }

    // A second signal finds nobody who holds it back.
    private void Interrupt(PosixSignalContext context)
    {
        context.Cancel = !_interrupted;
        _interrupted = true;
        _wake.Set();
    }

    // Ends the running interval once everything is loaded; the number of the one that begins.
    private long Cut()
    {
        try
        {
            return _session.CutAsync(false).GetAwaiter().GetResult();
        }
        catch (InvalidOperationException error)
        {
            MachineFacts facts = MachineFacts.ReadWithKernel(_rights);
            if (BpfRefusal.Of(_session.FailureErrno, facts, _rights) is { } refusal) throw new CommandException(refusal);
            throw new CommandException(error.Message, error);
        }
    }

    private Snapshot Wait(long index, ulong? endNs)
    {
        while (true)
        {
            if (_session.History[index] is { } snapshot) return snapshot;
            if (index < _session.History.Start)
                throw new CommandException("the reader of the output is too slow: an interval was lost; take a longer --interval");
            ulong nowNs = Clock.MonotonicNs();
            if (_interrupted || nowNs >= endNs)
            {
                _ended = true;
                _ = Cut();
            }
            else
            {
                _wake.WaitOne(endNs is { } end ? (int)((end - nowNs) / 1_000_000) + 1 : Timeout.Infinite);
            }
        }
    }
}
