using Probetop.Probes.Events;
using Xunit;

namespace Probetop.Tests.Unit.Probes;

public sealed class LadderTests
{
    private static readonly KernelEvent Event = new("event", "source", [.. Rung.OfTracepoint("point"), Rung.OfRecord("group", "point"), .. Rung.OfFunction("function")]);

    [Fact]
    public void The_first_rung_that_the_kernel_has_nothing_against_is_taken_and_the_reason_is_that_of_the_best()
    {
        Assert.Equal(new RungChoice(Event.Rungs[0], null), With().Choose(Event));
        Assert.Equal(new RungChoice(Event.Rungs[1], "tp_btf: not tp_btf"), With(RungKind.TpBtf).Choose(Event));
        Assert.Equal(
            new RungChoice(Event.Rungs[4], "tp_btf: not tp_btf; raw_tp: not raw_tp; tracepoint: not tracepoint; fentry: not fentry"),
            With(RungKind.TpBtf, RungKind.RawTp, RungKind.Tracepoint, RungKind.Fentry).Choose(Event));
    }

    [Fact]
    public void With_nothing_left_there_is_no_rung_and_the_reason_why_not_the_best() =>
        Assert.EndsWith("; kprobe: not kprobe", With([.. RungKinds.All]).Choose(Event) is { Rung: null } none ? none.Reason : "", StringComparison.Ordinal);

    [Fact]
    public void A_refused_rung_is_not_chosen_again_and_the_kernels_words_are_kept()
    {
        Ladder ladder = With();
        ladder.Refuse(Event.Rungs[0], "no");
        Assert.Equal(new RungChoice(Event.Rungs[1], "tp_btf: no"), ladder.Choose(Event));
    }

    [Fact]
    public void Better_rungs_that_were_taken_away_come_last_and_the_lowest_of_them_first()
    {
        const string Taken = ": taken away by --max-rung";
        Assert.Equal(new RungChoice(Event.Rungs[2], "tp_btf, raw_tp" + Taken), With([], RungKind.Tracepoint).Choose(Event));
        Assert.Equal(new RungChoice(Event.Rungs[3], "tp_btf, raw_tp, tracepoint" + Taken), With([], RungKind.Fentry).Choose(Event));
        // Between fentry and kprobe.
        Assert.Equal(new RungChoice(Event.Rungs[4], "tp_btf, raw_tp, tracepoint, fentry" + Taken), With([], RungKind.Fexit).Choose(Event));
        Assert.Equal(new RungChoice(Event.Rungs[2], "tp_btf, raw_tp" + Taken), With([RungKind.Fentry, RungKind.Kprobe], RungKind.Fentry).Choose(Event));
    }

    [Fact]
    public void Every_kind_is_found_by_its_name() =>
        Assert.All(RungKinds.All, kind => Assert.Equal(kind, RungKinds.Find(kind.Name())));

    [Fact]
    public void Symbols_are_found_with_and_without_a_suffix_and_functions_only()
    {
        string[] lines =
        [
            "0000000000000000 D data",
            "ffffffff81000000 t renamed.isra.0",
            "ffffffff81000010 T whole.cold",
            "ffffffff81000020 T whole",
            "ffffffff81000030 t inmodule\t[ext4]",
            "ffffffff81000040 t wholesale",
            "ffffffff81000050",
            "",
        ];
        var found = KernelSymbols.Find(lines, new HashSet<string> { "data", "renamed", "whole", "inmodule", "absent" });
        Assert.Equal(
            new Dictionary<string, string> { ["renamed"] = "renamed.isra.0", ["whole"] = "whole", ["inmodule"] = "inmodule" }, found);
    }

    private static Ladder With(params RungKind[] missing) => With(missing, null);

    private static Ladder With(RungKind[] missing, RungKind? highest) =>
        new(rung => missing.Contains(rung.Kind) ? $"not {rung.Kind.Name()}" : null, highest);
}
