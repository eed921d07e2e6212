using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Probetop.App.Interop;

namespace Probetop.App.Terminal;

/// <summary>The terminal: bytes out, bytes in, its size, and the promise that it is given back as it was.</summary>
/// <remarks>
/// The only type with a descriptor of a terminal. Made, waited on and written to by the UI thread; <see cref="Wake"/> and the
/// restoration at a crash may come from any thread.
/// </remarks>
internal sealed unsafe class Tty : IDisposable
{
    private const int RestoreTimeoutMs = 1000;

    private readonly Lock _gate = new();
    private readonly SafeFileHandle? _private;
    private readonly SafeFileHandle _wake;
    private readonly int _fd;
    private readonly int _inputFd;
    private readonly TtyOutput _output;
    private readonly byte[] _input = new byte[4096];
    private int _inputLength;
    private TtySignals? _signals;
    private Termios _saved;
    private bool _raw;
    private bool _closed;
    private bool _resumed;

    private Tty(int stdout, SafeFileHandle? own, SafeFileHandle wake)
    {
        _private = own;
        _wake = wake;
        _fd = own is null ? stdout : (int)own.DangerousGetHandle();
        _inputFd = own is not null || Libc.isatty(0) == 0 ? _fd : 0;
        _output = new TtyOutput(_fd, nonBlocking: own is not null);
        _ = PollSize();
    }

    private static ReadOnlySpan<byte> EnterSequence => "\e[?1049h\e[?25l\e[?7l\e[?1000h\e[?1006h\e[?2004h"u8;

    // Where there is no alternate screen to leave, the screen is at least left blank.
    private static ReadOnlySpan<byte> LeaveSequence => "\e[?2026l\e[?2004l\e[?1006l\e[?1000l\e[m\e[2J\e[H\e[?7h\e[?25h\e[?1049l"u8;

    /// <summary>Columns and rows, as of the last <see cref="Wait"/>.</summary>
    public (int Width, int Height) Size { get; private set; }

    /// <summary>The bytes that the last <see cref="Wait"/> read.</summary>
    public ReadOnlySpan<byte> Input => _input.AsSpan(0, _inputLength);

    /// <summary>Which of the descriptors given to the last <see cref="Wait"/> can be read: bit n for the nth.</summary>
    public uint Ready { get; private set; }

    /// <summary>Number of the signal that asked to quit; 0 when none did.</summary>
    public int QuitSignal => _signals?.Quit ?? 0;

    /// <summary>Bytes that the terminal has taken since the start.</summary>
    public long BytesWritten => _output.BytesWritten;

    /// <summary>Opens the terminal that standard output is; null with the reason when it is none.</summary>
    /// <remarks>
    /// O_NONBLOCK belongs to the open file description, which the shell shares: so the terminal is opened anew, after <c>su</c> by
    /// its other name. Where neither is permitted the shared one is written to with care instead.
    /// </remarks>
    public static Tty? Open(out string? refusal, int stdout = 1)
    {
        if (Libc.isatty(stdout) == 0)
        {
            refusal = "the dashboard needs a terminal, and standard output is none; "
                + "use 'probetop snapshot' to write to a file or a pipe";
            return null;
        }

        refusal = null;
        const int Flags = Libc.O_RDWR | Libc.O_NONBLOCK | Libc.O_NOCTTY | Libc.O_CLOEXEC;
        int own = Libc.open($"/proc/self/fd/{stdout}", Flags);
        if (own < 0 && Libc.tcgetpgrp(stdout) >= 0) own = Libc.open("/dev/tty", Flags);
        var wake = new SafeFileHandle(Libc.eventfd(0, Libc.EFD_NONBLOCK | Libc.EFD_CLOEXEC), ownsHandle: true);
        if (wake.IsInvalid) throw new IOException($"eventfd: error {Marshal.GetLastPInvokeError()}");
        return new Tty(stdout, own < 0 ? null : new SafeFileHandle(own, ownsHandle: true), wake);
    }

