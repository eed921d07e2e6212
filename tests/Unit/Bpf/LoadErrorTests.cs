using Probetop.Probes.Bpf;
using Xunit;

namespace Probetop.Tests.Unit.Bpf;

public sealed class LoadErrorTests
{
    private const int EACCES = 13;
    private const int EPERM = 1;

    [Fact]
    public void The_verifiers_last_words_are_the_reason()
    {
        LoadError error = LoadError.FromLog(EACCES,
        [
            "prog 'sched_switch': BPF program load failed: Permission denied",
            """
            prog 'sched_switch': -- BEGIN PROG LOAD LOG --
            reg type unsupported for arg#0 function sched_switch#47
            0: R1=ctx(off=0,imm=0) R10=fp0
            ; int BPF_PROG(sched_switch, bool preempt, struct task_struct *prev, struct task_struct *next)
            0: (79) r7 = *(u64 *)(r1 +16)
            from 3 to 9: R0=0 R10=fp0
            12: (71) r1 = *(u8 *)(r0 +4096)
            invalid access to map value, value_size=16 off=4096 size=1
            R0 min value is outside of the allowed memory range
            processed 13 insns (limit 1000000) max_states_per_insn 0 total_states 1 peak_states 1 mark_read 1
            -- END PROG LOAD LOG --
            """,
            "prog 'sched_switch': failed to load: -13",
            "failed to load object 'sched'",
        ]);
        Assert.Equal("sched_switch", error.Program);
        Assert.Equal(
            "invalid access to map value, value_size=16 off=4096 size=1; R0 min value is outside of the allowed memory range", error.Reason);
        Assert.Equal(EACCES, error.Errno);
        Assert.Contains("processed 13 insns", error.Log, StringComparison.Ordinal);
        Assert.EndsWith("failed to load object 'sched'", error.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_several_programs_the_one_that_failed_is_named()
    {
        LoadError error = LoadError.FromLog(EACCES,
        [
            "prog 'first': -- BEGIN PROG LOAD LOG --\n0: (95) exit\nR0 !read_ok\nprocessed 1 insns\n-- END PROG LOAD LOG --",
            "prog 'second': failed to load: -13",
        ]);
        Assert.Equal(("second", "R0 !read_ok"), (error.Program, error.Reason));
    }

    [Fact]
    public void A_log_that_was_cut_still_has_its_end()
    {
        LoadError error = LoadError.FromLog(EACCES,
        [
            "prog 'a': -- BEGIN PROG LOAD LOG --\n0: (b7) r0 = 0\n[...]\n99: (85) call bpf_d_path#147\nhelper call is not allowed in probe\n\n-- END PROG LOAD LOG --",
        ]);
        Assert.Equal("helper call is not allowed in probe", error.Reason);
    }

    [Fact]
    public void Without_a_verifier_log_the_first_message_is_the_reason()
    {
        LoadError error = LoadError.FromLog(3, ["Error loading vmlinux BTF: -3", "failed to load object 'sched'"]);
        Assert.Equal("Error loading vmlinux BTF: -3", error.Reason);
        Assert.Null(error.Program);
    }

    [Fact]
    public void Missing_rights_are_not_called_a_memory_limit()
    {
        LoadError error = LoadError.FromLog(EPERM, ["Failed to bump RLIMIT_MEMLOCK (err = -1)", "Couldn't load trivial BPF program."]);
        Assert.Equal("Operation not permitted", error.Reason);
        Assert.Contains("RLIMIT_MEMLOCK", error.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_message_the_error_number_is_the_reason()
    {
        Assert.Equal("Operation not permitted", LoadError.FromLog(EPERM, []).Reason);
        Assert.Equal("Relocation failed", LoadError.FromLog(4005, []).Reason);
    }
}
