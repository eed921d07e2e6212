using Probetop.Views.Cells;

namespace Probetop.App.Terminal;

/// <summary>Shows frames of cells on a terminal; drops those that come while it still takes the last one.</summary>
internal sealed class Screen
{
    private readonly Tty _tty;
    private readonly FrameDiff _diff;

    /// <summary>Shows on a terminal in the way that it supports.</summary>
    public Screen(Tty tty, TerminalSupport support)
    {
        _tty = tty;
        _diff = new FrameDiff(new Theme(support.Colors, support.Glyphs), support);
    }

    /// <summary>Frames that were not shown because the terminal was behind.</summary>
    public long FramesDropped { get; private set; }

    /// <summary>Makes the next frame repaint everything.</summary>
    public void Invalidate() => _diff.Invalidate();

    /// <summary>Shows a frame; false when it was dropped, after which <see cref="TtyEvents.Drained"/> tells when to try again.</summary>
    public bool TryShow(ReadOnlySpan<Cell> cells, int width, int height)
    {
        if (!_tty.Flush())
        {
            FramesDropped++;
            return false;
        }

        ReadOnlySpan<byte> frame = _diff.Next(cells, width, height);
        return frame.IsEmpty || _tty.TryWrite(frame);
    }
}
