using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Probetop.App.Interop;
using Probetop.App.Output;
using Probetop.Probes.Events;
using Probetop.Probes.Tools;

namespace Probetop.App.CommandLine;

/// <summary>The command line: what was asked for is read, checked and run; the result is the exit status.</summary>
internal sealed class ProbetopCommand
{
    /// <summary>The pane that shows every subsystem; the others are those of the catalogue.</summary>
    public const string OverviewPane = "overview";

    private const int HelpWidth = 100;
    private const ulong DefaultIntervalNs = 1_000_000_000;
    private const ulong DefaultDurationNs = 5_000_000_000;
    private const ulong LeastNs = 100_000_000;
    private const ulong LeastSlowerThanNs = 1_000;
    private const ulong DefaultSlowerThanNs = 10_000_000;
    private const ulong LongestRefreshNs = 60_000_000_000;
    private const ulong LongestNs = 24 * 3_600_000_000_000;

    private static readonly string[] Panes = [.. Views.Dashboard.Dashboard.PaneNames.Where(pane => Catalogue.OfPane(pane).Any())];
    private static readonly string PaneList = string.Join(", ", Panes);

    // For tests: see SessionOptions.
    private readonly Option<RungKind?> _highestRung = OptionParsers.Option("--max-rung", "RUNG", "take better rungs away", OptionParsers.Rung);
    private readonly IReadOnlyList<string> _arguments;
    private readonly Func<DashboardOptions, int> _dashboard;
    private readonly Surroundings _around;

    private ProbetopCommand(IReadOnlyList<string> arguments, Func<DashboardOptions, int> dashboard, Surroundings around)
    {
        _arguments = arguments;
        _dashboard = dashboard;
        _around = around;
    }

    /// <summary>Runs what <paramref name="arguments"/> ask for, the dashboard by a function that gives its exit status.</summary>
    public static int Run(IReadOnlyList<string> arguments, Func<DashboardOptions, int> dashboard, Surroundings around)
    {
        try
        {
            return new ProbetopCommand(arguments, dashboard, around).Run();
        }
        catch (CommandException error)
        {
            Complain(around, error.Message);
            return error.Status;
        }
        catch (IOException error)
        {
            // Nobody is left to tell when the reader of a pipe has gone.
            if (error.HResult != Libc.EPIPE) Complain(around, error.Message);
            return ExitStatus.Failed;
        }
    }

    /// <summary>Ends with <see cref="ExitStatus.NotPermitted"/>, and says what would help, unless this process may measure.</summary>
    /// <exception cref="CommandException">It may not.</exception>
    private void RequireRights()
    {
        if (_around.Rights.Refusal() is { } missing)
        {
            IEnumerable<string> remedies = _around.Rights.Remedies(_around.Executable, _arguments);
            throw new CommandException(ExitStatus.NotPermitted, $"{missing}\n  {string.Join("\n  or once and for all: ", remedies)}");
        }

        int errno = _around.TryBpf();
        if (errno != 0 && BpfRefusal.Of(errno, MachineFacts.ReadWithKernel(_around.Rights), _around.Rights) is { } refusal)
            throw new CommandException(refusal);
    }

    private int Run()
    {
        RootCommand root = Build();
        using var output = new StreamWriter(_around.Output, leaveOpen: true);
        ParseResult result = root.Parse(_arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0 && result.Action is not { ClearsParseErrors: true })
        {
            string place = result.CommandResult.Command is RootCommand ? "" : result.CommandResult.Command.Name + " ";
            throw new CommandException(
                ExitStatus.WrongUsage,
                string.Join('\n', result.Errors.Select(error => error.Message)) + $"\n  'probetop {place}--help' shows what can be said");
        }

        return result.Invoke(new InvocationConfiguration
        {
            Output = output,
            EnableDefaultExceptionHandler = false,
            // Commands catch the signals that they want.
            ProcessTerminationTimeout = null,
        });
    }

