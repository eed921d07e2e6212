using System.Runtime.InteropServices;
using System.Text;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>A libbpf or bpf(2) operation failed.</summary>
public sealed class BpfException : Exception
{
    /// <summary>A failure without words.</summary>
    public BpfException()
    {
    }

    /// <summary>A failure that has no error number, such as a name that the object does not have.</summary>
    public BpfException(string message)
        : base(message)
    {
    }

    /// <summary>A failure caused by another.</summary>
    public BpfException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>A failure with its error number: positive, as errno or libbpf's own numbers from 4000.</summary>
    public BpfException(string operation, int errno)
        : base($"{operation}: {Describe(errno)}") => Errno = errno;

    /// <summary>The positive error number; 0 when there is none.</summary>
    public int Errno { get; }

    /// <summary>The words for an error number of the kernel or of libbpf.</summary>
    internal static unsafe string Describe(int errno)
    {
        if (errno < LibBpf.LIBBPF_ERRNO__START) return Marshal.GetPInvokeErrorMessage(errno);
        Span<byte> text = stackalloc byte[128];
        // SAFETY: libbpf writes at most the given number of bytes, the terminating NUL included.
        fixed (byte* buffer = text)
            _ = LibBpf.libbpf_strerror(errno, buffer, (nuint)text.Length);
        int end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    /// <summary>Throws when a call that returns -errno failed; the operation is named by the caller.</summary>
    internal static void ThrowIfFailed(int result, string operation)
    {
        if (result < 0) throw new BpfException(operation, -result);
    }

    /// <summary>The failure of the call just made, which set errno.</summary>
    internal static BpfException FromErrno(string operation) => new(operation, Marshal.GetLastPInvokeError());
}
