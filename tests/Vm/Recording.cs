using System.Text.Json;

namespace Probetop.Tests.Vm;

/// <summary>The documents of one <c>probetop snapshot</c>, interval by interval, as one.</summary>
internal sealed class Recording
{
    private readonly JsonElement[] _documents;

    /// <summary>Each line is held against the contract.</summary>
    public Recording(string lines) =>
        _documents = [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(JsonContract.Check)];

    /// <summary>A tool's part of each interval.</summary>
    public IEnumerable<JsonElement> Tool(string name) => _documents.Select(document => JsonContract.ToolOf(document, name));

    /// <summary>Names of the tools.</summary>
    public string[] Tools => [.. _documents[0].GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!)];

    /// <summary>How the programs that serve <paramref name="tool"/> are called, sorted.</summary>
    public string[] Kinds(string tool) =>
    [
        .. _documents[0].GetProperty("programs").EnumerateArray()
            .Where(program => program.GetProperty("tools").EnumerateArray().Any(name => name.GetString() == tool))
            .Select(program => program.GetProperty("kind").GetString()!).Order(),
    ];

    /// <summary>Events counted in the distributions whose key has that part.</summary>
    public long Count(string tool, string key, string value) =>
        Series(tool, key, value).Sum(series => series.GetProperty("count").GetInt64());

    /// <summary>Those of them that failed.</summary>
    public long Errors(string tool, string key, string value) =>
        Series(tool, key, value).Sum(series => series.GetProperty("errors").GetInt64());

    /// <summary>The distributions whose key has that part.</summary>
    public IEnumerable<JsonElement> Series(string tool, string key, string value) =>
        Tool(tool).Where(HasData).SelectMany(one => one.GetProperty("data").GetProperty("series").EnumerateArray())
            .Where(series => series.GetProperty("key").GetProperty(key).ToString() == value);

    /// <summary>The rows of a table or log.</summary>
    public IEnumerable<Dictionary<string, JsonElement>> Rows(string tool) => Tool(tool).Where(HasData).SelectMany(JsonContract.RowsOf);

    /// <summary>A column of the rows of a process, summed.</summary>
    public long Sum(string tool, int pid, string column) =>
        Rows(tool).Where(row => row["pid"].GetInt32() == pid).Sum(row => row[column].GetInt64());

    /// <summary>What a tool says it lost.</summary>
    public long Lost(string tool) =>
        Tool(tool).SelectMany(one => one.GetProperty("lost").EnumerateObject())
            .Where(cause => cause.Value.ValueKind == JsonValueKind.Number).Sum(cause => cause.Value.GetInt64());

    private static bool HasData(JsonElement tool) => tool.GetProperty("data").ValueKind != JsonValueKind.Null;
}
