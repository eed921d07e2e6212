namespace Probetop.App.Output;

/// <summary>The locale of the environment.</summary>
internal static class Locale
{
    /// <summary>What it says of characters; empty when nothing.</summary>
    public static string NameOf(Func<string, string?> environment)
    {
        foreach (string variable in new[] { "LC_ALL", "LC_CTYPE", "LANG" })
            if (environment(variable) is { Length: > 0 } name) return name;
        return "";
    }

    /// <summary>Whether text is UTF-8.</summary>
    public static bool IsUtf8(Func<string, string?> environment)
    {
        string name = NameOf(environment);
        return name.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || name.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
    }
}
