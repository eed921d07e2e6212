using System.Text.Json;
using Xunit;

namespace Probetop.Tests.Kernel.Cli;

/// <summary>What a <c>snapshot</c> saw of the workload of a test, over as many intervals as that took.</summary>
internal sealed class Recorded
{
    private readonly JsonElement[] _documents;

    private Recorded(JsonElement[] documents) => _documents = documents;

    /// <summary>The documents, one for each interval.</summary>
    public IReadOnlyList<JsonElement> Documents => _documents;

    /// <summary>Lets probetop, started with <see cref="Arguments"/>, look on while <paramref name="workload"/> runs.</summary>
    public static async Task<Recorded> OfAsync(ProbetopProcess probetop, Func<Task> workload)
    {
        // A first line means that the second interval has begun.
        string first = probetop.ReadLine();
        await workload();
        probetop.Signal("INT");
        (int status, string output, string error) = probetop.End();
        Assert.Equal((0, ""), (status, error));
        string[] lines = [first, .. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        return new Recorded([.. lines.Select(JsonContract.Check)]);
    }

    /// <summary>What to start probetop with.</summary>
    public static string[] Arguments(string tools, params string[] more) =>
        ["snapshot", "--tool", tools, "--format", "jsonl", "--interval", "200ms", "--duration", "5m", .. more];

    /// <summary>How often a distribution was added to: that of one key, or of all of them with null.</summary>
    public long Count(string tool, string? key = null) => _documents
        .SelectMany(document => JsonContract.ToolOf(document, tool).GetProperty("data").GetProperty("series").EnumerateArray())
        .Where(series => key is null || series.GetProperty("key").EnumerateObject().First().Value.ToString() == key)
        .Sum(series => series.GetProperty("count").GetInt64());

    /// <summary>All rows of a table or of events.</summary>
    public IReadOnlyList<Dictionary<string, JsonElement>> Rows(string tool) =>
        [.. _documents.SelectMany(document => JsonContract.RowsOf(JsonContract.ToolOf(document, tool)))];

    /// <summary>The sum of a column over the rows of a process.</summary>
    public long Sum(string tool, int pid, string column) =>
        Rows(tool).Where(row => row["pid"].GetInt32() == pid).Sum(row => row[column].GetInt64());

    /// <summary>What a tool lost, where it counts.</summary>
    public long Lost(string tool) => _documents
        .SelectMany(document => JsonContract.ToolOf(document, tool).GetProperty("lost").EnumerateObject())
        .Where(cause => cause.Value.ValueKind == JsonValueKind.Number)
        .Sum(cause => cause.Value.GetInt64());
}
