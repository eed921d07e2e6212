using System.Numerics;
using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;
using Xunit;

namespace Probetop.Tests.Kernel.Bpf;

public sealed class BisectingLoaderTests
{
    private const string Letters = "abcdefghijklmnop";

    public static TheoryData<string, string> HandlersOfObjects
    {
        get
        {
            TheoryData<string, string> handlers = [];
            foreach (string name in BpfObjectFile.Names)
                foreach (string tool in ToolsOf(name)) handlers.Add(name, tool);
            return handlers;
        }
    }

    [Theory]
    [MemberData(nameof(HandlersOfObjects))]
    public void A_broken_handler_takes_down_its_tool_alone(string name, string broken)
    {
        using BpfObject common = Objects.LoadCommon();
        BisectedLoad load = BisectingLoader.Load(
            name,
            bpfObject => Objects.Configure(bpfObject, common),
            ToolsOf(name).Select((tool, id) => new ToolId(tool, (uint)id, tool == broken)));
        using BpfObject? bpfObject = load.Object;
        Assert.NotNull(bpfObject);
        Assert.Null(load.Failure);
        LoadError error = Assert.Single(load.Culprits, culprit => culprit.Key == broken).Value;
        Assert.Single(load.Culprits);
        Assert.Contains("invalid", error.Reason, StringComparison.Ordinal);
        Assert.Contains(bpfObject.Programs, program => program.Name == error.Program);
        foreach (BpfProgram program in bpfObject.Programs.Where(program => program is { Kind: "tp_btf", Autoload: true })) program.Attach().Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("h")]
    [InlineData("p")]
    [InlineData("ap")]
    [InlineData("ab")]
    [InlineData("hi")]
    [InlineData("cgm")]
    [InlineData("abcdefgh")]
    [InlineData("acegikmo")]
    [InlineData(Letters)]
    public void All_culprits_are_found_in_few_loads(string broken)
    {
        BisectedLoad load = BisectingLoader.Load(
            () => Workload.OpenTestObject("sixteen.bpf.o"),
            _ => { },
            Letters.Select((letter, id) => new ToolId($"{letter}", (uint)id, broken.Contains(letter, StringComparison.Ordinal))));
        using BpfObject? bpfObject = load.Object;
        Assert.NotNull(bpfObject);
        Assert.Equal(broken.Select(letter => $"{letter}"), load.Culprits.Keys.Order(StringComparer.Ordinal));
        int most = broken.Length == 0 ? 1 : 2 + (2 * broken.Length * BitOperations.Log2((uint)Letters.Length));
        Assert.InRange(load.Loads, 1, most);
        // The words are those of the program that the tool is in.
        foreach ((string tool, LoadError error) in load.Culprits)
            Assert.Equal(string.CompareOrdinal(tool, "h") <= 0 ? "first_eight" : "last_eight", error.Program);
        AssertPresent(bpfObject, Letters.Except(broken));
    }

    [Fact]
    public void An_object_that_does_not_load_without_tools_either_fails_as_a_whole()
    {
        BisectedLoad load = BisectingLoader.Load(
            () => Workload.OpenTestObject("sixteen.bpf.o"),
            bpfObject => bpfObject.Map("losses").MaxEntries = int.MaxValue,
            Letters.Select((letter, id) => new ToolId($"{letter}", (uint)id)));
        Assert.Null(load.Object);
        Assert.Empty(load.Culprits);
        Assert.Equal(2, load.Loads);
        Assert.Contains("losses", load.Failure!.Reason, StringComparison.Ordinal);
        Assert.Null(load.Failure.Program);
    }

    [Fact]
    public void A_failing_configuration_leaves_nothing_open()
    {
        List<BpfObject> opened = [];
        Assert.Throws<BpfException>(() => BisectingLoader.Load(
            () =>
            {
                opened.Add(Workload.OpenTestObject("sixteen.bpf.o"));
                return opened[^1];
            },
            bpfObject => bpfObject.Map("no such map").MaxEntries = 1,
            [new ToolId("a", 0)]));
        Assert.Throws<ObjectDisposedException>(() => Assert.Single(opened).Program("first_eight").Autoload);
    }

    private static void AssertPresent(BpfObject bpfObject, IEnumerable<char> tools)
    {
        using MappedMap constants = bpfObject.Map(".rodata").Map();
        Assert.Equal(tools, Letters.Where(letter =>
            constants.At<ToolBits>(0, bpfObject.Btf.FindVariable(".rodata", $"{letter}_tool")!.Value.Offset).Present == ToolPresence.Present));
    }

    private static List<string> ToolsOf(string name)
    {
        const string Suffix = "_tool";
        using BpfObject bpfObject = BpfObject.Open(name);
        return
        [
            .. (bpfObject.Btf.FindSection(".rodata") ?? []).Select(variable => variable.Name)
                .Where(variable => variable.EndsWith(Suffix, StringComparison.Ordinal)).Select(variable => variable[..^Suffix.Length]),
        ];
    }
}
