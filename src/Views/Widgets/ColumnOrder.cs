using Probetop.Probes.Snapshots;

namespace Probetop.Views.Widgets;

/// <summary>Which columns of a table are shown, and in which order: the named ones, or all that have a width.</summary>
internal sealed class ColumnOrder
{
    private IReadOnlyList<Column>? _columns;
    private IReadOnlyList<string>? _names;
    private int[] _shown = [];
    private int _count;

    /// <summary>Names of the columns in their order, those that a table lacks left out; null: all, as the table has them.</summary>
    public IReadOnlyList<string>? Names
    {
        get => _names;
        set
        {
            _names = value;
            _columns = null;
        }
    }

    /// <summary>Numbers of the columns shown.</summary>
    public ReadOnlySpan<int> Of(IReadOnlyList<Column> columns)
    {
        if (!ReferenceEquals(columns, _columns)) Update(columns);
        return _shown.AsSpan(0, _count);
    }

    private void Update(IReadOnlyList<Column> columns)
    {
        _columns = columns;
        _count = 0;
        if (_shown.Length < columns.Count) _shown = new int[columns.Count];
        if (_names is null)
        {
            for (int i = 0; i < columns.Count; i++) Add(columns, i);
            return;
        }

        for (int name = 0; name < _names.Count; name++)
        {
            int i = 0;
            while (i < columns.Count && columns[i].Name != _names[name]) i++;
            if (i < columns.Count) Add(columns, i);
        }
    }

    private void Add(IReadOnlyList<Column> columns, int column)
    {
        if (columns[column].Width >= 0) _shown[_count++] = column;
    }
}
