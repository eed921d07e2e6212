using Probetop.Probes.Bpf;
using Xunit;

namespace Probetop.Tests.Kernel.Bpf;

/// <summary><c>workload.bpf.c</c>, listening to the calling thread.</summary>
internal sealed class Workload : IDisposable
{
    private BpfLink? _link;

    private Workload(BpfObject bpfObject) => Object = bpfObject;

    internal BpfObject Object { get; }

    internal BpfProgram Program => Object.Program("count_calls");

    internal static BpfObject OpenTestObject(string name)
    {
        using Stream stream = typeof(Workload).Assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return BpfObject.Open(name, bytes);
    }

    internal static Workload Load(Action<BpfObject>? configure = null)
    {
        BpfObject bpfObject = OpenTestObject("workload.bpf.o");
        bpfObject.SetReadOnly("thread", (uint)Native.gettid());
        configure?.Invoke(bpfObject);
        Assert.Null(bpfObject.Load());
        return new Workload(bpfObject);
    }

    internal void Attach() => _link = Program.Attach();

    internal void Detach()
    {
        _link?.Dispose();
        _link = null;
    }

    internal ulong ReadCounter(string name)
    {
        using MappedMap counters = Object.Map(".bss").Map();
        return Volatile.Read(in counters.At<ulong>(0, Object.Btf.FindVariable(".bss", name)!.Value.Offset));
    }

    public void Dispose()
    {
        Detach();
        Object.Dispose();
    }
}
