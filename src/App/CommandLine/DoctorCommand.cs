using System.Text.Json;
using Probetop.App.Output;
using Probetop.Probes.Bpf;
using Probetop.Probes.Events;
using Probetop.Probes.Tools;

namespace Probetop.App.CommandLine;

/// <summary>What <c>doctor</c> found.</summary>
/// <param name="Host">The machine.</param>
/// <param name="Library">Name and version of libbpf.</param>
/// <param name="Machine">What the machine allows.</param>
/// <param name="Terminal">What the terminal can do.</param>
/// <param name="Statuses">How each tool runs, in the order of the catalogue.</param>
internal sealed record Diagnosis(
    HostFacts Host, string Library, IReadOnlyList<Check> Machine, IReadOnlyList<Check> Terminal, IReadOnlyList<ToolStatus> Statuses)
{
    /// <summary>Whether every tool of the default screen runs.</summary>
    public bool Works => Catalogue.Tools.All(tool => tool.Descriptor.Cost != CostClass.Default || Statuses[tool.Descriptor.Id].Runs);
}

/// <summary><c>probetop doctor</c>: what this machine allows and what would help, to be pasted into a report.</summary>
internal static class DoctorCommand
{
    /// <summary>
    /// Finds out and writes. The status is <see cref="ExitStatus.Done"/> only when every tool of the default screen runs, and
    /// <see cref="ExitStatus.NotPermitted"/> when rights are what is missing.
    /// </summary>
    public static int Run(OutputFormat format, RungKind? highest, Surroundings around)
    {
        var diagnosis = new Diagnosis(
            HostFacts.Read(),
            BpfLibrary.Version,
            MachineChecks.OfMachine(MachineFacts.Read("/"), around.Rights, around.Executable),
            MachineChecks.OfTerminal(around.Environment, around.TerminalSize),
            ToolSurvey.Run(around.Rights, highest));
        if (format == OutputFormat.Json)
        {
            WriteJson(around.Output, diagnosis);
        }
        else
        {
            using var lines = new LineWriter(around.Output, around.IsAscii);
            WriteText(lines, diagnosis);
        }

        if (diagnosis.Works) return ExitStatus.Done;
        return around.Rights.Missing.Count > 0 ? ExitStatus.NotPermitted : ExitStatus.Failed;
    }

    /// <summary>Writes it as text.</summary>
    public static void WriteText(LineWriter lines, Diagnosis diagnosis)
    {
        lines.Line($"probetop {ProgramVersion.Text}, {diagnosis.Library}, on {diagnosis.Host.Name}: {diagnosis.Host.Cpus} cpu");
        WriteChecks(lines, "machine", diagnosis.Machine);
        WriteChecks(lines, "terminal", diagnosis.Terminal);
        lines.Line();
        lines.Line("tools");
        foreach (Tool tool in Catalogue.Tools)
        {
            ToolStatus status = diagnosis.Statuses[tool.Descriptor.Id];
            lines.Line($"  {status.StateName,-11}  {tool.Descriptor.Name,-10}  {ToolsCommand.RungsOf(status)}");
            WriteTrouble(lines, status.Reason, status.Remedy);
            foreach (string words in status.Detail?.Split('\n') ?? [])
                lines.Line("      | " + words.Replace("\t", "  ", StringComparison.Ordinal));
        }

        lines.Line();
        lines.Line(diagnosis.Works ? "every tool of the default screen runs here" : "not every tool of the default screen runs here");
    }

    /// <summary>Writes it as one JSON document.</summary>
    public static void WriteJson(Stream stream, Diagnosis diagnosis)
    {
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            SnapshotJson.WriteProgram(json);
            SnapshotJson.WriteHost(json, diagnosis.Host);
            json.WriteString("library", diagnosis.Library);
            json.WriteBoolean("works", diagnosis.Works);
            WriteChecks(json, "machine", diagnosis.Machine);
            WriteChecks(json, "terminal", diagnosis.Terminal);
            json.WriteStartArray("tools");
            foreach (Tool tool in Catalogue.Tools)
            {
                ToolStatus status = diagnosis.Statuses[tool.Descriptor.Id];
                json.WriteStartObject();
                ToolsCommand.WriteTool(json, tool.Descriptor, status);
                json.WriteString("detail", status.Detail);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void WriteChecks(LineWriter lines, string title, IReadOnlyList<Check> checks)
    {
        lines.Line();
        lines.Line(title);
        foreach (Check check in checks)
        {
            lines.Line($"  {check.StateName,-11}  {check.Name,-26}  {check.Value}");
            WriteTrouble(lines, check.Consequence, check.Remedy);
        }
    }

    private static void WriteTrouble(LineWriter lines, string? reason, string? remedy)
    {
        if (reason is not null) lines.Line("      " + reason);
        if (remedy is not null) lines.Line("      remedy: " + remedy);
    }

    private static void WriteChecks(Utf8JsonWriter json, string name, IReadOnlyList<Check> checks)
    {
        json.WriteStartArray(name);
        foreach (Check check in checks)
        {
            json.WriteStartObject();
            json.WriteString("name", check.Name);
            json.WriteString("state", check.StateName);
            json.WriteString("value", check.Value);
            json.WriteString("consequence", check.Consequence);
            json.WriteString("remedy", check.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
