namespace Probetop.App.CommandLine;

/// <summary>Exit statuses of the command line.</summary>
internal static class ExitStatus
{
    /// <summary>What was asked for was done.</summary>
    public const int Done = 0;

    /// <summary>It could not be done.</summary>
    public const int Failed = 1;

    /// <summary>It was not understood.</summary>
    public const int WrongUsage = 2;

    /// <summary>The process lacks rights (the number that test frameworks and sysexits.h have for it).</summary>
    public const int NotPermitted = 77;

    /// <summary>A signal ended it, as shells report it.</summary>
    public static int OfSignal(int number) => 128 + number;
}
