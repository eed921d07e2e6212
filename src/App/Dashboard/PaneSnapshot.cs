using System.Text;
using Probetop.App.CommandLine;
using Probetop.App.Output;
using Probetop.Probes.Snapshots;
using Probetop.Probes.Tools;
using Probetop.Views.Widgets;

namespace Probetop.App.Dashboard;

/// <summary>What the key <c>s</c> writes: the screen as text, and the interval shown as a JSON document.</summary>
internal static class PaneSnapshot
{
    /// <summary>Writes both files and says where, or why not.</summary>
    public static Notice Save(DashboardOptions options, HostFacts host, string pane, Snapshot shown, string screen)
    {
        string path = Path.Combine(options.SnapshotDirectory, SnapshotFile.NameOf(host.Name, pane, DateTime.Now));
        // The overview has no tools of its own: it stands for all of them.
        bool isOverview = !Catalogue.OfPane(pane).Any();
        var tools = Catalogue.Tools
            .Where(tool => isOverview || tool.Descriptor.Pane == pane)
            .Where(tool => shown.Of(tool.Descriptor).Status.State is not (ToolState.Off or ToolState.Loading))
            .Select(tool => new RequestedTool(tool));
        try
        {
            SnapshotFile.Save(path + ".json", stream => SnapshotJson.Write(stream, new SnapshotDocument(host, options.Restriction, shown, [.. tools])));
            SnapshotFile.Save(path + ".txt", stream => stream.Write(Encoding.UTF8.GetBytes(screen)));
            return new Notice($"written: {path}.txt and .json", MessageKind.Info);
        }
        catch (IOException error)
        {
            return new Notice(error.Message, MessageKind.Error);
        }
    }
}
