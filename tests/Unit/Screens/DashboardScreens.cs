using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Xunit;

namespace Probetop.Tests.Unit;

/// <summary>The dashboard at four sizes in every state, as files.</summary>
public class DashboardScreens
{
    private const string Hostile = "\x1b]0;owned\a\x1b[2J漢字\u202e\n%s";

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            string[] states =
            [
                "live", "empty", "starting", "loading", "unavailable", "losses", "selected", "paused", "history", "zoom", "help", "explain",
                "search", "hostile", "on-demand", "series", "overview", "fs", "fs-on-demand", "fs-hostile",
            ];
            (int, int)[] sizes = [(40, 10), (80, 24), (120, 40), (200, 60)];
            foreach (string state in states)
                foreach ((int width, int height) in sizes) cases.Add(state, width, height);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_dashboard_looks_as_expected(string state, int width, int height)
    {
        var history = new SyntheticHistory { Comm = state.EndsWith("hostile", StringComparison.Ordinal) ? Hostile : null };
        Prepare(state, history);
        var driver = new DashboardDriver(history, width, height, state.Split('-')[0] is "overview" or "fs" ? state.Split('-')[0] : "cpu");
        Use(state, driver);
        GoldenScreens.Check($"{state}-{width}x{height}", driver.Buffer);
    }

    private static void Prepare(string state, SyntheticHistory history)
    {
        switch (state)
        {
            case "empty":
                break;
            case "starting":
                history.Run(6);
                break;
            case "loading":
                foreach (Tool tool in Catalogue.Tools) history.SetStatus(tool.Descriptor.Name, ToolStatus.Loading);
                break;
            case "unavailable":
                history.SetStatus("runqlat", Unavailable);
                history.SetStatus("execsnoop", Unavailable);
                history.Run(90);
                break;
            case "losses":
                history.Run(80);
                history.Losses = new Losses(1_234, 56, null, 7, 0);
                history.SetStatus("execsnoop", new ToolStatus(ToolState.Partial, "no syscall_exit", null, []));
                history.Run(10);
                break;
            case "fs" or "fs-hostile":
                foreach (string tool in (string[])["fsdist", "fsslower", "opensnoop", "statsnoop"]) history.Start(tool);
                history.Run(90);
                break;
            default:
                history.Run(90);
                break;
        }
    }

    private static void Use(string state, DashboardDriver driver)
    {
        switch (state)
        {
            case "selected":
                driver.Press("Tab", "Down", "Down", "Enter");
                driver.History.SelectedPid = 3977;
                driver.Run(10);
                break;
            case "paused":
                driver.Press("Space");
                driver.Run(10);
                break;
            case "history":
                for (int i = 0; i < 12; i++) driver.Press("t");
                break;
            case "zoom":
                driver.Press("Left", "Left", "Up", "z");
                break;
            case "help":
                driver.Press("?");
                break;
            case "explain":
                driver.Press("e");
                break;
            case "search":
                driver.Press("/");
                driver.Type("ng");
                driver.Press("Enter");
                break;
            case "hostile":
                driver.Press("Tab", "Down", "Enter");
                break;
            case "on-demand":
                driver.Press("Shift-Tab");
                break;
            case "series":
                driver.History.Start("syscount");
                driver.History.SelectedPid = 3120;
                driver.Press("Tab", "Down", "Enter", "Shift-Tab", "Shift-Tab", "Down");
                driver.Run(2);
                break;
        }
    }

    private static ToolStatus Unavailable { get; } = new(
        ToolState.Unavailable,
        "this kernel has no type information (BTF): /sys/kernel/btf/vmlinux does not exist",
        "a kernel built with CONFIG_DEBUG_INFO_BTF=y",
        []);
}
