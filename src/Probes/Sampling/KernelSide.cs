using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;
using Probetop.Probes.Events;
using Probetop.Probes.Tools;

namespace Probetop.Probes.Sampling;

/// <summary>A tool that counts, with the maps it counts in.</summary>
/// <param name="Tool">The tool.</param>
/// <param name="Slab">Its slab; null when it has none.</param>
/// <param name="Names">Names of its open keys; null when they are fixed.</param>
/// <param name="PerProcess">Its array beside the process table; null when it has none.</param>
/// <param name="Programs">The programs it listens with.</param>
internal sealed record RunningTool(
    Tool Tool, MappedMap? Slab, MappedMap? Names, MappedMap? PerProcess, IReadOnlyList<AttachedProgram> Programs);

/// <summary>A program that is attached.</summary>
/// <param name="Program">The program.</param>
/// <param name="Rung">The rung it is attached by.</param>
internal sealed record AttachedProgram(BpfProgram Program, Rung Rung);

/// <summary>Loads objects, attaches and detaches programs, switches tools on and off. Worker thread only.</summary>
internal sealed class KernelSide : IDisposable
{
    private const int SampleHz = 99;

    private readonly Dictionary<string, Source> _sources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Attachment> _attached = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MappedMap> _mapped = new(StringComparer.Ordinal);
    private readonly HashSet<Tool> _started = [];
    private readonly KernelAbilities _abilities = new();
    private readonly Ladder _ladder;
    private readonly string? _brokenTool;

    /// <summary>Works with the shared maps.</summary>
    public KernelSide(SharedMaps shared, SessionOptions options)
    {
        Shared = shared;
        _ladder = new Ladder(options.TrustsEveryRung ? _ => null : _abilities.WhyNot, options.HighestRung);
        _brokenTool = options.BrokenTool;
    }

    /// <summary>The shared maps.</summary>
    public SharedMaps Shared { get; }

    /// <summary>What runs on each CPU; null until the scheduler's object is loaded.</summary>
    public MappedMap? Running { get; private set; }

    /// <summary>Every attached program with the names of the tools that listen with it.</summary>
    public IReadOnlyList<(AttachedProgram Program, IReadOnlyList<string> Tools)> Programs =>
        [.. _attached.Values.Select(attachment => (attachment.Program, (IReadOnlyList<string>)[.. attachment.Tools.Order(StringComparer.Ordinal)]))];

    /// <summary>Whether a tool was started and not stopped.</summary>
    public bool Runs(Tool tool) => _started.Contains(tool);

    /// <summary>Attaches what keeps the process table true and fills it; null, or why there is no process table.</summary>
    public string? StartProcessTable()
    {
        foreach (string name in KernelEvents.OfProcessTable)
            if (Attach(KernelEvents.Of(name), "processes") is { } missing) return missing.Reason;
        _sources["process"].Object!.Program("seed_processes").RunIterator();
        return null;
    }

    /// <summary>Starts a tool; <paramref name="running"/> is null when it cannot run here.</summary>
    public ToolStatus Start(Tool tool, bool useAll, out RunningTool? running)
    {
        ToolDescriptor descriptor = tool.Descriptor;
        running = null;
        var events = new List<KernelEvent>();
        foreach (string name in descriptor.Requires)
        {
            KernelEvent required = KernelEvents.Of(name);
            if (Attach(required, descriptor.Name) is { } missing)
            {
                Release(descriptor.Name);
                return missing;
            }

            events.Add(required);
        }

        ToolStatus? partial = null;
        foreach (string name in descriptor.Uses)
        {
            KernelEvent used = KernelEvents.Of(name);
            if (used.IsHot && !useAll && !_attached.ContainsKey(used.Name)) continue;
            if (Attach(used, descriptor.Name) is { } missing) partial = missing;
            else events.Add(used);
        }

        AttachedProgram[] programs = [.. events.Select(used => _attached[used.Name].Program)];
        running = new RunningTool(tool, Map(tool.Slab), Map(tool.NamesMap), Map(tool.PerProcess?.Map), programs);
        _started.Add(tool);
        // Not before everything is attached: until then nobody looked.
        Shared.Switch(descriptor, Clock.MonotonicNs());
        KeyValuePair<string, string>[] rungs =
            [.. events.Zip(programs, (used, program) => KeyValuePair.Create(used.Name, program.Rung.Kind.Name()))];
        if (partial is not null) return partial with { State = ToolState.Partial, Rungs = rungs };
        string lower = string.Join("; ", events.Where(used => ChoiceOf(used).Reason is not null)
            .GroupBy(used => $"by {ChoiceOf(used).Rung!.Kind.Name()} ({ChoiceOf(used).Reason})", used => used.Name)
            .Select(group => $"{string.Join(", ", group)} {group.Key}"));
        return lower.Length == 0
            ? new ToolStatus(ToolState.Ok, null, null, rungs)
            : new ToolStatus(ToolState.Fallback, lower, null, rungs);
    }

