using System.CommandLine;

namespace Probetop.App.CommandLine;

/// <summary>The options that restrict what is measured; all that are given must match.</summary>
internal sealed class FilterOptions
{
    private readonly Option<uint?> _pid = OptionParsers.Option(
        "--pid", "N", "only this process and its children from now on", OptionParsers.Pid);

    private readonly Option<string> _cgroup = OptionParsers.Option(
        "--cgroup", "NAME|PATH|ID", "only this cgroup", OptionParsers.NotEmpty);
    private readonly Option<string> _comm = OptionParsers.Option(
        "--comm", "NAME", "only processes of exactly this name", OptionParsers.Comm);

    /// <summary>Gives them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_pid);
        command.Add(_cgroup);
        command.Add(_comm);
    }

    /// <summary>What was given; null when none.</summary>
    /// <exception cref="CommandException">There is no such process or cgroup.</exception>
    public Restriction? RestrictionOf(ParseResult result) =>
        Restriction.Of(result.GetValue(_pid), result.GetValue(_cgroup), result.GetValue(_comm));
}
