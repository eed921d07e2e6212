using System.Globalization;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Panes;
using Probetop.Views.Widgets;

namespace Probetop.Views.Dashboard;

/// <summary>What there is to say about a tool here and now: what it hooks, what it costs, what it cannot see.</summary>
internal static class ExplainText
{
    // The cost of programs is measured in one interval of thirty.
    private const int CostIntervals = 60;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>The tools of a part, wrapped to lines of that width.</summary>
    public static List<HelpEntry> Of(IReadOnlyList<ToolDescriptor> tools, in Moment moment, int width)
    {
        var lines = new List<HelpEntry>();
        foreach (ToolDescriptor tool in tools)
        {
            if (lines.Count > 0) lines.Add(new HelpEntry("", ""));
            lines.Add(new HelpEntry("", $"{tool.Name} ─ {tool.Title}"));
            Add(lines, "question", tool.Question, width);
            AddStatus(lines, moment.StatusOf(tool), width);
            AddPrograms(lines, tool, moment, width);
            Add(lines, "price", tool.CostNote, width);
            Add(lines, "blind", tool.Blind, width);
            Add(lines, "filter", tool.Filterable ? "applies to it" : "does not apply: this work belongs to no process", width);
            if (moment.Of(tool) is { IntervalNs: > 0 } found) Add(lines, "lost", LossesOf(found.Losses), width);
        }

        return lines;
    }

    private static void AddStatus(List<HelpEntry> lines, ToolStatus status, int width)
    {
        Add(lines, "state", status.Reason is { } reason ? $"{status.StateName}: {reason}" : status.StateName, width);
        if (status.Remedy is { } remedy) Add(lines, "remedy", remedy, width);
        string hooks = string.Join(", ", status.Rungs.Select(rung => $"{rung.Key} by {rung.Value}"));
        if (hooks.Length > 0) Add(lines, "hooks", hooks, width);
    }

    private static void AddPrograms(List<HelpEntry> lines, ToolDescriptor tool, in Moment moment, int width)
    {
        if (moment.Current is not { } shown) return;
        foreach (ProgramCost program in shown.Programs)
        {
            if (!program.Tools.Contains(tool.Name)) continue;
            string others = string.Join(", ", program.Tools.Where(name => name != tool.Name));
            string shared = others.Length > 0 ? $", shared with {others}" : "";
            Add(lines, "program", $"{program.Name} ({program.Kind} {program.Target}): {CostOf(program, moment)}{shared}", width);
        }
    }

    private static string CostOf(ProgramCost program, in Moment moment)
    {
        for (long back = 0; back < CostIntervals; back++)
        {
            Snapshot? snapshot = back == 0 ? moment.Current : moment.History[moment.End - 1 - back];
            ProgramCost? then = snapshot?.Programs.FirstOrDefault(candidate => candidate.Id == program.Id);
            if (then is not { RunCount: { } runs, RunTimeNs: { } ns }) continue;
            if (runs == 0) return "no event when it was measured";
            double perSecond = runs * 1e9 / snapshot!.DurationNs, percent = ns * 100.0 / snapshot.DurationNs;
            return string.Create(Culture, $"{ns / runs} ns each, {perSecond:N0} a second, {percent:F2}% of one CPU");
        }

        return "not measured yet";
    }

    private static string LossesOf(Losses losses) => string.Join(", ",
    [
        LossOf("ring full", losses.Ring), LossOf("table full", losses.Full), LossOf("recursion", losses.Recursion),
        LossOf("collision", losses.Collision), LossOf("unresolved", losses.Unresolved),
    ]);

    private static string LossOf(string cause, ulong? count) =>
        count is { } known ? string.Create(Culture, $"{cause} {known:N0}") : $"{cause} unknown";

    private static void Add(List<HelpEntry> lines, string key, string text, int width)
    {
        ReadOnlySpan<char> rest = text;
        do
        {
            lines.Add(new HelpEntry(key, TextWrap.NextLine(ref rest, Math.Max(1, width)).ToString()));
            key = " ";
        }
        while (!rest.IsEmpty);
    }
}
