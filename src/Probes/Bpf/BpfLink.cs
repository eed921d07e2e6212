using Microsoft.Win32.SafeHandles;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>An attached program; disposing detaches, which takes 50 ms and more for links made by perf events.</summary>
public sealed class BpfLink : SafeHandleZeroOrMinusOneIsInvalid
{
    /// <summary>For the marshaller.</summary>
    public BpfLink()
        : base(true)
    {
    }

    /// <summary>The kernel's number of the link; throws where the attachment is no link (perf events before 5.15).</summary>
    public unsafe uint Id
    {
        get
        {
            LibBpf.bpf_link_info info = default;
            uint length = (uint)sizeof(LibBpf.bpf_link_info);
            // SAFETY: the kernel writes at most length bytes.
            BpfException.ThrowIfFailed(LibBpf.bpf_obj_get_info_by_fd(Fd, &info, &length), "link information");
            return info.id;
        }
    }

    internal int Fd => LibBpf.bpf_link__fd(this);

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibBpf.bpf_link__destroy(handle) == 0;
}
