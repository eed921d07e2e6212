using Probetop.App.Terminal;
using Xunit;

namespace Probetop.Tests.Unit.Terminal;

public class TerminalSupportTests
{
    [Theory]
    [InlineData("TERM=xterm-256color", ColorDepth.Indexed256)]
    [InlineData("TERM=xterm-256color COLORTERM=truecolor", ColorDepth.TrueColor)]
    [InlineData("TERM=xterm-256color COLORTERM=24bit", ColorDepth.TrueColor)]
    [InlineData("TERM=xterm-256color COLORTERM=yes", ColorDepth.Indexed256)]
    [InlineData("TERM=xterm", ColorDepth.Ansi16)]
    [InlineData("TERM=xterm-direct", ColorDepth.TrueColor)]
    [InlineData("TERM=xterm-kitty", ColorDepth.TrueColor)]
    [InlineData("TERM=tmux-256color", ColorDepth.Indexed256)]
    [InlineData("TERM=screen-256color", ColorDepth.Indexed256)]
    [InlineData("TERM=screen-256color TMUX=x COLORTERM=truecolor", ColorDepth.TrueColor)]
    [InlineData("TERM=screen-256color COLORTERM=truecolor", ColorDepth.Indexed256)]
    [InlineData("TERM=linux COLORTERM=truecolor", ColorDepth.Ansi16)]
    [InlineData("TERM=vt100", ColorDepth.Monochrome)]
    [InlineData("TERM=vt220", ColorDepth.Monochrome)]
    [InlineData("TERM=xterm-mono", ColorDepth.Monochrome)]
    [InlineData("TERM=rxvt-m", ColorDepth.Monochrome)]
    [InlineData("TERM=xterm-256color COLORTERM=truecolor NO_COLOR=1", ColorDepth.Monochrome)]
    [InlineData("TERM=xterm-256color NO_COLOR=", ColorDepth.Indexed256)]
    [InlineData("TERM=somethingnew", ColorDepth.Ansi16)]
    internal void Colours_follow_the_environment(string environment, ColorDepth expected) =>
        Assert.Equal(expected, Detect(environment).Colors);

    [Theory]
    [InlineData("TERM=xterm LANG=en_US.UTF-8", GlyphSet.Unicode)]
    [InlineData("TERM=xterm LANG=C.utf8", GlyphSet.Unicode)]
    [InlineData("TERM=xterm LANG=en_US.UTF-8 LC_CTYPE=C", GlyphSet.Ascii)]
    [InlineData("TERM=xterm LANG=C LC_CTYPE=de_DE.UTF-8", GlyphSet.Unicode)]
    [InlineData("TERM=xterm LANG=C.UTF-8 LC_CTYPE=C.UTF-8 LC_ALL=POSIX", GlyphSet.Ascii)]
    [InlineData("TERM=xterm LANG=C.UTF-8 LC_ALL=", GlyphSet.Unicode)]
    [InlineData("TERM=xterm LANG=de_DE.ISO-8859-1", GlyphSet.Ascii)]
    [InlineData("TERM=xterm", GlyphSet.Ascii)]
    [InlineData("TERM=linux LANG=C.UTF-8", GlyphSet.Console)]
    [InlineData("TERM=linux LANG=C", GlyphSet.Ascii)]
    internal void Glyphs_follow_the_locale(string environment, GlyphSet expected) => Assert.Equal(expected, Detect(environment).Glyphs);

    [Theory]
    [InlineData("TERM=xterm-256color", true, true, true)]
    [InlineData("TERM=tmux-256color TMUX=x", true, true, true)]
    [InlineData("TERM=screen-256color TMUX=x", true, false, true)]
    [InlineData("TERM=screen", true, false, false)]
    [InlineData("TERM=linux", true, false, false)]
    [InlineData("TERM=vt100", false, false, false)]
    [InlineData("TERM=vt220", true, false, true)]
    [InlineData("TERM=xterm-256color TERMINAL_EMULATOR=JetBrains-JediTerm", true, false, true)]
    public void Sequences_that_a_terminal_lacks_are_not_sent(string environment, bool ecma48, bool repeats, bool synchronizes)
    {
        TerminalSupport support = Detect(environment);
        Assert.Equal((ecma48, repeats, synchronizes), (support.Ecma48, support.Repeats, support.Synchronizes));
    }

    [Theory]
    [InlineData("TERM=dumb", "TERM=dumb")]
    [InlineData("TERM=", "TERM is not set")]
    [InlineData("LANG=C.UTF-8", "TERM is not set")]
    [InlineData("TERM=unknown", "TERM=unknown")]
    public void A_terminal_that_cannot_draw_is_refused_with_the_reason_and_a_way_out(string environment, string reason)
    {
        Assert.Null(TerminalSupport.Detect(Reader(environment), out string? refusal));
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
        Assert.Contains("probetop snapshot", refusal, StringComparison.Ordinal);
    }

    private static TerminalSupport Detect(string environment)
    {
        TerminalSupport? support = TerminalSupport.Detect(Reader(environment), out string? refusal);
        Assert.Null(refusal);
        return support!;
    }

    private static Func<string, string?> Reader(string environment)
    {
        IEnumerable<string[]> pairs = environment.Split(' ').Select(pair => pair.Split('='));
        Dictionary<string, string> variables = pairs.ToDictionary(pair => pair[0], pair => pair[1]);
        return variables.GetValueOrDefault;
    }
}
