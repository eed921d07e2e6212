namespace Probetop.App.CommandLine;

/// <summary>A command ends with a message for the user instead of a result.</summary>
internal sealed class CommandException : Exception
{
    /// <summary>Fails with status 1 and without words.</summary>
    public CommandException()
        : this(ExitStatus.Failed, "")
    {
    }

    /// <summary>Fails with status 1 and a message.</summary>
    public CommandException(string message)
        : this(ExitStatus.Failed, message)
    {
    }

    /// <summary>Fails with status 1 because of another failure.</summary>
    public CommandException(string message, Exception innerException)
        : base(message, innerException) => Status = ExitStatus.Failed;

    /// <summary>Fails with a status of <see cref="ExitStatus"/> and a message.</summary>
    public CommandException(int status, string message)
        : base(message) => Status = status;

    /// <summary>Fails with <see cref="ExitStatus.NotPermitted"/> since the kernel refuses.</summary>
    public CommandException(BpfRefusal refusal)
        : this(ExitStatus.NotPermitted, $"{refusal.Sentence}\n  {refusal.Remedy}")
    {
    }

    /// <summary>The exit status.</summary>
    public int Status { get; }
}
