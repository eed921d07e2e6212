using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Probetop.App.Output;
using Probetop.Probes.Events;
using Probetop.Probes.Sampling;
using Probetop.Probes.Tools;

namespace Probetop.App.CommandLine;

/// <summary>Reads the values of options; a message names the bad value and what would be a good one.</summary>
internal static class OptionParsers
{
    /// <summary>An option whose value <paramref name="parse"/> reads; a <see cref="FormatException"/> is a wrong usage.</summary>
    public static Option<T> Option<T>(string name, string helpName, string description, Func<string, T> parse) => new(name)
    {
        HelpName = helpName,
        Description = description,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Parse(result, name, parse),
    };

    /// <summary>A duration within limits, in ns.</summary>
    public static Func<string, ulong?> Duration(ulong leastNs, ulong mostNs) => text =>
    {
        if (!Durations.TryParse(text, out ulong ns)) throw new FormatException($"'{text}' is not a duration such as {Durations.Examples}");
        return ns >= leastNs && ns <= mostNs
            ? ns
            : throw new FormatException($"'{text}' is not between {Durations.Format(leastNs)} and {Durations.Format(mostNs)}");
    };

    /// <summary>A process id.</summary>
    public static uint? Pid(string text) => uint.TryParse(text, out uint pid) && pid > 0
        ? pid
        : throw new FormatException($"'{text}' is not a process id, which is a whole number above 0");

    /// <summary>A name that is not empty.</summary>
    public static string NotEmpty(string text) => text.Length > 0 ? text : throw new FormatException("the name is empty");

    /// <summary>A name of a process as the kernel keeps it.</summary>
    public static string Comm(string text)
    {
        const int Most = Selection.CommBytes;
        int bytes = Encoding.UTF8.GetByteCount(NotEmpty(text));
        return bytes <= Most
            ? text
            : throw new FormatException($"'{text}' has {bytes} bytes, and the kernel keeps {Most} of a name: give the first {Most}");
    }

    /// <summary>One of some names.</summary>
    public static Func<string, string> OneOf(string what, IReadOnlyList<string> names) => text =>
        names.Contains(text) ? text : throw new FormatException($"there is no {what} '{text}'; {Hint(text, what, names)}");

    /// <summary>Names and aliases of tools, separated by commas; each counts once.</summary>
    public static IReadOnlyList<RequestedTool> Tools(string text)
    {
        var tools = new List<RequestedTool>();
        foreach (string name in text.Split(','))
        {
            if (name.Length == 0) throw new FormatException($"'{text}' has an empty name; separate names by one comma: runqlat,execsnoop");
            RequestedTool tool = RequestedTool.Find(name) ?? throw new FormatException($"there is no tool '{name}'; {ToolHint(name)}");
            if (!tools.Contains(tool)) tools.Add(tool);
        }

        return tools;
    }

    /// <summary>How a snapshot is written.</summary>
    public static Func<string, OutputFormat> Format(params OutputFormat[] formats) => text =>
    {
        foreach (OutputFormat format in formats)
            if (NameOf(format) == text) return format;
        throw new FormatException($"there is no format '{text}'; the formats are {string.Join(", ", formats.Select(NameOf))}");
    };

    /// <summary>What to split by.</summary>
    public static Grouping By(string text) => text switch
    {
        "process" => Grouping.Process,
        "cpu" => Grouping.Cpu,
        _ => throw new FormatException($"nothing is split by '{text}'; it can be process or cpu"),
    };

    /// <summary>A kind of rung.</summary>
    public static RungKind? Rung(string text) => RungKinds.Find(text) ??
        throw new FormatException($"there is no rung '{text}'; the rungs are {string.Join(", ", RungKinds.All.Select(kind => kind.Name()))}");

    private static string NameOf(OutputFormat format) => format switch
    {
        OutputFormat.Json => "json",
        OutputFormat.Jsonl => "jsonl",
        _ => "text",
    };

    private static string ToolHint(string name)
    {
        IReadOnlyList<string> nearest = NearestNames.Of(name, Catalogue.Tools.SelectMany(
            tool => tool.Descriptor.Aliases.Select(alias => alias.Name).Prepend(tool.Descriptor.Name)));
        return nearest.Count > 0 ? $"did you mean {string.Join(" or ", nearest)}?" : "'probetop tools' lists them";
    }

    private static string Hint(string text, string what, IReadOnlyList<string> names)
    {
        IReadOnlyList<string> nearest = NearestNames.Of(text, names);
        return nearest.Count > 0 ? $"did you mean {nearest[0]}?" : $"each {what} is one of {string.Join(", ", names)}";
    }

    private static T? Parse<T>(ArgumentResult result, string name, Func<string, T> parse)
    {
        try
        {
            return parse(result.Tokens[0].Value);
        }
        catch (FormatException error)
        {
            result.AddError($"{name}: {error.Message}");
            return default;
        }
    }
}
