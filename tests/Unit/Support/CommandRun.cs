using System.Text;
using Probetop.App.CommandLine;

namespace Probetop.Tests.Unit;

/// <summary>The command line, run inside the test.</summary>
internal sealed class CommandRun
{
    /// <summary>Rights of root.</summary>
    public static readonly Rights AllRights = new(ulong.MaxValue, 0, 40, false);

    /// <summary>Rights of an ordinary user.</summary>
    public static readonly Rights NoRights = new(0, 1000, 40, false);

    private CommandRun(int status, string output, string error, DashboardOptions? dashboard)
    {
        Status = status;
        Output = output;
        Error = error;
        Dashboard = dashboard;
    }

    /// <summary>Exit status.</summary>
    public int Status { get; }

    /// <summary>What went to standard output.</summary>
    public string Output { get; }

    /// <summary>What went to standard error.</summary>
    public string Error { get; }

    /// <summary>What the dashboard was called with; null when it was not.</summary>
    public DashboardOptions? Dashboard { get; }

    /// <summary>Runs with all rights.</summary>
    public static CommandRun Of(params string[] arguments) => With(AllRights, arguments);

    /// <summary>Runs with some rights; the dashboard ends with status 5.</summary>
    public static CommandRun With(Rights rights, params string[] arguments) => Where(0, rights, arguments);

    /// <summary>Runs where bpf(2) fails with an error number.</summary>
    public static CommandRun Where(int bpfErrno, Rights rights, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        DashboardOptions? dashboard = null;
        int status = ProbetopCommand.Run(
            arguments,
            options =>
            {
                dashboard = options;
                return 5;
            },
            new Surroundings
            {
                Output = output,
                Error = error,
                Rights = rights,
                TryBpf = () => bpfErrno,
                Executable = "/opt/my tools/probetop",
                Environment = name => name == "LANG" ? "C.UTF-8" : null,
            });
        return new CommandRun(status, Encoding.UTF8.GetString(output.ToArray()), Encoding.UTF8.GetString(error.ToArray()), dashboard);
    }
}
