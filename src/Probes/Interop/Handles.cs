using Microsoft.Win32.SafeHandles;

namespace Probetop.Probes.Interop;

/// <summary>A <c>struct bpf_object *</c>; closing it unloads what no link or other object holds.</summary>
internal sealed class BpfObjectHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    /// <summary>Keeps the object open until the lease is disposed; throws when it is closed already.</summary>
    internal Lease Use() => new(this);

    protected override bool ReleaseHandle()
    {
        LibBpf.bpf_object__close(handle);
        return true;
    }

    /// <summary>Pointers to programs, maps and BTF of the object are good while it lives.</summary>
    internal readonly ref struct Lease
    {
        private readonly BpfObjectHandle _handle;
        private readonly bool _added;

        internal Lease(BpfObjectHandle handle)
        {
            _handle = handle;
            handle.DangerousAddRef(ref _added);
        }

        public void Dispose()
        {
            if (_added) _handle.DangerousRelease();
        }
    }
}

/// <summary>A <c>struct ring_buffer *</c>.</summary>
internal sealed class RingBufferHandle() : SafeHandleZeroOrMinusOneIsInvalid(true)
{
    protected override bool ReleaseHandle()
    {
        LibBpf.ring_buffer__free(handle);
        return true;
    }
}
