using System.Diagnostics;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Probetop.App.Interop;
using Probetop.App.Terminal;
using Xunit;

namespace Probetop.Tests.Unit.Terminal;

public class TtyTests
{
    private const string Entered = "\e[?1049h\e[?25l\e[?7l\e[?1000h\e[?1006h\e[?2004h";
    private const string Left = "\e[?2026l\e[?2004l\e[?1006l\e[?1000l\e[m\e[2J\e[H\e[?7h\e[?25h\e[?1049l";

    private static readonly TerminalSupport Support =
        new(ColorDepth.TrueColor, GlyphSet.Unicode, Ecma48: true, Repeats: true, Synchronizes: true, HasClipboard: true);

    // More than any pseudo-terminal buffers.
    private const int TooMuch = 300_000;

    [Fact]
    public void The_terminal_is_given_back_as_it_was()
    {
        using Pty pty = new();
        byte[] before = pty.Mode;
        int flags = pty.SharedFlags;
        using (Tty tty = Enter(pty))
        {
            Assert.NotEqual(before, pty.Mode);
            // Descriptors are shared with the shell: only a description of our own may be non-blocking.
            Assert.Equal(flags, pty.SharedFlags);
            Assert.Equal(Entered, Text(pty.ReadAvailable()));
        }

        Assert.Equal(before, pty.Mode);
        Assert.Equal(flags, pty.SharedFlags);
        Assert.Equal(Left, Text(pty.ReadAvailable()));
    }

    [Fact]
    public void After_it_is_given_back_nothing_is_written_any_more()
    {
        using Pty pty = new();
        Tty tty = Enter(pty);
        tty.Dispose();
        _ = pty.ReadAvailable();
        Assert.False(tty.TryWrite("late"u8));
        tty.Write("late"u8);
        tty.Wake();
        tty.Dispose();
        Assert.Empty(pty.ReadAvailable());
    }

