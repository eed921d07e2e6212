using System.Text.Json;
using Probetop.App.Output;
using Probetop.Probes.Bpf;
using Probetop.Probes.Events;
using Probetop.Probes.Tools;

namespace Probetop.App.CommandLine;

/// <summary>What <c>doctor</c> found.</summary>
/// <param name="Host">The machine.</param>
/// <param name="Library">Name and version of libbpf.</param>
/// <param name="Sections">What was looked at, in groups.</param>
/// <param name="Statuses">How each tool runs, in the order of the catalogue.</param>
internal sealed record Diagnosis(
    HostFacts Host, string Library, IReadOnlyList<CheckSection> Sections, IReadOnlyList<ToolStatus> Statuses)
{
    /// <summary>Whether every tool of the default screen runs.</summary>
    public bool Works => Catalogue.Tools.All(tool => tool.Descriptor.Cost != CostClass.Default || Statuses[tool.Descriptor.Id].Runs);
}

/// <summary>Checks that belong together.</summary>
/// <param name="Name">Their heading, and their member in JSON.</param>
/// <param name="Checks">The checks.</param>
internal sealed record CheckSection(string Name, IReadOnlyList<Check> Checks);

/// <summary><c>probetop doctor</c>: what this machine allows and what would help, to be pasted into a report.</summary>
internal static class DoctorCommand
{
    /// <summary>
    /// Finds out and writes. The status is <see cref="ExitStatus.Done"/> only when every tool of the default screen runs, and
    /// <see cref="ExitStatus.NotPermitted"/> when rights are what is missing.
    /// </summary>
    public static int Run(OutputFormat format, RungKind? highest, Surroundings around)
    {
        // Before the facts: where maps count against the limit of locked memory, loading raises it.
        IReadOnlyList<ToolStatus> statuses = ToolSurvey.Run(around.Rights, highest, out int errno);
        MachineFacts facts = MachineFacts.ReadWithKernel(around.Rights);
        var diagnosis = new Diagnosis(
            HostFacts.Read(),
            BpfLibrary.Version,
            [
                new CheckSection("machine", MachineChecks.OfMachine(facts, around.Rights, errno)),
                new CheckSection("capabilities", CapabilityChecks.Of(facts, around.Rights, around.Executable)),
                new CheckSection("rungs", RungChecks.Of(around.Rights, new KernelAbilities().WhyNot)),
                new CheckSection("terminal", MachineChecks.OfTerminal(around.Environment, around.TerminalSize)),
            ],
            statuses);
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
        bool refused = around.Rights.Missing.Count > 0 || BpfRefusal.Of(errno, facts, around.Rights) is not null;
        return refused ? ExitStatus.NotPermitted : ExitStatus.Failed;
    }

    /// <summary>Writes it as text.</summary>
    public static void WriteText(LineWriter lines, Diagnosis diagnosis)
    {
        lines.Line($"probetop {ProgramVersion.Text}, {diagnosis.Library}, on {diagnosis.Host.Name}: {diagnosis.Host.Cpus} cpu");
        foreach (CheckSection section in diagnosis.Sections) WriteSection(lines, section);
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
            foreach (CheckSection section in diagnosis.Sections) WriteSection(json, section);
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

    private static void WriteSection(LineWriter lines, CheckSection section)
    {
        lines.Line();
        lines.Line(section.Name);
        foreach (Check check in section.Checks)
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

    private static void WriteSection(Utf8JsonWriter json, CheckSection section)
    {
        json.WriteStartArray(section.Name);
        foreach (Check check in section.Checks)
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
