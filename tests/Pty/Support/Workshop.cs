using System.Diagnostics;

namespace Probetop.Tests.Pty.Support;

/// <summary>A shell that runs what it is told: what it starts can be watched apart from everything else on the machine.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly Process _shell = Process.Start(new ProcessStartInfo("dash") { RedirectStandardInput = true })!;

    public int Pid => _shell.Id;

    public void Run(string line)
    {
        _shell.StandardInput.WriteLine(line);
        _shell.StandardInput.Flush();
    }

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
