using Probetop.Probes.Bpf;

namespace Probetop.Probes.Events;

/// <summary>
/// What the running kernel lets a program be attached to, found in its types and by trying, never by its version. Each
/// question is asked when it first matters: on a kernel with typed tracepoints, functions are never looked at.
/// </summary>
public sealed class KernelAbilities
{
    private const string ObjectFile = "abilities.bpf.o";

    private readonly Dictionary<RungKind, string?> _tried = [];
    private readonly string _symbolFile;
    private readonly string? _tracefs;
    private IReadOnlyDictionary<string, IReadOnlyList<string?>>? _tracepoints;
    private Dictionary<string, IReadOnlyList<string?>>? _functions;
    private IReadOnlyDictionary<string, string>? _symbols;
    private string? _noTypes;

    /// <summary>Knows nothing yet; <paramref name="root"/> is where <c>proc</c> and <c>sys</c> are.</summary>
    public KernelAbilities(string root = "/")
    {
        _symbolFile = Path.Combine(root, "proc/kallsyms");
        string[] places = [Path.Combine(root, "sys/kernel/tracing/events"), Path.Combine(root, "sys/kernel/debug/tracing/events")];
        _tracefs = Array.Find(places, Directory.Exists);
    }

    /// <summary>Why a program cannot be attached by this rung on this kernel; null when nothing is known against it.</summary>
    public string? WhyNot(Rung rung) => rung.Kind switch
    {
        RungKind.TpBtf or RungKind.RawTp => NoTracepoint(rung),
        RungKind.Tracepoint => NoRecord(rung.Target),
        RungKind.Fentry or RungKind.Fexit or RungKind.Kprobe => WhyNot(rung.Kind) ?? NoFunction(rung),
        _ => null,
    };

    /// <summary>Why the kernel refuses programs of a kind: its own words, from one that was loaded and attached; null when it does not.</summary>
    public string? WhyNot(RungKind kind)
    {
        if (!_tried.TryGetValue(kind, out string? reason))
        {
            reason = Try(kind);
            _tried.Add(kind, reason);
        }

        return reason;
    }

    /// <summary>Whether a program at a function's entry or return can be attached again once it was detached; known once it was tried.</summary>
    public bool CanAttachAgain { get; private set; } = true;

    /// <summary>The symbol that a kprobe on a function goes to.</summary>
    public string SymbolOf(string function) => Symbols.GetValueOrDefault(function, function);

    private IReadOnlyDictionary<string, string> Symbols
    {
        get
        {
            if (_symbols is null)
            {
                try
                {
                    _symbols = KernelSymbols.Find(File.ReadLines(_symbolFile), FunctionsOfRungs());
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    _symbols = new Dictionary<string, string>();
                }
            }

            return _symbols;
        }
    }

    private string? Try(RungKind kind)
    {
        using BpfObject bpfObject = BpfObject.Open(ObjectFile);
        BpfProgram program = bpfObject.Programs.First(candidate => candidate.Kind == kind.Name());
        program.Autoload = true;
        if (bpfObject.Load() is { } error) return error.Reason;
        try
        {
            if (kind == RungKind.PerfEvent) PerfEvents.AttachCpuClock(program, 1).Dispose();
            else if (kind == RungKind.Iterator) program.RunIterator();
            else program.Attach().Dispose();
        }
        catch (BpfException refusal)
        {
            return refusal.Message;
        }

        if (kind is RungKind.Fentry or RungKind.Fexit) CanAttachAgain &= AttachesAgain(program);
        return null;
    }

    private static bool AttachesAgain(BpfProgram program)
    {
        try
        {
            program.Attach().Dispose();
            return true;
        }
        catch (BpfException)
        {
            return false;
        }
    }

    private string? NoTracepoint(Rung rung)
    {
        if (_tracepoints is null)
        {
            using Btf? vmlinux = Btf.Vmlinux(out string? reason);
            _tracepoints = vmlinux?.ReadTracepoints() ?? new Dictionary<string, IReadOnlyList<string?>>();
            if (vmlinux is null) _noTypes = $"this kernel has no type information (BTF): {reason}";
        }

        if (_noTypes is not null) return _noTypes;
        if (!_tracepoints.TryGetValue(rung.Target, out IReadOnlyList<string?>? arguments)) return $"this kernel has no tracepoint {rung.Target}";
        return Agree(rung.Arguments, arguments) ? null : $"the tracepoint {rung.Target} has other arguments in this kernel";
    }

    private string? NoRecord(string target)
    {
        if (_tracefs is null) return "tracefs is not mounted, or may not be read";
        return File.Exists(Path.Combine(_tracefs, target, "id")) ? null : $"this kernel has no tracepoint {target}";
    }

    private string? NoFunction(Rung rung)
    {
        string name = rung.Target;
        _functions ??= ReadFunctions();
        _functions.TryGetValue(name, out IReadOnlyList<string?>? arguments);
        if (arguments is not null && !Agree(rung.Arguments, arguments)) return $"the function {name} has other arguments in this kernel";
        if (!Symbols.TryGetValue(name, out string? symbol)) return $"the function {name} is inlined in this kernel, or not in it";
        // A trampoline is found by the name in the types, which leave out what the compiler has changed.
        if (rung.Kind == RungKind.Kprobe || (symbol == name && arguments is not null)) return null;
        return symbol == name ? $"the types of this kernel do not have the function {name}" : $"the compiler made {symbol} of {name}";
    }

    private static bool Agree(IReadOnlyList<string?> needed, IReadOnlyList<string?> arguments)
    {
        if (arguments.Count < needed.Count) return false;
        for (int i = 0; i < needed.Count; i++)
            if (needed[i] is { } type && type != arguments[i]) return false;
        return true;
    }

    private static HashSet<string> FunctionsOfRungs() => KernelEvents.All.SelectMany(kernelEvent => kernelEvent.Rungs)
        .Where(rung => rung.Kind is RungKind.Fentry or RungKind.Fexit or RungKind.Kprobe)
        .Select(rung => rung.Target).ToHashSet(StringComparer.Ordinal);

    private static Dictionary<string, IReadOnlyList<string?>> ReadFunctions()
    {
        var functions = new Dictionary<string, IReadOnlyList<string?>>(StringComparer.Ordinal);
        using Btf? vmlinux = Btf.Vmlinux(out _);
        foreach (string name in FunctionsOfRungs())
            if (vmlinux?.FindFunction(name) is { } arguments) functions.Add(name, arguments);
        return functions;
    }
}
