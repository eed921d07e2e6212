using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;
using Xunit;

namespace Probetop.Tests.Unit.Bpf;

/// <summary>What an object says before it is loaded, which needs no rights.</summary>
public sealed class ObjectFileTests
{
    [Fact]
    public void The_objects_are_embedded() =>
        Assert.Superset(new HashSet<string>(["common.bpf.o", "process.bpf.o", "sched.bpf.o"]), new HashSet<string>(BpfObjectFile.Names));

    [Theory]
    [InlineData("sched.bpf.o", "sched_switch", "tp_btf", "sched_switch")]
    [InlineData("process.bpf.o", "seed_processes", "iter", "task")]
    [InlineData("sampling.bpf.o", "cpu_clock", "perf_event", "")]
    public void Programs_say_how_they_are_hooked(string name, string program, string kind, string target)
    {
        using BpfObject bpfObject = BpfObject.Open(name);
        BpfProgram found = bpfObject.Program(program);
        Assert.Equal((kind, target), (found.Kind, found.Target));
        Assert.Equal(kind is "iter" or "perf_event", found.Autoload);
    }

    [Fact]
    public void Maps_say_what_they_hold()
    {
        using BpfObject sched = BpfObject.Open("sched.bpf.o");
        BpfMap slots = sched.Map("process_slots");
        Assert.Equal((BpfMapType.Hash, 16, 4, false), (slots.Type, slots.KeySize, slots.ValueSize, slots.Mappable));
        Assert.Equal(BpfMapType.RingBuffer, sched.Map("events").Type);
        Assert.Equal(BpfMapType.Queue, sched.Map("free_slots").Type);
        foreach (string section in (string[])[".rodata", ".bss", ".data.control"])
            Assert.Equal((BpfMapType.Array, true), (sched.Map(section).Type, sched.Map(section).Mappable));
        Assert.Throws<BpfException>(() => slots.Map());
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        using BpfObject sched = BpfObject.Open("sched.bpf.o");
        foreach (Action attempt in (Action[])[
            () => sched.Program("absent"),
            () => sched.Map("absent"),
            () => sched.SetReadOnly("absent", 1),
            () => BpfObject.Open("absent")])
            Assert.Contains("absent", Assert.Throws<BpfException>(attempt).Message, StringComparison.Ordinal);
        Assert.Null(sched.FindMap("absent"));
    }

    [Fact]
    public void A_constant_of_another_size_is_refused()
    {
        using BpfObject sched = BpfObject.Open("sched.bpf.o");
        sched.SetReadOnly("runqlat_tool", new ToolBits { Id = 3, Present = ToolPresence.Absent });
        BpfException error = Assert.Throws<BpfException>(() => sched.SetReadOnly("runqlat_tool", 3u));
        Assert.Equal("constant runqlat_tool of sched.bpf.o has 8 bytes, not 4", error.Message);
    }

    [Fact]
    public void Constants_lie_side_by_side_without_overlap()
    {
        using BpfObject sched = BpfObject.Open("sched.bpf.o");
        int end = 0;
        foreach (BtfVariable variable in sched.Btf.FindSection(".rodata")!.OrderBy(variable => variable.Offset))
        {
            Assert.True(variable.Offset >= end);
            end = variable.Offset + variable.Size;
        }

        Assert.InRange(sched.Map(".rodata").ValueSize, end, end + 7);
    }

    [Fact]
    public void Bytes_that_are_no_object_are_refused_with_libbpfs_words()
    {
        BpfException error = Assert.Throws<BpfException>(() => BpfObject.Open("wrong.bpf.o", "not an ELF file"u8));
        Assert.Contains("wrong.bpf.o", error.Message, StringComparison.Ordinal);
        Assert.Contains("ELF", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(0, error.Errno);
    }

    [Fact]
    public void A_closed_object_throws()
    {
        BpfObject sched = BpfObject.Open("sched.bpf.o");
        sched.Dispose();
        sched.Dispose();
        Assert.Throws<ObjectDisposedException>(() => sched.Map("events").MaxEntries);
        Assert.Throws<ObjectDisposedException>(() => sched.Btf.FindStruct("process"));
        Assert.Throws<ObjectDisposedException>(() => sched.Load());
    }
}
