using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Histograms;
using Probetop.Probes.Text;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Cpu;

/// <summary>hardirqs: time in interrupt handlers.</summary>
public sealed class Hardirqs : HistogramTool
{
    /// <summary>Slots for handlers; slot 0 counts those beyond the table.</summary>
    public const int Slots = 64;

    /// <inheritdoc/>
    public override ToolDescriptor Descriptor { get; } = new()
    {
        Name = "hardirqs",
        Pane = "cpu",
        Title = "Hard interrupts",
        Question = "How much time goes into interrupt handlers, and into which?",
        Shape = ToolShape.Histogram,
        Unit = "ns",
        Requires = ["irq_entry", "irq_exit"],
        CostNote = "two programs per device interrupt",
        Blind = "Interrupts without a handler of their own, such as the local timer and inter-processor calls, are not seen.",
        Filterable = false,
    };

    /// <inheritdoc/>
    public override SlabLayout Layout { get; } = new(BucketScale.Log2Time, Keys: Slots, Prefix: 1);

    /// <inheritdoc/>
    public override string NamesMap => "hardirqs_names";

    /// <inheritdoc/>
    internal override string? NameOf(ReadOnlySpan<byte> element)
    {
        ref readonly HardirqsName entry = ref MemoryMarshal.AsRef<HardirqsName>(element);
        return entry.Used == 0 ? null : $"{entry.Irq} {KernelText.Decode(entry.Name)}";
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<KeyValuePair<string, string>> KeyOf(int key, IReadOnlyList<string?> names)
    {
        if (key == 0 || names[key] is not { } name) return [new("irq", "other"), new("name", "other")];
        int space = name.IndexOf(' ', StringComparison.Ordinal);
        return [new("irq", name[..space]), new("name", name[(space + 1)..])];
    }
}

/// <summary><c>struct hardirqs_name</c>.</summary>
[WireStruct("irq.bpf.o", "hardirqs_name")]
[StructLayout(LayoutKind.Sequential)]
internal struct HardirqsName
{
    public uint Irq;
    public uint Used;
    public HardirqsNameText Name;
}

/// <summary>Text of <see cref="HardirqsName"/>.</summary>
[InlineArray(32)]
internal struct HardirqsNameText
{
    private byte _first;
}
