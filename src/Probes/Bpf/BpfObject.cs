using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Probetop.Probes.Interop;

namespace Probetop.Probes.Bpf;

/// <summary>
/// A BPF object: opened, configured, loaded, attached. Disposing unloads it as soon as no link and no other object holds
/// its programs and maps. One thread at a time configures and loads; reading a loaded object is safe from any thread.
/// </summary>
public sealed class BpfObject : IDisposable
{
    private readonly BpfObjectHandle _handle;
    private bool _loadTried;

    private BpfObject(string name, BpfObjectHandle handle)
    {
        Name = name;
        _handle = handle;
        using var lease = handle.Use();
        Btf = new Btf(LibBpf.bpf_object__btf(handle), handle);
        List<BpfProgram> programs = [];
        for (nint program = LibBpf.bpf_object__next_program(handle, 0); program != 0;)
        {
            programs.Add(new BpfProgram(handle, program));
            program = LibBpf.bpf_object__next_program(handle, program);
        }

        Programs = programs;
        List<BpfMap> maps = [];
        for (nint map = LibBpf.bpf_object__next_map(handle, 0); map != 0; map = LibBpf.bpf_object__next_map(handle, map))
            maps.Add(new BpfMap(handle, map));
        Maps = maps;
    }

    /// <summary>Name of its file, such as <c>sched.bpf.o</c>.</summary>
    public string Name { get; }

    /// <summary>All programs, also those not to be loaded.</summary>
    public IReadOnlyList<BpfProgram> Programs { get; }

    /// <summary>All maps, <c>.rodata</c> and its like included.</summary>
    public IReadOnlyList<BpfMap> Maps { get; }

    /// <summary>The object's own types.</summary>
    public Btf Btf { get; }

    /// <summary>Opens an object inside this program, without copying it.</summary>
    public static BpfObject Open(string name) => Open(name, BpfObjectFile.Bytes(name));

    /// <summary>Opens an object from bytes, which are not needed afterwards.</summary>
    public static unsafe BpfObject Open(string name, ReadOnlySpan<byte> bytes)
    {
        using var log = LibBpfLog.Capture();
        // The kernel shows the first 15 bytes of it as part of the names of maps.
        byte[] stem = Encoding.UTF8.GetBytes(name.Split('.')[0] + '\0');
        BpfObjectHandle handle;
        // SAFETY: libbpf reads both during the call only.
        fixed (byte* image = bytes, objectName = stem)
        {
            var options = new LibBpf.bpf_object_open_opts { sz = (nuint)sizeof(LibBpf.bpf_object_open_opts), object_name = objectName };
            handle = LibBpf.bpf_object__open_mem(image, (nuint)bytes.Length, &options);
        }

        if (!handle.IsInvalid) return new BpfObject(name, handle);
        int errno = Marshal.GetLastPInvokeError();
        handle.Dispose();
        throw new BpfException(log.Messages.Count == 0 ? $"open of {name}" : $"open of {name}: {log.Messages[0]}", errno);
    }

    /// <summary>The program of that name; throws when there is none.</summary>
    public BpfProgram Program(string name)
    {
        foreach (BpfProgram program in Programs)
            if (program.Name == name) return program;
        throw new BpfException($"{Name} has no program {name}");
    }

    /// <summary>The map of that name; throws when there is none.</summary>
    public BpfMap Map(string name) => FindMap(name) ?? throw new BpfException($"{Name} has no map {name}");

    /// <summary>The map of that name, or null.</summary>
    public BpfMap? FindMap(string name)
    {
        foreach (BpfMap map in Maps)
            if (map.Name == name) return map;
        return null;
    }

    /// <summary>
    /// Sets a constant (<c>const volatile</c>) before <see cref="Load"/>; throws when it is not there or of another size.
    /// </summary>
    public void SetReadOnly<T>(string variable, T value)
        where T : unmanaged
    {
        const string Section = ".rodata";
        if (_loadTried) throw new InvalidOperationException($"{variable} of {Name} is read-only once loaded");
        using var lease = _handle.Use();
        BtfVariable? found = Btf.FindVariable(Section, variable);
        if (found is not { } place) throw new BpfException($"{Name} has no constant {variable}");
        if (place.Size != Unsafe.SizeOf<T>())
            throw new BpfException($"constant {variable} of {Name} has {place.Size} bytes, not {Unsafe.SizeOf<T>()}");
        MemoryMarshal.Write(Map(Section).InitialValue()[place.Offset..], in value);
    }

    /// <summary>Creates the maps and loads the programs; null, or why it failed. An object that failed can only be disposed.</summary>
    public LoadError? Load()
    {
        if (_loadTried) throw new InvalidOperationException($"{Name} was loaded before");
        _loadTried = true;
        using var log = LibBpfLog.Capture();
        int result = LibBpf.bpf_object__load(_handle);
        return result < 0 ? LoadError.FromLog(-result, log.Messages) : null;
    }

    /// <summary>Bytes of kernel memory of the maps of this object, without those taken from <paramref name="shared"/>.</summary>
    public long ReadMapMemoryBytes(BpfObject? shared = null)
    {
        long bytes = 0;
        foreach (BpfMap map in Maps)
            if (shared?.FindMap(map.Name) is not { } other || other.Id != map.Id) bytes += map.ReadMemoryBytes();
        return bytes;
    }

    /// <summary>Closes it; links keep their programs loaded until they are disposed.</summary>
    public void Dispose() => _handle.Dispose();
}
