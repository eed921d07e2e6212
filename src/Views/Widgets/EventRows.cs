using Probetop.Probes.Snapshots;

namespace Probetop.Views.Widgets;

/// <summary>One event: a row of its interval's table.</summary>
public readonly record struct EventRow(Table Table, int Row)
{
    /// <summary>Whether both hold the same values: a running interval is read again and again, each time into another table.</summary>
    public bool IsSame(EventRow other) => Table.Row(Row).SequenceEqual(other.Table.Row(other.Row));
}

/// <summary>The events of several intervals, oldest first; reused from frame to frame, only growing allocates.</summary>
public sealed class EventRows
{
    private EventRow[] _rows = new EventRow[256];

    /// <summary>Number of events.</summary>
    public int Count { get; private set; }

    /// <summary>An event, from the oldest.</summary>
    public EventRow this[int index] => _rows[index];

    /// <summary>Takes out all events.</summary>
    public void Clear()
    {
        // Old intervals must not be kept alive by rows that are no longer listed.
        Array.Clear(_rows, 0, Count);
        Count = 0;
    }

    /// <summary>Adds an event.</summary>
    public void Add(Table table, int row)
    {
        if (Count == _rows.Length) Array.Resize(ref _rows, _rows.Length * 2);
        _rows[Count++] = new EventRow(table, row);
    }

    /// <summary>Adds all events of an interval.</summary>
    public void Add(Table table)
    {
        for (int row = 0; row < table.RowCount; row++) Add(table, row);
    }

    /// <summary>Position of an event, or -1.</summary>
    public int IndexOf(EventRow wanted)
    {
        for (int i = Count - 1; i >= 0; i--)
            if (_rows[i].IsSame(wanted)) return i;
        return -1;
    }
}
