using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Probetop.Tests.Unit.Layout;

/// <summary>A page of docs/tools, by sections.</summary>
internal sealed partial class ToolPage
{
    private ToolPage(string text)
    {
        Text = text;
        string[] parts = HeadingPattern().Split(text);
        Title = parts[0].Trim()[2..];
        Sections = [.. parts.Skip(1).Select(part =>
        {
            int end = part.IndexOf('\n', StringComparison.Ordinal);
            return (part[..end], (IReadOnlyList<string>)part[end..].Trim().Split('\n'));
        })];
    }

    /// <summary>Where the pages are.</summary>
    public static string Folder { get; } = FindFolder();

    /// <summary>The whole page.</summary>
    public string Text { get; }

    /// <summary>The heading of the page.</summary>
    public string Title { get; }

    /// <summary>The sections in their order.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Lines)> Sections { get; }

    /// <summary>The page of a tool.</summary>
    public static ToolPage Read(string tool) => new(File.ReadAllText(Path.Combine(Folder, tool + ".md")));

    /// <summary>A section's lines.</summary>
    public IReadOnlyList<string> LinesOf(string section) => Sections.Single(candidate => candidate.Name == section).Lines;

    /// <summary>A section as running text: any white space is one blank.</summary>
    public string TextOf(string section) => BlankPattern().Replace(string.Join('\n', LinesOf(section)), " ");

    /// <summary>The lines of a section's last code block.</summary>
    public IReadOnlyList<string> CodeOf(string section)
    {
        List<string> lines = [.. LinesOf(section)];
        int end = lines.LastIndexOf("```");
        int start = lines.FindLastIndex(end - 1, line => line == "```");
        return lines[(start + 1)..end];
    }

    /// <summary>A section's tables that have this header, each with the heading that it stands under.</summary>
    public IReadOnlyList<PageTable> TablesOf(string section, string header)
    {
        var tables = new List<PageTable>();
        string heading = "";
        List<string[]>? rows = null;
        foreach (string line in LinesOf(section))
        {
            if (line.StartsWith("### ", StringComparison.Ordinal)) heading = line[4..];
            if (!line.StartsWith('|'))
            {
                rows = null;
            }
            else if (line == header)
            {
                rows = [];
                tables.Add(new PageTable(heading, rows));
            }
            else if (!line.StartsWith("|---", StringComparison.Ordinal))
            {
                rows?.Add([.. line.Trim('|').Split(" | ").Select(cell => cell.Trim())]);
            }
        }

        return tables;
    }

    private static string FindFolder([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "docs", "tools"));

    [GeneratedRegex("^## ", RegexOptions.Multiline)]
    private static partial Regex HeadingPattern();

    [GeneratedRegex(@"\s+")]
    private static partial Regex BlankPattern();
}

/// <summary>A table of a page.</summary>
/// <param name="Heading">The heading that it stands under; empty without.</param>
/// <param name="Rows">The cells of its rows, without the header.</param>
internal sealed record PageTable(string Heading, IReadOnlyList<string[]> Rows);
