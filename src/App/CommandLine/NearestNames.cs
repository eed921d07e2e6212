namespace Probetop.App.CommandLine;

/// <summary>What somebody may have meant who mistyped a name.</summary>
internal static class NearestNames
{
    private const int Most = 3;

    /// <summary>The names nearest to <paramref name="wrong"/>, nearest first; empty when none is near.</summary>
    public static IReadOnlyList<string> Of(string wrong, IEnumerable<string> names)
    {
        int near = Math.Max(1, wrong.Length / 3);
        return
        [
            .. names
                .Select(name => (Name: name, Distance: Contains(name, wrong) ? 0 : Distance(wrong, name)))
                .Where(candidate => wrong.Length > 1 && candidate.Distance <= near)
                .OrderBy(candidate => candidate.Distance).ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Take(Most).Select(candidate => candidate.Name),
        ];
    }

    /// <summary>Fewest insertions, deletions, replacements and swaps of neighbours that make one of the other.</summary>
    public static int Distance(string left, string right)
    {
        int[] before = [], last = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
                if (swapped) row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            before = last;
            last = row;
        }

        return last[right.Length];
    }

    private static bool Contains(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
}
