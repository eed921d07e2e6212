using System.Runtime.InteropServices;

namespace Probetop.App.Terminal;

/// <summary>The signals that concern a terminal program, turned into flags that its loop reads.</summary>
/// <remarks>
/// Must be made before raw mode is entered: registering makes the runtime remember the terminal's mode, which it restores at exit
/// and, unless the handler cancels that, on SIGCONT.
/// </remarks>
internal sealed class TtySignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private readonly Action _wake;
    private int _quit;
    private bool _stop;
    private bool _continued;

    /// <summary>Registers the handlers; <paramref name="wake"/> is called on another thread after each signal.</summary>
    public TtySignals(Action wake)
    {
        _wake = wake;
        ReadOnlySpan<PosixSignal> signals =
        [
            PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT,
            PosixSignal.SIGTSTP, PosixSignal.SIGCONT, PosixSignal.SIGWINCH,
        ];
        foreach (PosixSignal signal in signals) _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
    }

    /// <summary>Number of the signal that asked to quit; 0 when none did.</summary>
    public int Quit => Volatile.Read(ref _quit);

    /// <summary>Whether a stop was asked for since the last call.</summary>
    public bool TakeStop() => Interlocked.Exchange(ref _stop, false);

    /// <summary>Whether the process was continued since the last call.</summary>
    public bool TakeContinued() => Interlocked.Exchange(ref _continued, false);

    /// <summary>Gives the signals their former effect.</summary>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        switch (context.Signal)
        {
            case PosixSignal.SIGTSTP:
                Volatile.Write(ref _stop, true);
                break;
            case PosixSignal.SIGCONT:
                Volatile.Write(ref _continued, true);
                break;
            case PosixSignal.SIGWINCH:
                // The size is asked for anyway.
                break;
            default:
                Volatile.Write(ref _quit, NumberOf(context.Signal));
                break;
        }

        _wake();
    }

    private static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        _ => 15,
    };
}
