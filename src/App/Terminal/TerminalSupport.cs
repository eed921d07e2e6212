using Probetop.App.Output;

namespace Probetop.App.Terminal;

/// <summary>What the terminal can do, as far as its environment tells.</summary>
/// <param name="Colors">Colour depth.</param>
/// <param name="Glyphs">Glyphs its font and locale have.</param>
/// <param name="Ecma48">Understands CHA, ICH and DCH, which VT100 lacks.</param>
/// <param name="Repeats">Understands REP of an ASCII character.</param>
/// <param name="Synchronizes">May know mode 2026, and ignores it otherwise.</param>
/// <param name="HasClipboard">Does not choke on OSC 52.</param>
internal sealed record TerminalSupport(
    ColorDepth Colors, GlyphSet Glyphs, bool Ecma48, bool Repeats, bool Synchronizes, bool HasClipboard)
{
    // Their terminal descriptions have "rep"; tmux before 3.5 and several emulators repeat ASCII only, so no more is asked of them.
    private static readonly string[] Repeating = ["xterm", "tmux", "alacritty", "foot", "wezterm", "contour"];

    // These always show any colour, whether or not COLORTERM survived the way here.
    private static readonly string[] AnyColor = ["xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm", "contour"];

    /// <summary>Reads TERM, COLORTERM, NO_COLOR, the locale and the multiplexer; null with the reason when nothing can be drawn.</summary>
    public static TerminalSupport? Detect(Func<string, string?> environment, out string? refusal)
    {
        string term = environment("TERM") ?? "";
        if (term is "" or "dumb" or "unknown")
        {
            string what = term.Length == 0 ? "TERM is not set" : $"TERM={term}";
            refusal = $"the dashboard needs a terminal that can move its cursor, and {what}; "
                + "set TERM to what the terminal is (for example TERM=xterm-256color), or use 'probetop snapshot'";
            return null;
        }

        refusal = null;
        bool console = term == "linux" || term.StartsWith("linux-", StringComparison.Ordinal);
        bool vt100 = term.StartsWith("vt1", StringComparison.Ordinal) || term.StartsWith("vt52", StringComparison.Ordinal);
        // GNU screen says "screen"; so did tmux before it had its own name.
        bool screen = term.StartsWith("screen", StringComparison.Ordinal) && string.IsNullOrEmpty(environment("TMUX"));
        bool jediTerm = environment("TERMINAL_EMULATOR") == "JetBrains-JediTerm";
        return new TerminalSupport(
            ColorsOf(term, environment, console, screen),
            GlyphsOf(environment, console),
            Ecma48: !vt100,
            Repeats: StartsWithAny(term, Repeating) && !jediTerm,
            Synchronizes: !console && !vt100 && !screen,
            HasClipboard: !console && !vt100);
    }

    private static ColorDepth ColorsOf(string term, Func<string, string?> environment, bool console, bool screen)
    {
        if (!string.IsNullOrEmpty(environment("NO_COLOR"))) return ColorDepth.Monochrome;
        if (term.StartsWith("vt", StringComparison.Ordinal)) return ColorDepth.Monochrome;
        if (term.EndsWith("-mono", StringComparison.Ordinal) || term.EndsWith("-m", StringComparison.Ordinal)) return ColorDepth.Monochrome;
        if (console) return ColorDepth.Ansi16;
        // GNU screen misreads truecolor sequences unless told otherwise.
        bool any = environment("COLORTERM") is "truecolor" or "24bit" || StartsWithAny(term, AnyColor)
            || term.EndsWith("-direct", StringComparison.Ordinal);
        if (any && !screen) return ColorDepth.TrueColor;
        return any || term.Contains("256color", StringComparison.Ordinal) ? ColorDepth.Indexed256 : ColorDepth.Ansi16;
    }

    private static GlyphSet GlyphsOf(Func<string, string?> environment, bool console)
    {
        if (!Locale.IsUtf8(environment)) return GlyphSet.Ascii;
        return console ? GlyphSet.Console : GlyphSet.Unicode;
    }

    private static bool StartsWithAny(string term, string[] names) =>
        Array.Exists(names, name => term.StartsWith(name, StringComparison.Ordinal));
}
