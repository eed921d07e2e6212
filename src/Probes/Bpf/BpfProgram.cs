using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>A program of an object.</summary>
public sealed class BpfProgram
{
    private readonly BpfObjectHandle _object;
    private readonly nint _program;

    internal unsafe BpfProgram(BpfObjectHandle bpfObject, nint program)
    {
        _object = bpfObject;
        _program = program;
        Name = Marshal.PtrToStringUTF8((nint)LibBpf.bpf_program__name(program))!;
        Section = Marshal.PtrToStringUTF8((nint)LibBpf.bpf_program__section_name(program))!;
        string[] parts = Section.TrimStart('?').Split('/', 2);
        Kind = parts[0] switch
        {
            "tp" => "tracepoint",
            "raw_tracepoint" => "raw_tp",
            string kind => kind,
        };
        Target = parts.Length > 1 ? parts[1] : "";
    }

    /// <summary>Name of its function.</summary>
    public string Name { get; }

    /// <summary>The section it is in, such as <c>tp_btf/sched_switch</c>.</summary>
    public string Section { get; }

    /// <summary>How it is hooked: <c>tp_btf</c>, <c>raw_tp</c>, <c>tracepoint</c>, <c>perf_event</c>, <c>iter</c>, <c>kprobe</c>…</summary>
    public string Kind { get; }

    /// <summary>What it is hooked to, such as <c>sched_switch</c>; empty when the section does not say.</summary>
    public string Target { get; }

    /// <summary>The perf events that it is attached to; null when it is not.</summary>
    public PerfEvents? PerfEvents { get; internal set; }

    /// <summary>Whether <see cref="BpfObject.Load"/> loads it; set before.</summary>
    public bool Autoload
    {
        get
        {
            using var lease = _object.Use();
            return LibBpf.bpf_program__autoload(_program) != 0;
        }

        set
        {
            using var lease = _object.Use();
            BpfException.ThrowIfFailed(LibBpf.bpf_program__set_autoload(_program, value ? (byte)1 : (byte)0), $"autoload of {Name}");
        }
    }

    /// <summary>Attaches to what the section names; throws <see cref="BpfException"/> with libbpf's words.</summary>
    public BpfLink Attach()
    {
        using var lease = _object.Use();
        using var log = LibBpfLog.Capture();
        BpfLink link = LibBpf.bpf_program__attach(_program);
        return link.IsInvalid ? throw AttachError(log, Marshal.GetLastPInvokeError()) : link;
    }

    /// <summary>Attaches a <c>kprobe</c> program to a symbol, which need not be the function that the section names.</summary>
    public unsafe BpfLink AttachKprobe(string symbol)
    {
        using var lease = _object.Use();
        using var log = LibBpfLog.Capture();
        BpfLink link = LibBpf.bpf_program__attach_kprobe_opts(_program, symbol, null);
        return link.IsInvalid ? throw AttachError(log, Marshal.GetLastPInvokeError()) : link;
    }

    /// <summary>Attaches to an open perf event, which then belongs to the link.</summary>
    internal BpfLink AttachPerfEvent(SafeFileHandle perfEvent)
    {
        using var lease = _object.Use();
        using var log = LibBpfLog.Capture();
        BpfLink link = LibBpf.bpf_program__attach_perf_event(_program, (int)perfEvent.DangerousGetHandle());
        if (link.IsInvalid) throw AttachError(log, Marshal.GetLastPInvokeError());
        perfEvent.SetHandleAsInvalid();
        return link;
    }

    /// <summary>Runs an iterator over everything it iterates, once; what it prints is dropped.</summary>
    public unsafe void RunIterator()
    {
        using var lease = _object.Use();
        using var log = LibBpfLog.Capture();
        using BpfLink link = LibBpf.bpf_program__attach_iter(_program, null);
        if (link.IsInvalid) throw AttachError(log, Marshal.GetLastPInvokeError());
        using SafeFileHandle iterator = LibBpf.bpf_iter_create(link.Fd);
        if (iterator.IsInvalid) throw BpfException.FromErrno($"run of {Name}");
        byte* buffer = stackalloc byte[4096];
        while (true)
        {
            // SAFETY: the kernel writes at most 4096 bytes.
            nint count = LibC.read(iterator, buffer, 4096);
            if (count == 0) return;
            // The kernel gives up the CPU after a million objects that print nothing, with EAGAIN.
            if (count < 0 && Marshal.GetLastPInvokeError() is not (LibC.EINTR or LibC.EAGAIN))
                throw BpfException.FromErrno($"run of {Name}");
        }
    }

    /// <summary>What the kernel says about the loaded program. Does not allocate.</summary>
    public unsafe ProgramInfo ReadInfo()
    {
        using var lease = _object.Use();
        LibBpf.bpf_prog_info info = default;
        uint length = (uint)sizeof(LibBpf.bpf_prog_info);
        // SAFETY: the kernel writes at most length bytes and sets length to what it has.
        int result = LibBpf.bpf_obj_get_info_by_fd(LibBpf.bpf_program__fd(_program), &info, &length);
        if (result < 0) throw new BpfException($"information on {Name}", -result);
        bool hasMisses = length >= (nuint)(&info.recursion_misses + 1) - (nuint)(&info);
        return new ProgramInfo(
            info.id,
            BinaryPrimitives.ReverseEndianness(info.tag),
            info.run_cnt,
            info.run_time_ns,
            hasMisses ? info.recursion_misses : null);
    }

    private BpfException AttachError(LibBpfLog.Scope log, int errno) => new(
        log.Messages.Count == 0 ? $"attach of {Name} ({Section})" : $"attach of {Name} ({Section}): {log.Messages[^1]}", errno);
}

/// <summary>What the kernel says about a loaded program.</summary>
/// <param name="Id">The kernel's number for it.</param>
/// <param name="Tag">Hash of its instructions; written as 16 hexadecimal digits.</param>
/// <param name="RunCount">Runs while statistics were on.</param>
/// <param name="RunTimeNs">Nanoseconds in those runs, on all CPUs.</param>
/// <param name="RecursionMisses">Runs left out because the program was running already; null before 5.12.</param>
public readonly record struct ProgramInfo(uint Id, ulong Tag, ulong RunCount, ulong RunTimeNs, ulong? RecursionMisses);
