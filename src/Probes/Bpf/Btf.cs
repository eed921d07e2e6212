using System.Runtime.InteropServices;
using Probetop.Probes.Interop;
using static Probetop.Probes.Interop.LibBpf;

namespace Probetop.Probes.Bpf;

/// <summary>Types: those of an object, which its <see cref="BpfObject"/> owns, or the kernel's, to be disposed after use (6 MB).</summary>
public sealed unsafe class Btf : IDisposable
{
    private const string TracepointPrefix = "btf_trace_";

    private readonly BpfObjectHandle? _owner;
    private nint _btf;

    internal Btf(nint btf, BpfObjectHandle? owner)
    {
        _btf = btf;
        _owner = owner;
    }

    /// <summary>The running kernel's types; null with the reason where it has none.</summary>
    public static Btf? Vmlinux(out string? reason)
    {
        using var log = LibBpfLog.Capture();
        nint btf = btf__load_vmlinux_btf();
        int errno = Marshal.GetLastPInvokeError();
        reason = btf != 0 ? null : log.Messages.Count > 0 ? log.Messages[0] : BpfException.Describe(errno);
        return btf == 0 ? null : new Btf(btf, null);
    }

    /// <summary>The struct of that name, or null.</summary>
    public BtfStruct? FindStruct(string name) => Read(btf =>
    {
        btf_type* type = Find(btf, name, btf_kind.STRUCT);
        return type == null ? null : ReadStruct(btf, type);
    });

    /// <summary>The enum of that name (of either width), or null.</summary>
    public IReadOnlyList<BtfEnumerator>? FindEnum(string name) => Read(btf =>
    {
        btf_type* type = Find(btf, name, btf_kind.ENUM);
        if (type == null) type = Find(btf, name, btf_kind.ENUM64);
        return type == null ? null : ReadEnum(btf, type);
    });