    [Fact]
    public void What_is_not_a_terminal_is_refused()
    {
        (SafeFileHandle read, SafeFileHandle write) = Pty.Pipe();
        using (read)
        using (write)
        {
            Assert.Null(Tty.Open(out string? refusal, (int)write.DangerousGetHandle()));
            Assert.Contains("probetop snapshot", refusal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Keys_come_raw_and_unechoed()
    {
        using Pty pty = new();
        using Tty tty = Enter(pty);
        _ = pty.ReadAvailable();
        pty.Type("\x03\x1a\r\x13q");
        StringBuilder typed = new();
        WaitFor(tty, TtyEvents.Input, () => typed.Append(Text(tty.Input)).Length == 5);
        Assert.Equal("\x03\x1a\r\x13q", typed.ToString());
        Assert.Empty(pty.ReadAvailable());
    }

    [Fact]
    public void A_stalled_terminal_blocks_no_write_and_gets_every_byte_of_what_was_accepted()
    {
        using Pty pty = new();
        using Tty tty = Enter(pty);
        byte[] first = Noise(TooMuch, 1), second = Noise(1000, 2);
        _ = pty.ReadAvailable();
        Assert.True(tty.TryWrite(first));
        Assert.False(tty.TryWrite(second));
        Assert.False(tty.Flush());
        Assert.Equal(TtyEvents.None, tty.Wait(0));

        TtyEvents seen = TtyEvents.None;
        Assert.Equal(first, pty.Read(first.Length, () => seen |= tty.Wait(0)));
        Assert.Equal(TtyEvents.Drained, seen);
        Assert.True(tty.TryWrite(second));
        Assert.Equal(second, pty.Read(second.Length));
        Assert.Equal(Entered.Length + first.Length + second.Length, tty.BytesWritten);
    }

    [Fact]
    public void What_must_not_be_dropped_comes_after_what_is_held_back()
    {
        using Pty pty = new();
        using Tty tty = Enter(pty);
        byte[] first = Noise(TooMuch, 1), second = Noise(1000, 2), third = Noise(TooMuch, 3);
        _ = pty.ReadAvailable();
        tty.Write(first);
        // Now there is room, but not for what comes later.
        byte[] begin = pty.ReadAvailable();
        tty.Write(second);
        tty.Write(third);
        byte[] all = [.. first, .. second, .. third];
        byte[] rest = pty.Read(all.Length - begin.Length, () => _ = tty.Wait(0));
        Assert.Equal(all, begin.Concat(rest));
    }

    [Fact]
    public void A_description_that_blocks_is_written_to_without_blocking()
    {
        using Pty pty = new();
        // Raw, so that no byte is translated on its way.
        using Tty tty = Enter(pty);
        _ = pty.ReadAvailable();
        TtyOutput output = new(pty.Slave, nonBlocking: false);
        byte[] bytes = Noise(TooMuch, 1);
        output.Write(bytes);
        Assert.True(output.IsPending);
        Assert.Equal(bytes, pty.Read(bytes.Length, () => output.Flush()));
        Assert.False(output.IsPending);
    }

    [Fact]
    public void A_stalled_terminal_is_given_back_in_bounded_time()
    {
        using Pty pty = new();
        byte[] before = pty.Mode;
        Tty tty = Enter(pty);
        Assert.True(tty.TryWrite(Noise(TooMuch, 1)));
        pty.Stall();
        Stopwatch watch = Stopwatch.StartNew();
        tty.Dispose();
        Assert.InRange(watch.ElapsedMilliseconds, 500, 5000);
        Assert.Equal(before, pty.Mode);
    }

    [Fact]
    public async Task A_frame_cut_off_by_the_end_cannot_swallow_the_restoration()
    {
        using Pty pty = new();
        Tty tty = Enter(pty);
        Assert.True(tty.TryWrite(Noise(TooMuch, 1)));
        pty.Stall();
        Task leave = Task.Run(tty.Dispose);
        StringBuilder all = new();
        string end = "\x18" + Left;
        while (!all.ToString().EndsWith(end, StringComparison.Ordinal)) all.Append(Text(pty.Read(1)));
        await leave.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(tty.BytesWritten < TooMuch);
    }

    [Fact]
    public async Task Waking_ends_the_wait_from_any_thread()
    {
        using Pty pty = new();
        using Tty tty = Enter(pty);
        Assert.Equal(TtyEvents.None, tty.Wait(0));
        Task task = Task.Run(tty.Wake);
        WaitFor(tty, TtyEvents.Woken);
        await task.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(TtyEvents.None, tty.Wait(0));
    }

    [Fact]
    public void Other_descriptors_end_the_wait()
    {
        using Pty pty = new();
        using Pty other = new();
        using Tty tty = Enter(pty);
        Assert.Equal(TtyEvents.None, tty.Wait(0, pty.Slave, other.Slave));
        other.Type("x\n");
        Assert.Equal(TtyEvents.Descriptor, tty.Wait(10_000, pty.Slave, other.Slave));
        Assert.Equal(2u, tty.Ready);
    }

    [Fact]
    public void A_new_size_is_noticed()
    {
        using Pty pty = new();
        using Tty tty = Enter(pty);
        Assert.Equal((80, 24), tty.Size);
        pty.SetSize(132, 50);
        Assert.Equal(TtyEvents.Resized, tty.Wait(0));
        Assert.Equal((132, 50), tty.Size);
        pty.SetSize(0, 0);
        Assert.Equal(TtyEvents.Resized, tty.Wait(0));
        Assert.Equal((80, 24), tty.Size);
    }

    [Fact]
    public void A_terminal_that_goes_away_is_noticed_and_left_without_a_wait()
    {
        using Pty pty = new();
        using Tty tty = Enter(pty);
        pty.HangUp();
        Assert.Equal(TtyEvents.HungUp, tty.Wait(10_000));
        Assert.True(tty.TryWrite("into the void"u8));
        Stopwatch watch = Stopwatch.StartNew();
        tty.Dispose();
        Assert.InRange(watch.ElapsedMilliseconds, 0, 900);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(15)]
    public void A_signal_asks_to_quit_and_kills_nobody(int signal)
    {
        using Pty pty = new();
        using Tty tty = Enter(pty);
        Assert.Equal(0, tty.QuitSignal);
        Assert.Equal(0, Libc.kill(Environment.ProcessId, signal));
        WaitFor(tty, TtyEvents.Quit);
        Assert.Equal(signal, tty.QuitSignal);
    }

    [Fact]
    public unsafe void A_continued_process_takes_the_terminal_over_again()
    {
        const int SIGCONT = 18;
        using Pty pty = new();
        byte[] cooked = pty.Mode;
        using Tty tty = Enter(pty);
        byte[] raw = pty.Mode;
        _ = pty.ReadAvailable();
        // As a shell does when its job stops.
        fixed (byte* mode = cooked) Assert.Equal(0, Libc.tcsetattr(pty.Slave, Libc.TCSANOW, (Termios*)mode));
        Assert.Equal(0, Libc.kill(Environment.ProcessId, SIGCONT));
        WaitFor(tty, TtyEvents.Resumed);
        Assert.Equal(raw, pty.Mode);
        Assert.Equal(Entered, Text(pty.ReadAvailable()));
    }

    [Fact]
    public void Waiting_and_writing_allocate_nothing()
    {
        using Pty pty = new();
        using Pty other = new();
        using Tty tty = Enter(pty);
        byte[] frame = Noise(1000, 1);
        long Turn()
        {
            pty.Type("q");
            long before = GC.GetAllocatedBytesForCurrentThread();
            bool read = tty.Wait(10_000, other.Slave) == TtyEvents.Input && tty.Input.Length == 1;
            bool written = tty.TryWrite(frame);
            tty.Wake();
            bool woken = tty.Wait(0) == TtyEvents.Woken;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(read && written && woken);
            return allocated;
        }

        _ = Turn();
        // A collection meanwhile counts too: the least of some turns.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Turn()));
    }

    [Fact]
    public void Frames_dropped_while_the_terminal_stalls_leave_no_trace()
    {
        const int Width = 120, Height = 40;
        using Pty pty = new();
        using Tty tty = Enter(pty);
        _ = pty.ReadAvailable();
        Screen screen = new(tty, Support);
        Frame frame = new(Width, Height);
        Random random = new(5);
        int shown = 0;
        while (screen.FramesDropped < 20)
        {
            for (int i = 0; i < 40; i++) frame.Change(random);
            if (screen.TryShow(frame.Cells, Width, Height)) shown++;
        }

        Assert.InRange(shown, 1, 1000);
        ScreenModel model = new(Width, Height);
        List<byte> bytes = [];
        while (!tty.Flush()) bytes.AddRange(pty.ReadAvailable());
        Assert.True(screen.TryShow(frame.Cells, Width, Height));
        while (!tty.Flush()) bytes.AddRange(pty.ReadAvailable());
        bytes.AddRange(pty.Read((int)tty.BytesWritten - Entered.Length - bytes.Count));
        model.Write(bytes.ToArray());

        FrameDiff whole = new(new Theme(Support.Colors, Support.Glyphs), Support);
        ScreenModel expected = new(Width, Height);
        expected.Write(whole.Next(frame.Cells, Width, Height));
        for (int y = 0; y < Height; y++)
            for (int x = 0; x < Width; x++) Assert.Equal(expected[x, y].Glyph, model[x, y].Glyph);
    }

    [Fact]
    public void A_copied_text_goes_to_the_terminals_clipboard()
    {
        using Pty pty = new();
        using Tty tty = Enter(pty);
        _ = pty.ReadAvailable();
        Assert.True(Clipboard.TryCopy(tty, Support, "PID 42 µs\e\n"));
        string text = Text(pty.ReadAvailable());
        Assert.Equal("\e]52;c;" + Convert.ToBase64String(Encoding.UTF8.GetBytes("PID 42 µs\e\n")) + "\a", text);

        Assert.True(Clipboard.TryCopy(tty, Support, ""));
        Assert.Equal("\e]52;c;\a", Text(pty.ReadAvailable()));
        Assert.False(Clipboard.TryCopy(tty, Support, new string('x', Clipboard.MaxBytes + 1)));
        Assert.False(Clipboard.TryCopy(tty, Support with { HasClipboard = false }, "x"));
        Assert.Empty(pty.ReadAvailable());
        Assert.True(Clipboard.TryCopy(tty, Support, new string('x', Clipboard.MaxBytes)));
    }

    private static Tty Enter(Pty pty)
    {
        Tty? tty = Tty.Open(out string? refusal, pty.Slave);
        Assert.Null(refusal);
        tty!.Enter();
        return tty;
    }

    // Printable, so that nothing but the bytes themselves is compared.
    private static byte[] Noise(int length, int seed)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return Array.ConvertAll(bytes, value => (byte)(' ' + (value % 95)));
    }

    private static void WaitFor(Tty tty, TtyEvents events, Func<bool>? until = null)
    {
        long deadline = Environment.TickCount64 + 10_000;
        while (true)
        {
            Assert.True(Environment.TickCount64 < deadline, $"no {events}");
            if ((tty.Wait(1000) & events) == events && (until is null || until())) return;
        }
    }

    private static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
