using Probetop.Probes.Bpf.Wire;

namespace Probetop.Probes.Bpf;

/// <summary>What came of loading an object with as many of its tools as the verifier lets through.</summary>
/// <param name="Object">The loaded object; null when it does not load even without tools.</param>
/// <param name="Culprits">Tools left out, each with why.</param>
/// <param name="Failure">Why nothing loads; null when the object is there.</param>
/// <param name="Loads">How many loads it took.</param>
public sealed record BisectedLoad(BpfObject? Object, IReadOnlyDictionary<string, LoadError> Culprits, LoadError? Failure, int Loads);

/// <summary>
/// Loads an object so that a tool whose handlers the verifier refuses takes down only itself: reopened with fewer present
/// bits until it loads. One load when all is well, O(culprits · log tools) otherwise.
/// </summary>
public sealed class BisectingLoader
{
    private readonly Func<BpfObject> _open;
    private readonly Action<BpfObject> _configure;
    private readonly Dictionary<string, LoadError> _culprits = [];
    private readonly List<ToolId> _tools;
    private readonly HashSet<ToolId> _good = [];
    private BpfObject? _loaded;
    private int _loads;

    private BisectingLoader(Func<BpfObject> open, Action<BpfObject> configure, IEnumerable<ToolId> tools)
    {
        _open = open;
        _configure = configure;
        _tools = [.. tools];
    }

    /// <summary>
    /// Loads an object inside this program. <paramref name="configure"/> runs after each opening: it sets sizes, shared maps
    /// and constants, but not the tools' <c>NAME_tool</c>, which are set here.
    /// </summary>
    public static BisectedLoad Load(string name, Action<BpfObject> configure, IEnumerable<ToolId> tools) =>
        Load(() => BpfObject.Open(name), configure, tools);

    /// <summary>Loads what <paramref name="open"/> opens.</summary>
    public static BisectedLoad Load(Func<BpfObject> open, Action<BpfObject> configure, IEnumerable<ToolId> tools) =>
        new BisectingLoader(open, configure, tools).Run();

    private BisectedLoad Run()
    {
        try
        {
            LoadError? failure = Try(_tools);
            // Rights, missing types or broken common code fail without any tool too: no need to search for a culprit then.
            if (failure != null && _tools.Count > 0 && Try([]) is null) FindCulprits(_tools, failure);
            return new BisectedLoad(_loaded, _culprits, _loaded == null ? failure : null, _loads);
        }
        catch
        {
            _loaded?.Dispose();
            throw;
        }
    }

    /// <summary>The good tools load, and together with <paramref name="suspects"/> they fail with <paramref name="failure"/>.</summary>
    private void FindCulprits(List<ToolId> suspects, LoadError failure)
    {
        if (suspects.Count == 1)
        {
            _culprits[suspects[0].Name] = failure;
            return;
        }

        List<ToolId> left = suspects[..(suspects.Count / 2)], right = suspects[(suspects.Count / 2)..];
        LoadError? leftFailure = Try(left);
        if (leftFailure == null)
        {
            FindCulprits(right, failure);
            return;
        }

        FindCulprits(left, leftFailure);
        if (Try(right) is { } rightFailure) FindCulprits(right, rightFailure);
    }

    /// <summary>Loads the good tools and these; when it works, they are good too and the object replaces the one before.</summary>
    private LoadError? Try(List<ToolId> tools)
    {
        BpfObject candidate = _open();
        bool kept = false;
        try
        {
            _configure(candidate);
            foreach (ToolId tool in _tools)
            {
                bool present = _good.Contains(tool) || tools.Contains(tool);
                ToolPresence presence = tool.IsBroken ? ToolPresence.Broken : ToolPresence.Present;
                candidate.SetReadOnly($"{tool.Name}_tool", new ToolBits { Id = tool.Id, Present = present ? presence : ToolPresence.Absent });
            }

            _loads++;
            if (candidate.Load() is { } error) return error;
            _loaded?.Dispose();
            _loaded = candidate;
            _good.UnionWith(tools);
            kept = true;
            return null;
        }
        finally
        {
            if (!kept) candidate.Dispose();
        }
    }
}

/// <summary>A tool and its number in the kernel.</summary>
/// <param name="Name">Its stem: the constant is <c>NAME_tool</c>.</param>
/// <param name="Id">Position in the catalogue.</param>
/// <param name="IsBroken">For tests: present, with a handler that no verifier accepts.</param>
public readonly record struct ToolId(string Name, uint Id, bool IsBroken = false);
