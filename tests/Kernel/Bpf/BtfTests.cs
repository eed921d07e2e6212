using Probetop.Probes.Bpf;
using Xunit;

namespace Probetop.Tests.Kernel.Bpf;

public sealed class BtfTests
{
    [Fact]
    public void The_kernels_types_are_read()
    {
        using Btf? vmlinux = Btf.Vmlinux(out string? reason);
        Assert.Null(reason);
        Assert.NotNull(vmlinux);
        BtfStruct task = vmlinux.FindStruct("task_struct")!;
        BtfMember comm = Assert.Single(task.Members, member => member.Name == "comm");
        Assert.Equal((16, 16), (comm.Size, comm.ArrayLength));
        Assert.InRange(comm.Offset, 1, task.Size - 16);
        BtfMember pid = Assert.Single(task.Members, member => member.Name == "pid");
        Assert.Equal((4, 0), (pid.Size, pid.ArrayLength));
        Assert.Null(vmlinux.FindStruct("no_such_struct"));
    }

    [Fact]
    public void Enum_values_have_their_width_and_sign()
    {
        using Btf vmlinux = Btf.Vmlinux(out _)!;
        Assert.Contains(new BtfEnumerator("BPF_PROG_TYPE_KPROBE", 2), vmlinux.FindEnum("bpf_prog_type")!);
        // 64 bits wide, and ((__u64)-4095), wherever BTF can say so.
        BtfEnumerator last = Assert.Single(vmlinux.FindEnum("perf_callchain_context")!, value => value.Name == "PERF_CONTEXT_MAX");
        Assert.Equal(-4095, (int)last.Value);
        Assert.Null(vmlinux.FindEnum("no_such_enum"));
    }

    [Fact]
    public void Tracepoints_are_found_with_their_arguments()
    {
        using Btf vmlinux = Btf.Vmlinux(out _)!;
        IReadOnlyDictionary<string, IReadOnlyList<string?>> tracepoints = vmlinux.ReadTracepoints();
        Assert.InRange(tracepoints.Count, 500, 10_000);
        Assert.Equal(["pt_regs", null], tracepoints["sys_enter"]);
        Assert.Equal(["task_struct"], tracepoints["sched_wakeup"]);
        Assert.False(tracepoints.ContainsKey("no_such_event"));
    }

    [Fact]
    public void Functions_are_found_with_their_arguments()
    {
        using Btf vmlinux = Btf.Vmlinux(out _)!;
        Assert.Equal(["task_struct", null], vmlinux.FindFunction("set_task_cpu"));
        Assert.Null(vmlinux.FindFunction("no_such_function"));
    }

    [Fact]
    public void A_disposed_one_throws()
    {
        Btf vmlinux = Btf.Vmlinux(out _)!;
        vmlinux.Dispose();
        vmlinux.Dispose();
        Assert.Throws<ObjectDisposedException>(() => vmlinux.FindStruct("task_struct"));
    }
}
