namespace Probetop.Probes.Bpf;

/// <summary>The compiled objects inside this assembly.</summary>
public static class BpfObjectFile
{
    private const string Suffix = ".bpf.o";

    /// <summary>Their names, such as <c>sched.bpf.o</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(BpfObjectFile).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(Suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The bytes of an object, in place: the assembly's image is mapped for as long as the process lives.</summary>
    internal static unsafe ReadOnlySpan<byte> Bytes(string name)
    {
        using Stream stream = typeof(BpfObjectFile).Assembly.GetManifestResourceStream(name)
            ?? throw new BpfException($"no object {name} in this program");
        // SAFETY: a manifest resource is a stream over the mapped image, see the summary.
        return new ReadOnlySpan<byte>(((UnmanagedMemoryStream)stream).PositionPointer, checked((int)stream.Length));
    }
}
