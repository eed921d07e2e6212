using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>Why an object did not load.</summary>
/// <param name="Errno">Positive error number.</param>
/// <param name="Program">The program that failed; null when it was not a program.</param>
/// <param name="Reason">The kernel's or libbpf's last words, one line.</param>
/// <param name="Log">All that was said, for <c>doctor</c>; the middle of a long verifier log is left out.</param>
public sealed record LoadError(int Errno, string? Program, string Reason, string Log)
{
    private const string BeginLog = "-- BEGIN PROG LOAD LOG --";
    private const string EndLog = "-- END PROG LOAD LOG --";
    private const string ProgramPrefix = "prog '";
    private const string ProgramFailed = "': failed to load";

    /// <summary>Finds program and reason in the messages of a failed load.</summary>
    internal static LoadError FromLog(int errno, IReadOnlyList<string> messages)
    {
        string? program = null, reason = null;
        foreach (string message in messages)
        {
            int end = message.IndexOf(ProgramFailed, StringComparison.Ordinal);
            if (end >= 0 && message.StartsWith(ProgramPrefix, StringComparison.Ordinal))
                program = message[ProgramPrefix.Length..end];
            int begin = message.IndexOf(BeginLog, StringComparison.Ordinal);
            if (begin >= 0) reason = VerifierReason(message.AsSpan(begin + BeginLog.Length)) ?? reason;
        }

        // libbpf names the cause first and then what it stops because of it; but missing rights it takes for a memory limit.
        bool hasCause = messages.Count > 0 && (program is not null || errno != LibC.EPERM);
        reason ??= hasCause ? messages[0] : BpfException.Describe(errno);
        return new LoadError(errno, program, reason, string.Join('\n', messages));
    }

    /// <summary>The verifier ends with what it did not like, after the instructions it walked and before its statistics.</summary>
    private static string? VerifierReason(ReadOnlySpan<char> log)
    {
        string? reason = null;
        foreach (ReadOnlySpan<char> line in log.EnumerateLines())
        {
            if (line.StartsWith(EndLog) || line.StartsWith("processed ") || line.StartsWith("verification time")) break;
            if (line.IsWhiteSpace()) continue;
            if (IsTrace(line)) reason = null;
            else if (reason == null) reason = line.Trim().ToString();
            else reason += "; " + line.Trim().ToString();
        }

        return reason;
    }

    /// <summary>Instructions ("12: (85) call…"), register states ("5: R1=…"), source lines ("; …") and jumps ("from 3 to 7: …").</summary>
    private static bool IsTrace(ReadOnlySpan<char> line)
    {
        if (line.StartsWith(';') || line.StartsWith("from ")) return true;
        int digits = line.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && line[digits] == ':';
    }
}