    /// <summary>Switches a tool off at once; its programs stay attached until <see cref="DetachUnused"/>.</summary>
    public void Stop(Tool tool)
    {
        Shared.Switch(tool.Descriptor, 0);
        _started.Remove(tool);
        Release(tool.Descriptor.Name);
    }

    /// <summary>Detaches the programs that no tool listens with: slow, since the kernel waits for a grace period.</summary>
    public void DetachUnused()
    {
        foreach ((string kernelEvent, Attachment attachment) in _attached)
        {
            if (attachment.Tools.Count > 0 || IsAttachedOnce(attachment.Program.Rung)) continue;
            attachment.Dispose();
            _attached.Remove(kernelEvent);
        }
    }

    /// <summary>Bytes of kernel memory of all maps.</summary>
    public long ReadMapMemoryBytes() =>
        Shared.Object.ReadMapMemoryBytes() + _sources.Values.Sum(source => source.Object?.ReadMapMemoryBytes(Shared.Object) ?? 0);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Attachment attachment in _attached.Values) attachment.Dispose();
        foreach (MappedMap map in _mapped.Values) map.Dispose();
        foreach (Source source in _sources.Values) source.Object?.Dispose();
    }

    // null when attached; else the status of a tool that needs the event.
    private ToolStatus? Attach(KernelEvent kernelEvent, string user)
    {
        Source source = SourceOf(kernelEvent.Source);
        // Its neighbours may have attached the program, which has no handler of this tool then.
        if (source.Culprits.TryGetValue(user, out LoadError? culprit))
        {
            string reason = $"the kernel's verifier refuses it: {culprit.Reason}";
            return Unavailable(reason, "report it with the output of probetop doctor", culprit.Log);
        }

        if (_attached.TryGetValue(kernelEvent.Name, out Attachment? attachment))
        {
            attachment.Tools.Add(user);
            return null;
        }

        RungChoice choice = source.Choices[kernelEvent.Name];
        if (choice.Rung is not { } rung)
            return Unavailable($"{kernelEvent.Name} cannot be told: {choice.Reason}", "a kernel that has it", null);
        if (source.Object is not { } bpfObject) return LoadFailed(source.Failure!);
        if (kernelEvent.Name == "switch") ForgetRunning();
        try
        {
            var program = new AttachedProgram(bpfObject.Program(rung.Program), rung);
            var attached = new Attachment(program, Link(program));
            attached.Tools.Add(user);
            _attached.Add(kernelEvent.Name, attached);
            return null;
        }
        catch (BpfException error)
        {
            return Unavailable($"cannot be attached to {rung.Target}: {error.Message}", null, error.Message);
        }
    }

    private Source SourceOf(string name)
    {
        if (_sources.TryGetValue(name, out Source? source)) return source;
        source = Load(name);
        _sources.Add(name, source);
        if (name == "sched" && source.Object is not null) Running = Map("running");
        return source;
    }

    // As long as the kernel refuses a rung, the next one is tried.
    private Source Load(string name)
    {
        KernelEvent[] events = [.. KernelEvents.All.Where(kernelEvent => kernelEvent.Source == name)];
        while (true)
        {
            Dictionary<string, RungChoice> choices = events.ToDictionary(kernelEvent => kernelEvent.Name, _ladder.Choose);
            HashSet<Rung> rungs = [.. choices.Values.Select(choice => choice.Rung).OfType<Rung>()];
            BisectedLoad load = BisectingLoader.Load(name + ".bpf.o", bpfObject => Configure(bpfObject, rungs), ToolsIn(name));
            (Rung Rung, string Reason)? refused =
                load.Object is { } bpfObject ? FirstThatCannotBeAttached(bpfObject, choices)
                : rungs.FirstOrDefault(rung => rung.Program == load.Failure!.Program) is { } failed ? (failed, load.Failure!.Reason)
                : null;
            if (refused is not { } refusal) return new Source(load.Object, load.Culprits, load.Failure, choices);
            _ladder.Refuse(refusal.Rung, refusal.Reason);
            // Its event has no other: what is loaded serves the rest. An object that did not load is loaded without it.
            bool wasLast = events.All(kernelEvent => !kernelEvent.Rungs.Contains(refusal.Rung) || _ladder.Choose(kernelEvent).Rung is null);
            if (wasLast && load.Object is not null)
                return new Source(load.Object, load.Culprits, null, events.ToDictionary(kernelEvent => kernelEvent.Name, _ladder.Choose));
            foreach (KernelEvent kernelEvent in events)
                if (_attached.Remove(kernelEvent.Name, out Attachment? attachment)) attachment.Dispose();
            load.Object?.Dispose();
        }
    }

    private void Configure(BpfObject bpfObject, IReadOnlySet<Rung> rungs)
    {
        SharedMaps.Size(bpfObject);
        Shared.ShareWith(bpfObject);
        foreach (Rung rung in rungs) bpfObject.Program(rung.Program).Autoload = true;
        bpfObject.SetReadOnly("typed_rungs", rungs.All(rung => rung.IsTyped));
    }

    // Whether a function can be traced is known only when it is tried, and so whether a raw tracepoint is there on a kernel
    // whose types do not tell; nothing of the object is in use yet.
    private (Rung Rung, string Reason)? FirstThatCannotBeAttached(BpfObject bpfObject, IReadOnlyDictionary<string, RungChoice> choices)
    {
        foreach ((string kernelEvent, RungChoice choice) in choices)
        {
            if (choice.Rung is not { Kind: RungKind.RawTp or RungKind.Fentry or RungKind.Fexit or RungKind.Kprobe } rung) continue;
            try
            {
                var program = new AttachedProgram(bpfObject.Program(rung.Program), rung);
                IDisposable link = Link(program);
                if (IsAttachedOnce(rung)) _attached.Add(kernelEvent, new Attachment(program, link));
                else link.Dispose();
            }
            catch (BpfException error)
            {
                return (rung, error.Message);
            }
        }

        return null;
    }

    private IDisposable Link(AttachedProgram program) => program.Rung.Kind switch
    {
        RungKind.PerfEvent => PerfEvents.AttachCpuClock(program.Program, SampleHz),
        RungKind.Kprobe => program.Program.AttachKprobe(_abilities.SymbolOf(program.Rung.Target)),
        _ => program.Program.Attach(),
    };

    // Such a program stays attached, with all its tools off, until its object is closed.
    private bool IsAttachedOnce(Rung rung) => rung.Kind is RungKind.Fentry or RungKind.Fexit && !_abilities.CanAttachAgain;

    private RungChoice ChoiceOf(KernelEvent kernelEvent) => _sources[kernelEvent.Source].Choices[kernelEvent.Name];

    // A tool is in an object when the object holds its two bits.
    private IEnumerable<ToolId> ToolsIn(string name)
    {
        using BpfObject probe = BpfObject.Open(name + ".bpf.o");
        foreach (Tool tool in Catalogue.Tools)
        {
            ToolDescriptor descriptor = tool.Descriptor;
            if (probe.Btf.FindVariable(".rodata", descriptor.Name + "_tool") is not null)
                yield return new ToolId(descriptor.Name, (uint)descriptor.Id, descriptor.Name == _brokenTool);
        }
    }

    private MappedMap? Map(string? name)
    {
        if (name is null) return null;
        if (_mapped.TryGetValue(name, out MappedMap? mapped)) return mapped;
        foreach (Source source in _sources.Values)
        {
            if (source.Object?.FindMap(name) is not { } map) continue;
            // The process table empties the element of a slot that it frees.
            mapped = map.Map(writable: name == "running" || name.EndsWith("_process", StringComparison.Ordinal));
            _mapped.Add(name, mapped);
            return mapped;
        }

        throw new BpfException($"no loaded object has a map {name}");
    }

    // What ran when the program was detached has left its CPU unseen.
    private void ForgetRunning()
    {
        for (int cpu = 0; cpu < Running!.Count; cpu++) Running.WritableAt<Running>(cpu) = default;
    }

    private void Release(string user)
    {
        foreach (Attachment attachment in _attached.Values) attachment.Tools.Remove(user);
    }

    private static ToolStatus LoadFailed(LoadError error) => Unavailable(
        error.Program is null ? $"cannot be loaded: {error.Reason}" : $"{error.Program} cannot be loaded: {error.Reason}", null, error.Log);

    private static ToolStatus Unavailable(string reason, string? remedy, string? detail) =>
        new(ToolState.Unavailable, reason, remedy, [], detail);

    private sealed record Source(
        BpfObject? Object,
        IReadOnlyDictionary<string, LoadError> Culprits,
        LoadError? Failure,
        IReadOnlyDictionary<string, RungChoice> Choices);

    private sealed class Attachment(AttachedProgram program, IDisposable link) : IDisposable
    {
        public AttachedProgram Program { get; } = program;

        public HashSet<string> Tools { get; } = new(StringComparer.Ordinal);

        public void Dispose() => link.Dispose();
    }
}