    /// <summary>Takes the terminal over: raw mode, alternate screen, mouse, bracketed paste.</summary>
    public void Enter()
    {
        // Before raw mode: see the remarks there.
        _signals = new TtySignals(Wake);
        AppDomain.CurrentDomain.UnhandledException += OnUnhandledException;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        // SAFETY: the field outlives the call.
        fixed (Termios* saved = &_saved) _ = Libc.tcgetattr(_fd, saved);
        TakeOver();
    }

    /// <summary>Makes <see cref="Wait"/> return; from any thread.</summary>
    public void Wake()
    {
        try
        {
            _ = Libc.eventfd_write(_wake, 1);
        }
        catch (ObjectDisposedException)
        {
            // Whoever wakes need not know that the terminal is closed.
        }
    }

    /// <summary>Waits for input, a signal, <see cref="Wake"/>, room for held back output, or the caller's descriptors.</summary>
    /// <param name="timeoutMs">Most milliseconds; -1 is for ever.</param>
    /// <param name="descriptors">At most 32 descriptors to wait for until one is readable.</param>
    public TtyEvents Wait(int timeoutMs, params ReadOnlySpan<int> descriptors)
    {
        const int Own = 3;
        // SAFETY: the array is on this stack and has the length given; poll skips negative descriptors.
        PollFd* polls = stackalloc PollFd[Own + descriptors.Length];
        polls[0] = new PollFd { fd = _inputFd, events = Libc.POLLIN };
        polls[1] = new PollFd { fd = _output.IsPending ? _fd : -1, events = Libc.POLLOUT };
        polls[2] = new PollFd { fd = (int)_wake.DangerousGetHandle(), events = Libc.POLLIN };
        for (int i = 0; i < descriptors.Length; i++) polls[Own + i] = new PollFd { fd = descriptors[i], events = Libc.POLLIN };
        _inputLength = 0;
        Ready = 0;
        if (_resumed) timeoutMs = 0;
        bool some = Libc.poll(polls, (nuint)(Own + descriptors.Length), timeoutMs) > 0;
        TtyEvents events = TtyEvents.None;
        if (some)
        {
            if (polls[1].revents != 0 && Flush()) events |= TtyEvents.Drained;
            if (polls[2].revents != 0 && DrainWake()) events |= TtyEvents.Woken;
            if (polls[0].revents != 0) events |= Read();
            for (int i = 0; i < descriptors.Length; i++)
                if (polls[Own + i].revents != 0) Ready |= 1u << i;
            if (Ready != 0) events |= TtyEvents.Descriptor;
        }

        if (_output.IsBroken) events |= TtyEvents.HungUp;
        return events | HandleSignals() | (PollSize() ? TtyEvents.Resized : TtyEvents.None);
    }

    /// <summary>Writes a frame as far as the terminal takes it, and keeps the rest; false, writing nothing, while a rest is left.</summary>
    public bool TryWrite(ReadOnlySpan<byte> frame)
    {
        lock (_gate)
        {
            if (!_raw || !_output.Flush()) return false;
            _output.Write(frame);
            return true;
        }
    }

    /// <summary>Writes what is held back; true when the next frame can be written.</summary>
    public bool Flush()
    {
        lock (_gate) return _raw && _output.Flush();
    }

