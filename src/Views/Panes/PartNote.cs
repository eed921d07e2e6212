using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Widgets;

namespace Probetop.Views.Panes;

/// <summary>What a part shows in place of data: that its tools cannot run, load, wait to be started, or have no reading yet.</summary>
internal static class PartNote
{
    /// <summary>What a part says when its tools run but the interval shown has no reading of them.</summary>
    public const string NoReading = "No reading in this interval.";

    private const string FirstReading = "The first interval is not complete yet.";

    /// <summary>Draws a note and returns true, unless there is data to draw.</summary>
    public static bool Draw(CellBuffer buffer, Rect area, Part part, in Moment moment)
    {
        ToolDescriptor best = part.Tools[0];
        for (int i = 1; i < part.Tools.Count; i++)
            if (RankOf(moment.StatusOf(part.Tools[i])) > RankOf(moment.StatusOf(best))) best = part.Tools[i];

        ToolStatus status = moment.StatusOf(best);
        switch (status.State)
        {
            case ToolState.Unavailable:
                UnavailableNote.Draw(buffer, area, status.Reason, status.Remedy, "");
                return true;
            case ToolState.Loading:
                DrawText(buffer, area, part.Question, "Loading: its programs are verified and attached…");
                return true;
            case ToolState.Off when best.Cost == CostClass.OnDemand:
                DrawPrice(buffer, area, best);
                return true;
            case ToolState.Off:
                DrawText(buffer, area, part.Question, "Not started.");
                return true;
            default:
                if (moment.Current is not null) return false;
                DrawText(buffer, area, part.Question, FirstReading);
                return true;
        }
    }

    private static int RankOf(ToolStatus status) => status.Runs ? 3 : status.State switch
    {
        ToolState.Loading => 2,
        ToolState.Unavailable => 1,
        _ => 0,
    };

    private static void DrawText(CellBuffer buffer, Rect area, string question, string text)
    {
        area = DrawParagraph(buffer, area, question, Style.Title);
        _ = TextWrap.Draw(buffer, area, text, Style.Muted);
    }

    private static void DrawPrice(CellBuffer buffer, Rect area, ToolDescriptor tool)
    {
        // The key comes before the price in a place too small for both.
        if (area.Height > 4) area = DrawParagraph(buffer, area, tool.Question, Style.Title);
        var line = new Line(buffer, area);
        line.Text("Enter", Style.Key);
        line.Text(" starts it. It costs:", Style.Text);
        _ = TextWrap.Draw(buffer, area.SplitTop(1).Remaining, tool.CostNote, Style.Warning);
    }

    private static Rect DrawParagraph(CellBuffer buffer, Rect area, string text, ushort style)
    {
        area = TextWrap.Draw(buffer, area, text, style);
        return area.Height > 2 ? area.SplitTop(1).Remaining : area;
    }
}
