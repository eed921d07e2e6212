using Probetop.App.CommandLine;

return ProbetopCommand.Run(
    args,
    _ => throw new CommandException("this build has no dashboard: take 'probetop snapshot --pane cpu'"),
    Surroundings.OfProcess());
