namespace Probetop.App.Terminal;

/// <summary>Why <see cref="Tty.Wait"/> returned.</summary>
[Flags]
internal enum TtyEvents
{
    /// <summary>The time is over.</summary>
    None = 0,

    /// <summary>There are bytes in <see cref="Tty.Input"/>.</summary>
    Input = 1,

    /// <summary><see cref="Tty.Wake"/> was called.</summary>
    Woken = 2,

    /// <summary><see cref="Tty.Size"/> changed.</summary>
    Resized = 4,

    /// <summary>The process was stopped and goes on: the screen holds something else now.</summary>
    Resumed = 8,

    /// <summary>Held back output has been written: the next frame can be.</summary>
    Drained = 16,

    /// <summary>A signal asks to quit: <see cref="Tty.QuitSignal"/>.</summary>
    Quit = 32,

    /// <summary>The terminal is gone.</summary>
    HungUp = 64,

    /// <summary>One of the caller's descriptors is ready: <see cref="Tty.Ready"/>.</summary>
    Descriptor = 128,
}
