namespace Probetop.App.CommandLine;

/// <summary>Why bpf(2) is refused to a process that has the capabilities for it.</summary>
/// <param name="Sentence">One sentence without a full stop.</param>
/// <param name="Remedy">What would help.</param>
internal sealed record BpfRefusal(string Sentence, string Remedy)
{
    private const int Eperm = 1;
    private const int Eacces = 13;
    private const int Enosys = 38;

    /// <summary>Judges the error number of a failed bpf(2); null when it is none of a refusal.</summary>
    public static BpfRefusal? Of(int errno, MachineFacts facts, Rights rights)
    {
        // Filters answer with what their author likes: some say that there is no such system call.
        bool refused = errno is Eperm or Eacces || (errno == Enosys && facts.HasSeccompFilter);
        if (!refused || rights.Missing.Count > 0) return null;
        if (errno == Eperm && facts.CountsLockedMemory == true && !rights.Has(Capability.SysResource) && facts.LockedMemory != "unlimited")
        {
            return new BpfRefusal(
                "not permitted: before kernel 5.11 BPF maps count against the limit of locked memory, which is too small here "
                + $"({facts.LockedMemory ?? "unknown"} bytes), and raising it needs CAP_SYS_RESOURCE",
                "grant cap_sys_resource too, or start it where 'ulimit -l unlimited' holds");
        }

        const string Despite = "not permitted: bpf(2) is refused although the capabilities are there, ";
        return facts.HasSeccompFilter
            ? new BpfRefusal(
                Despite + "most likely by the seccomp filter that this process runs under",
                "let the filter of the container or service pass bpf and perf_event_open")
            : new BpfRefusal(
                Despite + $"most likely by a security module (active: {facts.SecurityModules ?? "unknown"})",
                "a rule of that module that permits it; the kernel's audit log names what was refused");
    }
}
