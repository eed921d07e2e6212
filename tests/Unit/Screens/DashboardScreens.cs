using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Dashboard;
using Xunit;

namespace Probetop.Tests.Unit;

/// <summary>The dashboard at four sizes in ten states, as files.</summary>
public class DashboardScreens
{
    private const string Hostile = "\x1b]0;owned\a\x1b[2J漢字\u202e\n%s";

    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            string[] states =
                ["live", "empty", "loading", "unavailable", "losses", "selected", "history", "zoom", "help", "explain", "hostile", "on-demand", "overview"];
            foreach (string state in states)
                foreach ((int width, int height) in ((int, int)[])[(40, 10), (80, 24), (120, 40), (200, 60)]) cases.Add(state, width, height);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_dashboard_looks_as_expected(string state, int width, int height)
    {
        var buffer = Screens.Prefilled(width, height);
        Draw(state, buffer);
        GoldenScreens.Check($"{state}-{width}x{height}", buffer);
    }

    private static void Draw(string state, CellBuffer buffer)
    {
        SyntheticHistory history = state switch
        {
            "hostile" => new SyntheticHistory { Comm = Hostile },
            _ => new SyntheticHistory(),
        };
        var dashboard = new Dashboard(state == "overview" ? "overview" : "cpu", 1_000_000_000);
        void Press(params string[] keys) => Keys.Press(dashboard, history, buffer, keys);
        switch (state)
        {
            case "empty":
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
                history.SetStatus("execsnoop", history.StatusOf(Catalogue.Find("execsnoop")!.Descriptor) with { State = ToolState.Partial, Reason = "x" });
                history.Run(10);
                break;
            case "selected":
                history.Run(80);
                Press("Tab", "Down", "Down", "Enter");
                history.SelectedPid = 1304;
                history.Run(10);
                break;
            case "history":
                history.Run(90);
                Press([.. Enumerable.Repeat("t", 12)]);
                break;
            case "zoom":
                history.Run(90);
                Press("Left", "Left", "Up", "z");
                break;
            case "help":
                history.Run(90);
                Press("?");
                break;
            case "explain":
                history.Run(90);
                Press("e");
                break;
            case "hostile":
                history.Run(90);
                Press("Tab", "Down", "Enter");
                break;
            case "on-demand":
                history.Run(90);
                Press("Shift-Tab");
                break;
            default:
                history.Run(90);
                break;
        }

        dashboard.Draw(buffer, history.Context);
    }

    private static ToolStatus Unavailable { get; } = new(
        ToolState.Unavailable, "this kernel has no type information (BTF): /sys/kernel/btf/vmlinux does not exist", "a kernel built with CONFIG_DEBUG_INFO_BTF=y", []);
}
