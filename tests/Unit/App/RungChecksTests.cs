using Probetop.App.CommandLine;
using Probetop.Probes.Events;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class RungChecksTests
{
    private static readonly Rights Root = new(ulong.MaxValue, 0, 40, false);

    [Fact]
    public void Every_kind_is_listed_best_first_and_a_refusal_has_the_kernels_words()
    {
        IReadOnlyList<Check> checks = RungChecks.Of(Root, kind => kind == RungKind.Kprobe ? "no such file" : null);
        Assert.Equal(RungKinds.All.Select(kind => kind.Name()), checks.Select(check => check.Name));
        Check refused = Assert.Single(checks, check => check.State != CheckState.Ok);
        Assert.Equal(("kprobe", CheckState.Limited, "refused", "The kernel says: no such file."), (refused.Name, refused.State, refused.Value, refused.Consequence));
    }

    [Fact]
    public void Without_the_rights_to_try_nothing_is_tried() =>
        Assert.Empty(RungChecks.Of(Root with { Effective = 0 }, _ => throw new InvalidOperationException("tried")));
}
