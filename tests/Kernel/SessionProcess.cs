using Probetop.Probes.Sampling;
using Probetop.Probes.Tools;

namespace Probetop.Tests.Kernel;

/// <summary>This assembly as a program: a session that lasts until it is killed.</summary>
internal static class SessionProcess
{
    internal const string Argument = "session";
    internal const string Ready = "ready";

    private static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [Argument]) return 2;
        using Recording recording = await Recording.StartAsync(
            new SessionOptions { UseAllEvents = true }, [.. Catalogue.Tools.Select(tool => tool.Descriptor.Name)]);
        Console.WriteLine(Ready);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }
}
