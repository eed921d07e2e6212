using System.Text.Json;
using Probetop.App.Output;
using Probetop.Probes.Events;
using Probetop.Probes.Tools;

namespace Probetop.App.CommandLine;

/// <summary><c>probetop tools</c>: every tool, and whether it runs here. Informative: it succeeds without rights too.</summary>
internal static class ToolsCommand
{
    private const string Indent = "            ";

    /// <summary>Finds out and writes.</summary>
    public static int Run(OutputFormat format, RungKind? highest, Surroundings around)
    {
        IReadOnlyList<ToolStatus> statuses = ToolSurvey.Run(around.Rights, highest, out _);
        if (format == OutputFormat.Json)
        {
            WriteJson(around.Output, statuses);
            return ExitStatus.Done;
        }

        using var lines = new LineWriter(around.Output, around.IsAscii);
        WriteText(lines, statuses);
        return ExitStatus.Done;
    }

    /// <summary>Writes the list; statuses in the order of the catalogue.</summary>
    public static void WriteText(LineWriter lines, IReadOnlyList<ToolStatus> statuses)
    {
        lines.Line($"{"TOOL",-10}  {"PANE",-8}  {"STATUS",-11}  QUESTION");
        foreach (Tool tool in Catalogue.Tools)
        {
            ToolDescriptor descriptor = tool.Descriptor;
            ToolStatus status = statuses[descriptor.Id];
            lines.Line($"{descriptor.Name,-10}  {descriptor.Pane,-8}  {status.StateName,-11}  {descriptor.Question}");
            if (descriptor.Aliases.Count > 0) lines.Line($"{Indent}also:   {string.Join(", ", descriptor.Aliases.Select(alias => alias.Name))}");
            if (status.Reason is { } reason) lines.Line($"{Indent}reason: {reason}");
            if (status.Remedy is { } remedy) lines.Line($"{Indent}remedy: {remedy}");
            if (status.Rungs.Count > 0) lines.Line($"{Indent}rungs:  {RungsOf(status)}");
            lines.Line($"{Indent}cost:   {(descriptor.Cost == CostClass.Default ? "" : "on demand; ")}{descriptor.CostNote}");
        }
    }

    /// <summary>Writes the members of a tool that describe it and say how it runs.</summary>
    public static void WriteTool(Utf8JsonWriter json, ToolDescriptor tool, ToolStatus status)
    {
        json.WriteString("name", tool.Name);
        json.WriteStartArray("aliases");
        foreach (ToolAlias alias in tool.Aliases) json.WriteStringValue(alias.Name);
        json.WriteEndArray();
        json.WriteString("pane", tool.Pane);
        json.WriteString("title", tool.Title);
        json.WriteString("question", tool.Question);
        json.WriteString("shape", tool.Shape switch
        {
            ToolShape.Histogram => "histogram",
            ToolShape.Events => "events",
            _ => "table",
        });
        json.WriteString("unit", tool.Unit);
        SnapshotJson.WriteStatus(json, status);
        json.WriteString("remedy", status.Remedy);
        json.WriteString("cost", tool.Cost == CostClass.Default ? "default" : "on-demand");
        json.WriteString("cost_note", tool.CostNote);
        json.WriteString("blind", tool.Blind);
        json.WriteStartArray("by");
        if (tool.Groupings.HasFlag(Grouping.Process)) json.WriteStringValue("process");
        if (tool.Groupings.HasFlag(Grouping.Cpu)) json.WriteStringValue("cpu");
        json.WriteEndArray();
        json.WriteBoolean("filterable", tool.Filterable);
    }

    /// <summary>The rungs in a line, such as <c>wakeup tp_btf, switch tp_btf</c>.</summary>
    public static string RungsOf(ToolStatus status) => string.Join(", ", status.Rungs.Select(rung => $"{rung.Key} {rung.Value}"));

    /// <summary>Writes the list as one JSON document; statuses in the order of the catalogue.</summary>
    public static void WriteJson(Stream stream, IReadOnlyList<ToolStatus> statuses)
    {
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            SnapshotJson.WriteProgram(json);
            json.WriteStartArray("tools");
            foreach (Tool tool in Catalogue.Tools)
            {
                json.WriteStartObject();
                WriteTool(json, tool.Descriptor, statuses[tool.Descriptor.Id]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }
}