    private RootCommand Build()
    {
        Option<string> pane = OptionParsers.Option(
            "--pane", "PANE", $"pane to begin with: {OverviewPane}, {PaneList}", OptionParsers.OneOf("pane", [OverviewPane, .. Panes]));
        Option<ulong?> interval = OptionParsers.Option(
            "--interval", "TIME", "refresh, 100ms to 60s [default: 1s]", OptionParsers.Duration(LeastNs, LongestRefreshNs));
        Option<string> directory = OptionParsers.Option(
            "--snapshot-dir", "DIR", "where the key s puts its files [default: .]", ExistingDirectory);
        Option<ulong?> slower = SlowerThan();
        var filter = new FilterOptions();
        var root = new RootCommand("A live view of what only BPF can see: who waits, how long, and why.");
        _highestRung.Hidden = true;
        _highestRung.Recursive = true;
        root.Add(_highestRung);
        root.Add(pane);
        root.Add(interval);
        root.Add(slower);
        filter.AddTo(root);
        root.Add(directory);
        root.SetAction(result =>
        {
            Restriction? restriction = filter.RestrictionOf(result);
            RequireRights();
            return _dashboard(new DashboardOptions
            {
                Pane = result.GetValue(pane),
                IntervalNs = result.GetValue(interval) ?? DefaultIntervalNs,
                SlowerThanNs = result.GetValue(slower) ?? DefaultSlowerThanNs,
                Restriction = restriction,
                SnapshotDirectory = result.GetValue(directory) ?? ".",
                HighestRung = result.GetValue(_highestRung),
            });
        });
        root.Add(BuildSnapshot());
        root.Add(BuildReport("tools", "List every tool and whether it runs on this machine.", ToolsCommand.Run));
        root.Add(BuildReport("doctor", "Say what this machine allows, and for each thing missing what would help.", DoctorCommand.Run));
        foreach (Option option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction help }) option.Action = new HelpWithExamples(help);
            if (option is VersionOption) option.Action = new PrintVersion();
        }

        return root;
    }

    private Command BuildSnapshot()
    {
        Option<string> pane = OptionParsers.Option(
            "--pane", "PANE", $"the default tools of a pane: {PaneList}", OptionParsers.OneOf("pane", Panes));
        Option<IReadOnlyList<RequestedTool>> tool = OptionParsers.Option(
            "--tool", "NAME,...", "these tools, with all events they can use", OptionParsers.Tools);
        Option<ulong?> duration = OptionParsers.Option(
            "--duration", "TIME", "how long to measure; Ctrl-C ends it early [default: 5s]", OptionParsers.Duration(LeastNs, LongestNs));
        Option<OutputFormat> format = OptionParsers.Option(
            "--format", "text|json|jsonl", "text, one JSON document, or one per interval and line",
            OptionParsers.Format(OutputFormat.Text, OutputFormat.Json, OutputFormat.Jsonl));
        Option<ulong?> interval = OptionParsers.Option(
            "--interval", "TIME", "length of an interval of jsonl [default: 1s]", OptionParsers.Duration(LeastNs, LongestNs));
        Option<Grouping> by = OptionParsers.Option("--by", "process|cpu", "split the distributions that can be", OptionParsers.By);
        Option<ulong?> slower = SlowerThan();
        Option<string> file = OptionParsers.Option(
            "--output", "FILE", "write a new file, readable by its owner only", OptionParsers.NotEmpty);
        var filter = new FilterOptions();
        var command = new Command("snapshot", "Measure for a time and write what was found.")
        {
            pane, tool, duration, format, interval, by, slower, file,
        };
        filter.AddTo(command);
        command.SetAction(result =>
        {
            OutputFormat chosen = result.GetValue(format);
            if (result.GetValue(interval) is not null && chosen != OutputFormat.Jsonl) throw Wrong("--interval belongs to --format jsonl");
            IReadOnlyList<RequestedTool>? tools = result.GetValue(tool);
            var options = new SnapshotOptions
            {
                Tools = ToolsOf(result.GetValue(pane), tools, result.GetValue(by)),
                IsExplicit = tools is not null,
                DurationNs = result.GetValue(duration) ?? DefaultDurationNs,
                IntervalNs = result.GetValue(interval) ?? DefaultIntervalNs,
                SlowerThanNs = result.GetValue(slower) ?? DefaultSlowerThanNs,
                Format = chosen,
                Output = result.GetValue(file),
                Restriction = filter.RestrictionOf(result),
                HighestRung = result.GetValue(_highestRung),
            };
            RequireRights();
            return SnapshotCommand.Run(options, _around);
        });
        return command;
    }

    private static Option<ulong?> SlowerThan() => OptionParsers.Option(
        "--slower-than", "TIME", "threshold of the tools that show slow operations [default: 10ms]",
        OptionParsers.Duration(LeastSlowerThanNs, LongestNs));

    private Command BuildReport(string name, string description, Func<OutputFormat, RungKind?, Surroundings, int> run)
    {
        Option<OutputFormat> format = OptionParsers.Option(
            "--format", "text|json", "text or one JSON document", OptionParsers.Format(OutputFormat.Text, OutputFormat.Json));
        var command = new Command(name, description) { format };
        command.SetAction(result => run(result.GetValue(format), result.GetValue(_highestRung), _around));
        return command;
    }

    private static RequestedTool[] ToolsOf(string? pane, IReadOnlyList<RequestedTool>? tools, Grouping by)
    {
        if (pane is null && tools is null)
            throw Wrong($"say what to measure: --pane {Panes[0]}, or --tool with names from 'probetop tools'");
        if (pane is not null && tools is not null) throw Wrong("--pane and --tool exclude each other: give one of them");
        if (tools is null)
        {
            Tool[] ofPane = [.. Catalogue.OfPane(pane!).Where(tool => tool.Descriptor.Cost == CostClass.Default)];
            return [.. ofPane.Select(tool => new RequestedTool(tool, null, tool.Descriptor.Groupings & by))];
        }

        foreach (RequestedTool tool in tools)
        {
            if ((tool.Groupings & by) != by)
                throw Wrong($"--by: {tool.Requested} cannot be split by {NameOf(by)}; {CanBeSplit(by)}");
        }

        return [.. tools.Select(tool => tool with { Grouping = by })];
    }

    private static string NameOf(Grouping by) => by == Grouping.Cpu ? "cpu" : "process";

    private static string CanBeSplit(Grouping by)
    {
        IEnumerable<ToolDescriptor> able = Catalogue.Tools.Select(tool => tool.Descriptor).Where(tool => tool.Groupings.HasFlag(by));
        return string.Join(", ", able.Select(tool => tool.Name)) + " can";
    }

    private static string ExistingDirectory(string path) =>
        Directory.Exists(path) ? path : throw new FormatException($"there is no directory '{path}'; make it first");

    private static CommandException Wrong(string message) => new(ExitStatus.WrongUsage, message);

    private static void Complain(Surroundings around, string message)
    {
        using var lines = new LineWriter(around.Error, around.IsAscii);
        string prefix = "probetop: ";
        foreach (string line in message.Split('\n'))
        {
            lines.Line(prefix + line);
            prefix = "";
        }
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"probetop {ProgramVersion.Text}");
            return ExitStatus.Done;
        }
    }

    private sealed class HelpWithExamples : SynchronousCommandLineAction
    {
        private readonly HelpAction _help;

        public HelpWithExamples(HelpAction help)
        {
            _help = help;
            // Asking the console for its width would send it control sequences.
            _help.MaxWidth = HelpWidth;
        }

        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int status = _help.Invoke(parseResult);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string example in ExamplesOf(parseResult.CommandResult.Command.Name)) output.WriteLine("  " + example);
            return status;
        }

        private static string[] ExamplesOf(string command) => command switch
        {
            "snapshot" =>
            [
                "probetop snapshot --pane cpu --duration 10s",
                "probetop snapshot --tool runqlat --by process --format json --output waits.json",
                "probetop snapshot --tool execsnoop --format jsonl --interval 1s --duration 1h | jq .tools[0].data.rows",
            ],
            "tools" => ["probetop tools", "probetop tools --format json | jq '.tools[] | {name, status}'"],
            "doctor" => ["sudo probetop doctor", "sudo probetop doctor --format json"],
            _ => ["sudo probetop", "sudo probetop --pane cpu --pid 1234", "sudo probetop snapshot --tool runqlat,execsnoop --duration 10s"],
        };
    }
}
