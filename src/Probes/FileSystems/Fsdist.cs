using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Histograms;
using Probetop.Probes.Processes;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Text;
using Probetop.Probes.Tools;

namespace Probetop.Probes.FileSystems;

/// <summary>fsdist: how long operations on files take, by type of file system.</summary>
public sealed class Fsdist : HistogramTool
{
    private const int Types = 12;

    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "fsdist",
        Aliases = [.. ToolAlias.ByFileSystem("dist")],
        Pane = "fs",
        Title = "File-system latency",
        Question = "How long do reads, writes, opens and fsyncs of files take, by type of file system?",
        Shape = ToolShape.Histogram,
        Unit = "ns",
        Requires = ["syscall_enter", "syscall_exit"],
        Cost = CostClass.OnDemand,
        CostNote = "two programs on every system call of every process: about 180 ns each call, and 0.5 µs for one on a file",
        Blind = "Mapped files, io_uring, asynchronous I/O, splice and sendfile, 32-bit programs and the kernel's own I/O are not seen.",
        Groupings = Grouping.Process,
    };

    /// <inheritdoc/>
    public override SlabLayout Layout { get; } = new(BucketScale.LogLinearTime, Keys: Types * FileOperations.Names.Count, HasSelected: true);

    /// <inheritdoc/>
    public override string NamesMap => "fsdist_names";

    /// <inheritdoc/>
    public override ProcessPart PerProcess { get; } = new("fsdist_process", 0,
    [
        new(new Column("file_ops", ColumnType.Int, "count", "FILE OPS", 8), (delta, _) => Value.Of(delta.Count)),
        new(new Column("file_ns", ColumnType.Int, "ns", "IN FILES", 8), (delta, _) => Value.Of(delta.Sum)),
        new(new Column("file_p99_ns", ColumnType.Float, "ns", "FILE P99", 8), (delta, _) => Value.Of(delta.Percentile(99))),
    ], Ranks: false);

    /// <inheritdoc/>
    internal override string? NameOf(ReadOnlySpan<byte> element)
    {
        ref readonly FsdistName entry = ref MemoryMarshal.AsRef<FsdistName>(element);
        return entry.Used == 0 ? null : KernelText.Decode(entry.Type);
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<KeyValuePair<string, string>> KeyOf(int key, IReadOnlyList<string?> names)
    {
        int type = key / FileOperations.Names.Count;
        string name = type == 0 ? "other" : names[type] ?? "other";
        return [new("fs", name), new("operation", FileOperations.Names[key % FileOperations.Names.Count])];
    }
}

/// <summary><c>struct fsdist_name</c>.</summary>
[WireStruct("syscalls.bpf.o", "fsdist_name")]
[StructLayout(LayoutKind.Sequential)]
internal struct FsdistName
{
    public uint Used;
    public TypeText Type;

    /// <summary>Name of the type.</summary>
    [InlineArray(20)]
    internal struct TypeText
    {
        private byte _first;
    }
}
