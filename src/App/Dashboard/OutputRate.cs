using Probetop.App.Terminal;
using Probetop.Probes.Snapshots;

namespace Probetop.App.Dashboard;

/// <summary>Bytes a second to the terminal, from interval to interval: a figure that changed with each frame would cause frames.</summary>
internal sealed class OutputRate(Tty tty)
{
    private long _index = -1;
    private long _bytes;
    private double _perSecond;

    /// <summary>The rate as of the newest interval.</summary>
    public double PerSecond(Snapshot? newest)
    {
        if (newest is null || newest.Index == _index) return _perSecond;
        long bytes = tty.BytesWritten;
        if (_index >= 0 && newest.DurationNs > 0) _perSecond = (bytes - _bytes) * 1e9 / ((newest.Index - _index) * (double)newest.DurationNs);
        _index = newest.Index;
        _bytes = bytes;
        return _perSecond;
    }
}
