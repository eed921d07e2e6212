namespace Probetop.Views.Input;

/// <summary>What is true of the screen when a key is pressed: a binding works where all of its flags hold.</summary>
[Flags]
public enum KeyScope
{
    /// <summary>Nothing in particular: works everywhere.</summary>
    None = 0,

    /// <summary>The screen follows the newest interval.</summary>
    Live = 1,

    /// <summary>The screen stands still.</summary>
    Held = 2,

    /// <summary>Something was drilled into.</summary>
    Selected = 4,

    /// <summary>The focused part has rows that stand for processes.</summary>
    Processes = 8,

    /// <summary>The focused part is a tile of the overview.</summary>
    Tile = 16,

    /// <summary>The focused part's tool runs on demand and does not run.</summary>
    Startable = 32,

    /// <summary>The focused part's tool runs on demand and runs.</summary>
    Stoppable = 64,

    /// <summary>The focused part shows operations slower than a threshold.</summary>
    Threshold = 128,
}
