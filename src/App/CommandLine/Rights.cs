using System.Buffers;
using System.Globalization;

namespace Probetop.App.CommandLine;

/// <summary>A capability that matters here, by its number in <c>linux/capability.h</c>.</summary>
internal enum Capability
{
    /// <summary>CAP_DAC_OVERRIDE.</summary>
    DacOverride = 1,

    /// <summary>CAP_DAC_READ_SEARCH.</summary>
    DacReadSearch = 2,

    /// <summary>CAP_KILL.</summary>
    Kill = 5,

    /// <summary>CAP_NET_ADMIN.</summary>
    NetAdmin = 12,

    /// <summary>CAP_SYS_PTRACE.</summary>
    SysPtrace = 19,

    /// <summary>CAP_SYS_ADMIN, which includes CAP_BPF and CAP_PERFMON.</summary>
    SysAdmin = 21,

    /// <summary>CAP_SYS_RESOURCE.</summary>
    SysResource = 24,

    /// <summary>CAP_SYSLOG.</summary>
    Syslog = 34,

    /// <summary>CAP_PERFMON.</summary>
    Perfmon = 38,

    /// <summary>CAP_BPF.</summary>
    Bpf = 39,
}

/// <summary>What this process may do.</summary>
/// <param name="Effective">Its effective capabilities, a bit each.</param>
/// <param name="Uid">Its effective user.</param>
/// <param name="Last">Number of the last capability that the kernel knows.</param>
/// <param name="InUserNamespace">Whether its capabilities hold in a user namespace only, and so not for BPF.</param>
internal sealed record Rights(ulong Effective, uint Uid, int Last, bool InUserNamespace)
{
    /// <summary>What helps a root user who lacks a capability: whoever started the process took it away.</summary>
    public const string RootRemedy = "run it outside of the container or service that took the capability away, or grant it there";

    private const string AllUsers = "0 0 4294967295";

    // The number is part of the kernel's ABI.
    private const string InitialUserNamespace = "user:[4026531837]";

    private static readonly SearchValues<char> PlainInShell =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%^");

    /// <summary>The capabilities without which nothing can be measured, and which this process lacks.</summary>
    public IReadOnlyList<Capability> Missing => [.. Needed.Where(capability => !Has(capability))];

    /// <summary>Everything that is effective, by its number.</summary>
    public IEnumerable<Capability> Held =>
        Enumerable.Range(0, Last + 1).Select(number => (Capability)number).Where(HasBit);

    /// <summary>Reads them from proc below <paramref name="root"/>.</summary>
    public static Rights Read(string root)
    {
        string status = MachineFacts.ReadText(root, "proc/self/status") ?? "";
        _ = ulong.TryParse(Field(status, "CapEff:"), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong effective);
        // Real, effective, saved and file system user.
        string[] uids = Field(status, "Uid:").Split('\t', StringSplitOptions.RemoveEmptyEntries);
        uint uid = uids.Length > 1 && uint.TryParse(uids[1], out uint number) ? number : uint.MaxValue;
        int last = int.TryParse(MachineFacts.ReadText(root, "proc/sys/kernel/cap_last_cap"), out int cap) ? cap : (int)Capability.Bpf;
        return new Rights(effective, uid, last, IsInUserNamespace(root));
    }

    /// <summary>Whether the process has a capability, by itself or as part of CAP_SYS_ADMIN, where it counts for BPF.</summary>
    public bool Has(Capability capability)
    {
        if (InUserNamespace) return false;
        bool partOfAdmin = capability is Capability.Bpf or Capability.Perfmon;
        return HasBit(capability) || (partOfAdmin && HasBit(Capability.SysAdmin));
    }

    /// <summary>The capability's name, such as <c>CAP_BPF</c>.</summary>
    public static string NameOf(Capability capability) => capability switch
    {
        Capability.DacOverride => "CAP_DAC_OVERRIDE",
        Capability.DacReadSearch => "CAP_DAC_READ_SEARCH",
        Capability.Kill => "CAP_KILL",
        Capability.NetAdmin => "CAP_NET_ADMIN",
        Capability.SysPtrace => "CAP_SYS_PTRACE",
        Capability.SysAdmin => "CAP_SYS_ADMIN",
        Capability.SysResource => "CAP_SYS_RESOURCE",
        Capability.Syslog => "CAP_SYSLOG",
        Capability.Perfmon => "CAP_PERFMON",
        Capability.Bpf => "CAP_BPF",
        _ => $"capability {(int)capability}",
    };

    /// <summary>Names joined for a sentence, such as <c>CAP_BPF and CAP_PERFMON</c>.</summary>
    public static string NamesOf(IEnumerable<Capability> capabilities) => string.Join(" and ", capabilities.Select(NameOf));

    /// <summary>One sentence that says what is missing; null when measuring is permitted.</summary>
    public string? Refusal()
    {
        IReadOnlyList<Capability> missing = Missing;
        if (missing.Count == 0) return null;
        return InUserNamespace
            ? "not permitted: capabilities in a user namespace do not count for BPF"
            : $"not permitted: loading BPF programs needs {NamesOf(missing)} (or root)";
    }

    /// <summary>What would grant what is <see cref="Missing"/>: commands, or advice where no command helps.</summary>
    /// <param name="executable">Path of this program.</param>
    /// <param name="arguments">What it was given.</param>
    public IReadOnlyList<string> Remedies(string executable, IEnumerable<string> arguments)
    {
        string again = string.Join(' ', arguments.Prepend(executable).Select(ShellWord));
        if (InUserNamespace) return [$"outside of the user namespace: sudo {again}"];
        if (Uid == 0) return [RootRemedy];
        string names = string.Join(',', Missing.Select(capability => NameOf(capability).ToLowerInvariant()));
        return [$"sudo {again}", $"sudo setcap {names}+ep {ShellWord(executable)}"];
    }

    /// <summary>The command that grants the executable <paramref name="wanted"/> beside what nothing works without.</summary>
    public string SetcapWith(Capability wanted, string executable)
    {
        IEnumerable<string> names = Needed.Append(wanted).Distinct().Select(capability => NameOf(capability).ToLowerInvariant());
        return $"sudo setcap {string.Join(',', names)}+ep {ShellWord(executable)}";
    }

    private static string ShellWord(string text)
    {
        bool plain = text.Length > 0 && text.AsSpan().IndexOfAnyExcept(PlainInShell) < 0;
        return plain ? text : "'" + text.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }

    private static string Field(string status, string name)
    {
        foreach (string line in status.Split('\n'))
            if (line.StartsWith(name, StringComparison.Ordinal)) return line[name.Length..].Trim();
        return "";
    }

    private static bool IsInUserNamespace(string root)
    {
        if (MachineFacts.ReadLink(root, "proc/self/ns/user") is { } user) return user != InitialUserNamespace;
        string? map = MachineFacts.ReadText(root, "proc/self/uid_map");
        return string.Join(' ', (map ?? AllUsers).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)) != AllUsers;
    }

    private Capability[] Needed => Last < (int)Capability.Bpf ? [Capability.SysAdmin] : [Capability.Bpf, Capability.Perfmon];

    private bool HasBit(Capability capability) => (Effective & (1UL << (int)capability)) != 0;
}
