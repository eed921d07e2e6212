using Probetop.App.CommandLine;
using Probetop.App.Dashboard;

return ProbetopCommand.Run(args, DashboardLoop.Run, Surroundings.OfProcess());
