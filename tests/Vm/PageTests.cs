using System.Text;
using Probetop.Tests.Pty.Support;
using Xunit;
using Xunit.Sdk;

namespace Probetop.Tests.Vm;

/// <summary><c>docs/kernels.md</c>, which is written by what was seen here.</summary>
[Collection(GuestsCollection.Name)]
public sealed class PageTests(Guests guests)
{
    private const string Update = "PROBETOP_UPDATE_KERNELS";
    private const string Gap = "not seen";

    [Fact]
    public void The_page_says_what_was_seen()
    {
        string page = Page(), path = Path.Combine(Published.Root, "docs", "kernels.md");
        // scripts/test.sh prints it.
        string results = Path.Combine(Published.Root, "artifacts", "tests");
        Directory.CreateDirectory(results);
        File.WriteAllText(Path.Combine(results, "kernels.md"), page);

        Assert.DoesNotContain(Gap, page, StringComparison.Ordinal);
        Assert.Equal("", string.Join('\n', Wrong()));
        if (Environment.GetEnvironmentVariable(Update) == "1") File.WriteAllText(path, page);
        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == page,
            $"docs/kernels.md is not what was seen; if that is as it should be: {Update}=1 make test-vm");
    }

    // What must not get onto the page.
    private IEnumerable<string> Wrong() =>
        from kernel in Ladders.Kernels
        from limit in Ladders.Limits
        from check in Check.All
        let run = guests[kernel, limit]
        where !check.Holds(run)
        select $"{kernel}, {limit}, {check.Tool}, {check.What}: {check.Describe(run)}";

    private string Page()
    {
        var page = new StringBuilder();
        page.Append("""
            # Kernels

            What `make test-vm` saw: Debian's kernels, booted under QEMU, with `out/probetop` watching workloads of known size.
            The page is written by that run (`PROBETOP_UPDATE_KERNELS=1 make test-vm`); every other run compares it with what it
            sees. `--max-rung` takes the better rungs away, so that each of them is tried.

            ## What is counted

            The tables below give the rungs in use, then these counts: what was seen of what there was, or `=` when it was what the
            kernel itself had counted. A tool is *partial* where the last of its events cannot be had.


            """);
        Row(page, "tool", "events", "counts, in order");
        Row(page, "---", "---", "---");
        foreach (ToolHooks tool in Ladders.Tools)
        {
            IEnumerable<Check> counts = Check.All.Where(check => check.Tool == tool.Name);
            Row(page, tool.Name, string.Join(", ", tool.Events.Concat(tool.Uses)), string.Join("; ", counts.Select(check => check.What)));
        }

        page.Append("""

            ## Ways to be told of an event

            Best first, each with the first of these kernels that has it, and the last where there is one. Which one holds is found
            out by trying, never by the version.


            """);
        Row(page, "event", "rungs");
        Row(page, "---", "---");
        foreach ((string name, Rung[] rungs) in Ladders.Events)
            Row(page, name, string.Join(", ", rungs.Select(Since)));
        foreach (string limit in Ladders.Limits) AppendRun(page, limit);
        return page.ToString();
    }

    private void AppendRun(StringBuilder page, string limit)
    {
        page.Append($"\n## {(limit == Ladders.NoLimit ? "On the best rungs" : $"With --max-rung {limit}")}\n\n");
        Row(page, ["tool", .. Ladders.Kernels]);
        Row(page, [.. Enumerable.Repeat("---", 1 + Ladders.Kernels.Length)]);
        foreach (ToolHooks tool in Ladders.Tools)
            Row(page, [tool.Name, .. Ladders.Kernels.Select(kernel => Cell(tool.Name, kernel, limit))]);
    }

    private string Cell(string tool, string kernel, string limit)
    {
        try
        {
            Run run = guests[kernel, limit];
            var first = run.Machine.Tool(tool).First();
            (string Event, string Kind)[] rungs =
                [.. first.GetProperty("rungs").EnumerateObject().Select(rung => (rung.Name, rung.Value.GetString()!))];
            if (rungs.Length == 0) return first.GetProperty("status").GetString()!;
            bool isOne = rungs.Select(rung => rung.Kind).Distinct().Count() == 1;
            string hooks = isOne ? rungs[0].Kind : string.Join(", ", rungs.Select(rung => $"{rung.Event} {rung.Kind}"));
            string partial = first.GetProperty("status").GetString() == "partial" ? "partial, " : "";
            IEnumerable<string> counts = Check.All.Where(check => check.Tool == tool).Select(check => Number(check, run));
            return $"{partial}{hooks}: {string.Join(' ', counts)}";
        }
        catch (XunitException)
        {
            // The guest did not get so far, which other tests tell of.
            return Gap;
        }
    }

    private static string Number(Check check, Run run) => check.IsKnown || !check.Holds(run) ? check.Describe(run) : "=";

    private static string Since(Rung rung) =>
        rung.Last is null ? $"{rung.Kind} ({rung.First})" : $"{rung.Kind} ({rung.First} to {rung.Last})";

    private static void Row(StringBuilder page, params string[] cells) => page.Append($"| {string.Join(" | ", cells)} |\n");
}
