namespace Probetop.Views.Input;

/// <summary>What a key asks for; <see cref="KeyMap"/> says which key.</summary>
public enum Command
{
    /// <summary>Lists every key that works here.</summary>
    Help,

    /// <summary>Ends the program.</summary>
    Quit,

    /// <summary>Closes, unzooms or ends what was entered last.</summary>
    Back,

    /// <summary>Lets the screen stand still, or go on.</summary>
    Pause,

    /// <summary>Paints every cell again.</summary>
    Redraw,

    /// <summary>Stops the program as a job of the shell.</summary>
    Suspend,

    /// <summary>Opens the pane of that digit.</summary>
    OpenPane,

    /// <summary>Opens the pane that the focused tile stands for.</summary>
    OpenTile,

    /// <summary>Focuses the next part of the pane.</summary>
    NextPart,

    /// <summary>Focuses the part before.</summary>
    PreviousPart,

    /// <summary>Shows the focused part alone, or all parts again.</summary>
    Zoom,

    /// <summary>Explains the tools of the focused part.</summary>
    Explain,

    /// <summary>Moves up.</summary>
    MoveUp,

    /// <summary>Moves down.</summary>
    MoveDown,

    /// <summary>Moves left.</summary>
    MoveLeft,

    /// <summary>Moves right.</summary>
    MoveRight,

    /// <summary>Moves to the first row.</summary>
    MoveToFirst,

    /// <summary>Moves to the last row.</summary>
    MoveToLast,

    /// <summary>Moves up by a page.</summary>
    PageUp,

    /// <summary>Moves down by a page.</summary>
    PageDown,

    /// <summary>Moves up by half a page.</summary>
    HalfPageUp,

    /// <summary>Moves down by half a page.</summary>
    HalfPageDown,

    /// <summary>Makes the selected row the selection of every tool that can.</summary>
    Drill,

    /// <summary>Asks what to search for.</summary>
    Search,

    /// <summary>Goes to the next match.</summary>
    NextMatch,

    /// <summary>Goes to the match before.</summary>
    PreviousMatch,

    /// <summary>Sorts by the column to the left.</summary>
    SortLeft,

    /// <summary>Sorts by the column to the right.</summary>
    SortRight,

    /// <summary>Turns the sort order round.</summary>
    InvertSort,

    /// <summary>Copies the selected row as text.</summary>
    Copy,

    /// <summary>Shows the interval before.</summary>
    StepBack,

    /// <summary>Shows the interval after.</summary>
    StepForward,

    /// <summary>Shows the oldest kept interval.</summary>
    ShowOldest,

    /// <summary>Follows the newest interval again.</summary>
    ShowLive,

    /// <summary>Paints less often.</summary>
    LongerInterval,

    /// <summary>Paints more often.</summary>
    ShorterInterval,

    /// <summary>Lowers the threshold of slow operations.</summary>
    LowerThreshold,

    /// <summary>Raises the threshold of slow operations.</summary>
    RaiseThreshold,

    /// <summary>Starts the tool of the focused part.</summary>
    StartTool,

    /// <summary>Stops the tool of the focused part.</summary>
    StopTool,

    /// <summary>Writes this pane to files.</summary>
    SnapshotPane,

    /// <summary>Writes every pane to files.</summary>
    SnapshotAll,
}
