using System.Runtime.InteropServices;

namespace Probetop.App.Interop;

/// <summary>The C part that gives the terminal back where no managed code can run; linked into the native build only.</summary>
internal static unsafe partial class CrashRestore
{
    /// <summary>Remembers the mode that a fatal signal restores; null disarms.</summary>
    [LibraryImport("probetop_native")]
    public static partial void probetop_arm_terminal_restore(Termios* savedOrNull);
}
