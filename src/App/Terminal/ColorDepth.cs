namespace Probetop.App.Terminal;

/// <summary>How many colours the terminal shows.</summary>
internal enum ColorDepth
{
    /// <summary>None: bold, faint and reverse only.</summary>
    Monochrome,

    /// <summary>The 8 colours that the user's colour scheme defines, as foreground and background.</summary>
    Ansi16,

    /// <summary>The 256-colour palette.</summary>
    Indexed256,

    /// <summary>Any colour.</summary>
    TrueColor,
}