    /// <summary>Writes after whatever is held back, for what must not be dropped.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_raw) _output.Write(bytes);
        }
    }

    /// <summary>Gives the terminal back and stops the process group, as Ctrl-Z does; returns when it is continued.</summary>
    /// <remarks>Where no shell could continue it, nothing is stopped.</remarks>
    public void Suspend() => Stop(processGroup: true);

    /// <summary>Gives the terminal back.</summary>
    public void Dispose()
    {
        GiveBack(forGood: true);
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandledException;
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        _signals?.Dispose();
        _private?.Dispose();
        _wake.Dispose();
    }

    private void OnUnhandledException(object sender, UnhandledExceptionEventArgs args) => GiveBack(forGood: true);

    private void OnProcessExit(object? sender, EventArgs args) => GiveBack(forGood: true);

    private void TakeOver()
    {
        lock (_gate)
        {
            if (_closed) return;
            fixed (Termios* saved = &_saved)
                if (!RuntimeFeature.IsDynamicCodeSupported) CrashRestore.probetop_arm_terminal_restore(saved);
            SetMode(_saved.Raw());
            _raw = true;
            _output.Write(EnterSequence);
        }
    }

    private void GiveBack(bool forGood)
    {
        lock (_gate)
        {
            _closed |= forGood;
            if (!_raw) return;
            _raw = false;
            _ = _output.WriteWithin(LeaveSequence, RestoreTimeoutMs);
            SetMode(_saved);
            if (!RuntimeFeature.IsDynamicCodeSupported) CrashRestore.probetop_arm_terminal_restore(null);
        }
    }

    // TCSADRAIN would wait for a terminal that takes no bytes.
    private void SetMode(Termios mode)
    {
        while (Libc.tcsetattr(_fd, Libc.TCSANOW, &mode) != 0 && Marshal.GetLastPInvokeError() == Libc.EINTR)
        {
        }
    }

    // The kernel stops nobody whom no shell could continue; so SIGTSTP with its default effect, not SIGSTOP.
    private void Stop(bool processGroup)
    {
        const int StopTakesMs = 100;
        GiveBack(forGood: false);
        SigAction byDefault = default, before;
        _ = Libc.sigaction(Libc.SIGTSTP, &byDefault, &before);
        _ = Libc.kill(processGroup ? 0 : Environment.ProcessId, Libc.SIGTSTP);
        // Another thread may be the one that takes the signal: give it time to stop this one.
        PollFd wake = new() { fd = (int)_wake.DangerousGetHandle(), events = Libc.POLLIN };
        _ = Libc.poll(&wake, 1, StopTakesMs);
        _ = Libc.sigaction(Libc.SIGTSTP, &before, null);
        TakeOver();
        _resumed = true;
    }

    private TtyEvents HandleSignals()
    {
        TtyEvents events = TtyEvents.None;
        if (_signals is null) return events;
        if (_signals.TakeStop()) Stop(processGroup: false);
        if (_signals.TakeContinued())
        {
            // Stopped by SIGSTOP, or continued again: the shell had the terminal either way.
            TakeOver();
            _resumed = true;
        }

        if (_resumed) events |= TtyEvents.Resumed;
        _resumed = false;
        if (_signals.Quit != 0) events |= TtyEvents.Quit;
        return events;
    }

    private bool DrainWake()
    {
        ulong count;
        return Libc.eventfd_read(_wake, &count) == 0;
    }

    private TtyEvents Read()
    {
        nint count;
        fixed (byte* buffer = _input) count = Libc.read(_inputFd, buffer, (nuint)_input.Length);
        if (count > 0)
        {
            _inputLength = (int)count;
            return TtyEvents.Input;
        }

        bool later = count < 0 && Marshal.GetLastPInvokeError() is Libc.EAGAIN or Libc.EINTR;
        return later ? TtyEvents.None : TtyEvents.HungUp;
    }

    private bool PollSize()
    {
        const int UnknownWidth = 80, UnknownHeight = 24;
        WinSize window;
        if (Libc.ioctl(_fd, Libc.TIOCGWINSZ, &window) != 0) return false;
        // Serial lines and some tools' terminals say 0.
        (int, int) size = (window.ws_col == 0 ? UnknownWidth : window.ws_col, window.ws_row == 0 ? UnknownHeight : window.ws_row);
        if (size == Size) return false;
        Size = size;
        return true;
    }
}
