using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;
using Xunit;

namespace Probetop.Tests.Unit.Layout;

public sealed class WireLayoutTests
{
    public static TheoryData<string> Structs => [.. WireLayout.StructsOf(typeof(BpfObject).Assembly).Select(type => type.FullName!)];

    [Theory]
    [MemberData(nameof(Structs))]
    public void Every_wire_struct_is_as_in_the_object(string name) =>
        Assert.Empty(WireLayout.Differences(typeof(BpfObject).Assembly.GetType(name, throwOnError: true)!));

    [Fact]
    public void The_structs_of_all_objects_are_found()
    {
        string[] found = [.. WireLayout.StructsOf(typeof(BpfObject).Assembly).Select(type => type.FullName!)];
        Assert.Contains(typeof(Control).FullName, found);
        Assert.Contains(typeof(HistLinear).FullName, found);
        Assert.Contains("Probetop.Probes.Cpu.ExecsnoopEvent", found);
    }

    [Theory]
    [InlineData(typeof(RightKey))]
    [InlineData(typeof(Swapped), "Tgid is at 12, not 8", "Unused is at 8, not 12")]
    [InlineData(typeof(Missing), "the size is 8, not 16", "tgid is missing", "unused is missing")]
    [InlineData(typeof(Renamed), "Id is not in C", "tgid is missing")]
    [InlineData(typeof(Wide), "the size is 24, not 16", "Tgid has 8 bytes, not 4", "Unused is at 16, not 12")]
    [InlineData(typeof(FewWideCells), "Buckets has 16 elements, not 32")]
    [InlineData(typeof(NotAnArray), "Buckets is no array", "Buckets has 8 bytes, not 128", "the size is 16, not 136")]
    [InlineData(typeof(RightRecord))]
    [InlineData(typeof(WrongTrailing), "the last member is args, not arguments")]
    [InlineData(typeof(UnknownStruct), "common.bpf.o has no struct nobody")]
    public void A_wrong_layout_is_reported(Type type, params string[] differences) =>
        Assert.Equal(differences.Order(StringComparer.Ordinal), WireLayout.Differences(type).Order(StringComparer.Ordinal));

    [Fact]
    public void Sizes_without_a_type_are_those_of_the_maps()
    {
        using BpfObject common = BpfObject.Open("common.bpf.o");
        Assert.Equal(WireLimits.ProcessSlots, common.Map("processes").MaxEntries);
        Assert.Equal(WireLimits.ProcessSlots, common.Map("process_slots").MaxEntries);
        Assert.Equal(WireLimits.ProcessCacheSlots, common.Map("process_cache").MaxEntries);
        Assert.Equal(WireLimits.Tools, common.Btf.FindStruct("control")!.Members[0].ArrayLength);
        Assert.Equal(Losses.Causes, Enum.GetValues<LossCause>().Length);
        Assert.Equal(Enum.GetValues<FilterKind>().Length, common.Btf.FindStruct("control")!.Members[1].ArrayLength);
    }

    [Theory]
    [InlineData(typeof(FilterKind), "filter_kind", "FILTER_", "FILTER_KINDS")]
    [InlineData(typeof(FilterFlags), "filter_flags", "FILTER_", null)]
    [InlineData(typeof(LossCause), "loss", "LOSS_", "LOSSES")]
    [InlineData(typeof(ToolPresence), "tool_presence", "TOOL_", null)]
    public void Enums_have_the_names_and_values_of_C(Type type, string name, string prefix, string? count)
    {
        using BpfObject process = BpfObject.Open("process.bpf.o");
        IEnumerable<string> native = process.Btf.FindEnum(name)!
            .Where(value => value.Name != count).Select(value => $"{value.Name} = {value.Value}");
        IEnumerable<string> ours = Enum.GetValues(type).Cast<Enum>()
            .Where(value => value is not FilterFlags.None).Select(value => $"{prefix}{value.ToString().ToUpperInvariant()} = {value:D}");
        Assert.Equal(native, ours);
    }

    [Fact]
    public void Maps_hold_the_structs_that_are_read_from_them()
    {
        using BpfObject common = BpfObject.Open("common.bpf.o");
        using BpfObject sched = BpfObject.Open("sched.bpf.o");
        Assert.Equal(Unsafe.SizeOf<Control>(), common.Map(".data.control").ValueSize);
        Assert.Equal(Unsafe.SizeOf<Losses>(), common.Map("losses").ValueSize);
        Assert.Equal(Unsafe.SizeOf<Process>(), common.Map("processes").ValueSize);
        Assert.Equal(Unsafe.SizeOf<ProcessKey>(), common.Map("process_slots").KeySize);
        Assert.Equal(Unsafe.SizeOf<Running>(), sched.Map("running").ValueSize);
        Assert.Equal(Unsafe.SizeOf<HistPair>(), sched.Map("runqlat_slab").ValueSize);
        Assert.Equal(Unsafe.SizeOf<HistLog2>(), sched.Map("runqlat_process").ValueSize);
    }

    [WireStruct("process.bpf.o", "process_key")]
    private struct RightKey
    {
        public ulong StartNs;
        public uint Tgid;
        public uint Unused;
    }

    [WireStruct("process.bpf.o", "process_key")]
    private struct Swapped
    {
        public ulong StartNs;
        public uint Unused;
        public uint Tgid;
    }

    [WireStruct("process.bpf.o", "process_key")]
    private struct Missing
    {
        public ulong StartNs;
    }

    [WireStruct("process.bpf.o", "process_key")]
    private struct Renamed
    {
        public ulong StartNs;
        public uint Id;
        public uint Unused;
    }

    [WireStruct("process.bpf.o", "process_key")]
    private struct Wide
    {
        public ulong StartNs;
        public ulong Tgid;
        public uint Unused;
    }

    [WireStruct("sched.bpf.o", "hist_log2")]
    private struct FewWideCells
    {
        public ulong Sum;
        public WideCells Buckets;

        [InlineArray(16)]
        public struct WideCells
        {
            private ulong _first;
        }
    }

    [WireStruct("sched.bpf.o", "hist_log2")]
    private struct NotAnArray
    {
        public ulong Sum;
        public ulong Buckets;
    }

    [WireStruct("process.bpf.o", "execsnoop_event", Trailing = "args")]
    [StructLayout(LayoutKind.Sequential)]
    private struct RightRecord
    {
        public EventHeader Event;
        public int Ret;
        public uint ArgsBytes;
        public uint ArgsTotal;
        public uint Unused;
    }

    [WireStruct("process.bpf.o", "execsnoop_event", Trailing = "arguments")]
    private struct WrongTrailing
    {
        public EventHeader Event;
        public int Ret;
        public uint ArgsBytes;
        public uint ArgsTotal;
        public uint Unused;
    }

    [WireStruct("common.bpf.o", "nobody")]
    private struct UnknownStruct
    {
        public uint Id;
    }
}
