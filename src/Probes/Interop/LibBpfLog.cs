using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Probetop.Probes.Interop;

/// <summary>What libbpf says, which would go to stderr otherwise: kept per operation by the thread that asks for it.</summary>
internal static unsafe class LibBpfLog
{
    /// <summary>Of a message longer than this, such as a verifier's log, the beginning and the end are kept.</summary>
    internal const int MessageBytes = 64 * 1024;

    private const int MessageHeadBytes = 256;
    private const int CapturedMessages = 256;

    [ThreadStatic]
    private static List<string>? t_captured;

    static LibBpfLog() => LibBpf.libbpf_set_print(&Print);

    /// <summary>Collects the calling thread's messages until the scope is disposed; scopes nest.</summary>
    internal static Scope Capture() => new(t_captured);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Print(int level, byte* format, void* arguments)
    {
        if (level > LibBpf.LIBBPF_INFO) return 0;
        byte* text = null;
        // SAFETY: a va_list is passed on as a pointer on x86-64; vasprintf sets text unless it fails, and free takes it back.
        int length = LibC.vasprintf(&text, format, arguments);
        if (length < 0) return 0;
        try
        {
            Keep(Decode(new ReadOnlySpan<byte>(text, length)));
        }
        catch (OutOfMemoryException)
        {
            // No exception may cross the native caller.
        }
        finally
        {
            LibC.free(text);
        }

        return length;
    }

    /// <summary>A message without libbpf's prefix and line end, cut to <see cref="MessageBytes"/>.</summary>
    internal static string Decode(ReadOnlySpan<byte> text)
    {
        text = text.TrimEnd((byte)'\n');
        if (text.StartsWith("libbpf: "u8)) text = text[8..];
        return text.Length <= MessageBytes
            ? Encoding.UTF8.GetString(text)
            : Encoding.UTF8.GetString(text[..MessageHeadBytes]) + "\n[...]\n" +
              Encoding.UTF8.GetString(text[^(MessageBytes - MessageHeadBytes)..]);
    }

    private static void Keep(string message)
    {
        if (t_captured is { Count: < CapturedMessages } captured) captured.Add(message);
    }

    /// <summary>One operation's messages.</summary>
    internal readonly ref struct Scope
    {
        private readonly List<string>? _outer;

        internal Scope(List<string>? outer)
        {
            _outer = outer;
            Messages = [];
            t_captured = Messages;
        }

        internal List<string> Messages { get; }

        public void Dispose()
        {
            t_captured = _outer;
            _outer?.AddRange(Messages.Take(CapturedMessages - _outer.Count));
        }
    }
}
