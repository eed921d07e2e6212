using Probetop.App.Output;
using Probetop.Probes.Bpf;

namespace Probetop.App.CommandLine;

/// <summary>What a command finds around it: in tests not that of the process.</summary>
internal sealed record Surroundings
{
    /// <summary>Where results go.</summary>
    public required Stream Output { get; init; }

    /// <summary>Where complaints go.</summary>
    public required Stream Error { get; init; }

    /// <summary>What the process may do.</summary>
    public required Rights Rights { get; init; }

    /// <summary>Tries bpf(2): 0, or its error number.</summary>
    public required Func<int> TryBpf { get; init; }

    /// <summary>Path of this program, for commands that are shown.</summary>
    public required string Executable { get; init; }

    /// <summary>Environment variables.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>Columns and rows of the terminal; null when the output is none.</summary>
    public (int Columns, int Rows)? TerminalSize { get; init; }

    /// <summary>Whether text is ASCII, since the locale is not UTF-8.</summary>
    public bool IsAscii => !Locale.IsUtf8(Environment);

    /// <summary>Those of this process.</summary>
    public static Surroundings OfProcess() => new()
    {
        Output = StandardStream.Output,
        Error = StandardStream.Error,
        Rights = Rights.Read("/"),
        TryBpf = BpfLibrary.TryCreateMap,
        Executable = System.Environment.ProcessPath ?? "probetop",
        Environment = System.Environment.GetEnvironmentVariable,
        TerminalSize = StandardStream.Output.ReadSize(),
    };
}
