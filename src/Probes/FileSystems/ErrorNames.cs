using System.Globalization;

namespace Probetop.Probes.FileSystems;

/// <summary>Names of the errors that file-system calls return.</summary>
internal static class ErrorNames
{
    private static readonly string[] First =
    [
        "0", "EPERM", "ENOENT", "ESRCH", "EINTR", "EIO", "ENXIO", "E2BIG", "ENOEXEC", "EBADF", "ECHILD", "EAGAIN", "ENOMEM", "EACCES",
        "EFAULT", "ENOTBLK", "EBUSY", "EEXIST", "EXDEV", "ENODEV", "ENOTDIR", "EISDIR", "EINVAL", "ENFILE", "EMFILE", "ENOTTY", "ETXTBSY",
        "EFBIG", "ENOSPC", "ESPIPE", "EROFS", "EMLINK", "EPIPE", "EDOM", "ERANGE", "EDEADLK", "ENAMETOOLONG", "ENOLCK", "ENOSYS",
        "ENOTEMPTY", "ELOOP",
    ];

    /// <summary>The name, such as <c>ENOENT</c>; one that is not known is its number.</summary>
    public static string Of(int error) => error switch
    {
        >= 0 when error < First.Length => First[error],
        75 => "EOVERFLOW",
        95 => "EOPNOTSUPP",
        108 => "ESHUTDOWN",
        110 => "ETIMEDOUT",
        112 => "EHOSTDOWN",
        116 => "ESTALE",
        117 => "EUCLEAN",
        122 => "EDQUOT",
        123 => "ENOMEDIUM",
        126 => "ENOKEY",
        _ => error.ToString(CultureInfo.InvariantCulture),
    };
}