    /// <summary>
    /// Every raw tracepoint (<c>btf_trace_NAME</c>) with its arguments, in one pass: the kernel has some 1600. For each
    /// argument, the struct that it points to, or null when it is of any other type.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string?>> ReadTracepoints() => Read(btf =>
    {
        Dictionary<string, IReadOnlyList<string?>> tracepoints = [];
        uint end = btf__type_cnt(btf);
        for (uint id = 1; id < end; id++)
        {
            btf_type* type = btf__type_by_id(btf, id);
            if (type->Kind != btf_kind.TYPEDEF) continue;
            ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(btf__name_by_offset(btf, type->name_off));
            if (!name.StartsWith("btf_trace_"u8)) continue;
            // A pointer to a function whose first parameter is the probe's own data.
            type = Resolve(btf, type->size_or_type);
            if (type->Kind == btf_kind.PTR && Arguments(btf, type->size_or_type) is { Count: > 0 } arguments)
                tracepoints[System.Text.Encoding.UTF8.GetString(name[TracepointPrefix.Length..])] = arguments[1..];
        }

        return tracepoints;
    });

    /// <summary>The arguments of a function, as in <see cref="ReadTracepoints"/>; null when there is no such function.</summary>
    public IReadOnlyList<string?>? FindFunction(string name) => Read(btf =>
    {
        btf_type* type = Find(btf, name, btf_kind.FUNC);
        return type == null ? null : Arguments(btf, type->size_or_type);
    });

    /// <summary>The variables of a section such as <c>.rodata</c>, or null when there is no such section.</summary>
    public IReadOnlyList<BtfVariable>? FindSection(string name) => Read(btf =>
    {
        btf_type* type = Find(btf, name, btf_kind.DATASEC);
        if (type == null) return null;
        List<BtfVariable> variables = [];
        foreach (btf_var_secinfo place in Records<btf_var_secinfo>(type))
            variables.Add(new BtfVariable(Name(btf, btf__type_by_id(btf, place.type)->name_off), (int)place.offset, (int)place.size));
        return variables;
    });

    /// <summary>Where a variable lies in its section, or null.</summary>
    public BtfVariable? FindVariable(string section, string name)
    {
        foreach (BtfVariable variable in FindSection(section) ?? [])
            if (variable.Name == name) return variable;
        return null;
    }

    /// <summary>Frees the kernel's types; does nothing for an object's.</summary>
    public void Dispose()
    {
        if (_owner != null || _btf == 0) return;
        btf__free(_btf);
        _btf = 0;
    }

    private T Read<T>(Func<nint, T> read)
    {
        ObjectDisposedException.ThrowIf(_btf == 0, this);
        if (_owner == null) return read(_btf);
        using var lease = _owner.Use();
        return read(_btf);
    }

    private static btf_type* Find(nint btf, string name, btf_kind kind)
    {
        int id = btf__find_by_name_kind(btf, name, kind);
        return id > 0 ? btf__type_by_id(btf, (uint)id) : null;
    }

    private static string Name(nint btf, uint offset) => Marshal.PtrToStringUTF8((nint)btf__name_by_offset(btf, offset))!;

    // SAFETY (of this and its callers): libbpf has checked, when it parsed the BTF, that each type is followed by its records.
    private static ReadOnlySpan<T> Records<T>(btf_type* type)
        where T : unmanaged => new(type + 1, type->Length);

    private static BtfStruct ReadStruct(nint btf, btf_type* type)
    {
        List<BtfMember> members = [];
        foreach (btf_member member in Records<btf_member>(type))
        {
            uint bitOffset = type->KindFlag ? member.offset & 0xFFFFFF : member.offset;
            btf_type* memberType = Resolve(btf, member.type);
            int length = memberType->Kind == btf_kind.ARRAY ? (int)((btf_array*)(memberType + 1))->nelems : 0;
            members.Add(new BtfMember(Name(btf, member.name_off), (int)bitOffset / 8, (int)btf__resolve_size(btf, member.type), length));
        }

        return new BtfStruct(Name(btf, type->name_off), (int)type->size_or_type, members);
    }

    private static List<BtfEnumerator> ReadEnum(nint btf, btf_type* type)
    {
        List<BtfEnumerator> values = [];
        if (type->Kind == btf_kind.ENUM)
        {
            foreach (btf_enum value in Records<btf_enum>(type))
                values.Add(new BtfEnumerator(Name(btf, value.name_off), type->KindFlag ? value.val : (uint)value.val));
        }
        else
        {
            foreach (btf_enum64 value in Records<btf_enum64>(type))
                values.Add(new BtfEnumerator(Name(btf, value.name_off), (long)(((ulong)value.val_hi32 << 32) | value.val_lo32)));
        }

        return values;
    }

    private static List<string?>? Arguments(nint btf, uint prototype)
    {
        btf_type* type = Resolve(btf, prototype);
        if (type->Kind != btf_kind.FUNC_PROTO) return null;
        List<string?> arguments = [];
        foreach (btf_param parameter in Records<btf_param>(type))
        {
            btf_type* argument = Resolve(btf, parameter.type);
            btf_type* target = argument->Kind == btf_kind.PTR ? Resolve(btf, argument->size_or_type) : null;
            arguments.Add(target != null && target->Kind == btf_kind.STRUCT ? Name(btf, target->name_off) : null);
        }

        return arguments;
    }

    private static btf_type* Resolve(nint btf, uint id)
    {
        btf_type* type = btf__type_by_id(btf, id);
        while (type->Kind is btf_kind.TYPEDEF or btf_kind.VOLATILE or btf_kind.CONST
               or btf_kind.RESTRICT or btf_kind.TYPE_TAG)
            type = btf__type_by_id(btf, type->size_or_type);
        return type;
    }
}

/// <summary>A struct.</summary>
/// <param name="Name">Its tag.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Members">In order of declaration.</param>
public sealed record BtfStruct(string Name, int Size, IReadOnlyList<BtfMember> Members);

/// <summary>A member of a struct.</summary>
/// <param name="Name">Empty for an anonymous struct or union.</param>
/// <param name="Offset">In bytes, rounded down for a bit field.</param>
/// <param name="Size">In bytes, of all elements.</param>
/// <param name="ArrayLength">Elements of the outermost dimension; 0 when it is no array.</param>
public readonly record struct BtfMember(string Name, int Offset, int Size, int ArrayLength);

/// <summary>A value of an enum.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; unsigned 64-bit values wrap.</param>
public readonly record struct BtfEnumerator(string Name, long Value);

/// <summary>A variable in a section.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Offset">In bytes, from the start of the section.</param>
/// <param name="Size">In bytes.</param>
public readonly record struct BtfVariable(string Name, int Offset, int Size);
