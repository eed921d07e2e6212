namespace Probetop.Probes.Events;

/// <summary>The symbols of the functions that rungs name.</summary>
internal static class KernelSymbols
{
    /// <summary>
    /// For each of <paramref name="functions"/> that has one, its symbol, which may carry a suffix such as <c>.isra.0</c> or
    /// <c>.constprop.0</c>: compilers rename a function when they change how it is called. A function that was inlined has none.
    /// </summary>
    /// <param name="lines">Those of <c>/proc/kallsyms</c>: address, type, name, and the module in brackets.</param>
    /// <param name="functions">The functions looked for.</param>
    public static IReadOnlyDictionary<string, string> Find(IEnumerable<string> lines, IReadOnlySet<string> functions)
    {
        var symbols = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            int type = line.IndexOf(' ', StringComparison.Ordinal) + 1;
            if (type == 0 || type + 2 >= line.Length || line[type] is not ('t' or 'T')) continue;
            string symbol = line[(type + 2)..].Split('\t', 2)[0];
            string function = symbol.Split('.', 2)[0];
            if (!functions.Contains(function)) continue;
            if (symbol == function) symbols[function] = symbol;
            else symbols.TryAdd(function, symbol);
        }

        return symbols;
    }
}
