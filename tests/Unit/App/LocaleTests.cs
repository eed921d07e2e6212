using Probetop.App.Output;
using Xunit;

namespace Probetop.Tests.Unit.App;

public sealed class LocaleTests
{
    [Theory]
    [InlineData("de_DE.UTF-8", null, "C", true)]
    [InlineData("C", "de_DE.UTF-8", "de_DE.UTF-8", false)]
    [InlineData("", "C.utf8", "C", true)]
    [InlineData(null, null, "en_US.UTF-8", true)]
    [InlineData(null, null, "en_US.ISO-8859-1", false)]
    [InlineData(null, null, null, false)]
    public void The_first_variable_that_says_something_counts(string? all, string? characters, string? lang, bool expected) =>
        Assert.Equal(expected, Locale.IsUtf8(name => name switch
        {
            "LC_ALL" => all,
            "LC_CTYPE" => characters,
            "LANG" => lang,
            _ => null,
        }));
}
