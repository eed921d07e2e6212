using Probetop.Probes.Sampling;
using Probetop.Probes.Tools;
using Probetop.Views.Cells;
using Probetop.Views.Input;

namespace Probetop.Views.Panes;

/// <summary>A part of a pane: one or two panels that show a question's answer, with what they remember between frames.</summary>
internal abstract class Part
{
    /// <summary>Makes a part of what those tools find.</summary>
    protected Part(string name, string title, IReadOnlyList<ToolDescriptor> tools)
    {
        Name = name;
        Title = title;
        Tools = tools;
        Question = tools[0].Question;
    }

    /// <summary>The question it answers.</summary>
    public string Question { get; init; }

    /// <summary>Short name, unique in its pane: the tool's, where it shows one tool.</summary>
    public string Name { get; }

    /// <summary>Title on the screen.</summary>
    public string Title { get; }

    /// <summary>The tools whose findings it shows.</summary>
    public IReadOnlyList<ToolDescriptor> Tools { get; }

    /// <summary>Which change of focus gave it the focus last; 0: none.</summary>
    public long FocusedAt { get; set; }

    /// <summary>Whether it has rows to move in, search and copy.</summary>
    public virtual bool HasRows => false;

    /// <summary>Whether its rows can be sorted.</summary>
    public virtual bool IsSortable => false;

    /// <summary>The pane that Enter opens; null: none.</summary>
    public virtual string? Opens => null;

    /// <summary>What is searched for and marked.</summary>
    public virtual string Search
    {
        get => "";
        set { }
    }

    /// <summary>The tool that this part starts and stops; null when its tools run by themselves.</summary>
    public ToolDescriptor? OnDemand => Tools.Count == 1 && Tools[0].Cost == CostClass.OnDemand ? Tools[0] : null;

    /// <summary>Draws the part; <paramref name="frame"/> draws the border of its (first) panel.</summary>
    public abstract void Draw(CellBuffer buffer, Rect area, in Moment moment, in PartFrame frame);

    /// <summary>Which keys work on it beyond those that work everywhere.</summary>
    public virtual KeyScope ScopeAt(in Moment moment)
    {
        if (Opens is not null) return KeyScope.Tile;
        if (OnDemand is not { } tool) return KeyScope.None;
        ToolStatus status = moment.StatusNow(tool);
        return status.Runs ? KeyScope.Stoppable : status.State == ToolState.Loading ? KeyScope.None : KeyScope.Startable;
    }

    /// <summary>Moves as a command says; one that is no move does nothing.</summary>
    public void Move(Command command)
    {
        switch (command)
        {
            case Command.MoveUp:
                Move(0, -1);
                break;
            case Command.MoveDown:
                Move(0, 1);
                break;
            case Command.MoveLeft:
                Move(-1, 0);
                break;
            case Command.MoveRight:
                Move(1, 0);
                break;
            case Command.PageUp:
                MovePage(-1);
                break;
            case Command.PageDown:
                MovePage(1);
                break;
            case Command.HalfPageUp:
                MovePage(-0.5);
                break;
            case Command.HalfPageDown:
                MovePage(0.5);
                break;
            case Command.MoveToFirst:
                MoveToFirst();
                break;
            case Command.MoveToLast:
                MoveToLast();
                break;
            default:
                break;
        }
    }

    /// <summary>Moves the cursor, or the selected row and the columns shown: to the right and down.</summary>
    public abstract void Move(int columns, int rows);

    /// <summary>Moves the selected row by pages down.</summary>
    public virtual void MovePage(double pages)
    {
    }

    /// <summary>Selects the first row.</summary>
    public virtual void MoveToFirst()
    {
    }

    /// <summary>Selects the last row.</summary>
    public virtual void MoveToLast()
    {
    }

    /// <summary>Gives up the cursor or whatever was entered here; false when there is nothing to give up.</summary>
    public virtual bool Back() => false;

    /// <summary>Sorts by the next column to the right (or left, for -1).</summary>
    public virtual void SortByNext(int direction)
    {
    }

    /// <summary>Turns the order round.</summary>
    public virtual void InvertSort()
    {
    }

    /// <summary>Goes to the next (or previous) row in which <see cref="Search"/> occurs; false when it occurs in none.</summary>
    public virtual bool FindNext(bool forward) => false;

    /// <summary>What the selected row stands for; without a selected row selects one and returns null.</summary>
    public virtual Selection? Drill() => null;

    /// <summary>The selected row as text for other programs: sanitised, fields separated by tabs; null: none is selected.</summary>
    public virtual string? Copy(in Moment moment) => null;

    /// <summary>Selects what is drawn in that row of the screen.</summary>
    public virtual void SelectAtLine(int y)
    {
    }
}
