using Probetop.Probes.Sampling;
using Probetop.Views.Cells;
using Probetop.Views.Formatting;
using Probetop.Views.Input;
using Probetop.Views.Widgets;

namespace Probetop.Views.Dashboard;

/// <summary>The last line: the keys that matter here, or a message; at the right what everything is filtered by.</summary>
internal sealed class FooterLine
{
    private const int MaxBreadcrumb = 160;

    private readonly StatusLine _line = new();
    private readonly KeyHint[] _hints = new KeyHint[KeyMap.Bindings.Count];

    /// <summary>Draws into the first row of the area.</summary>
    public void Draw(
        CellBuffer buffer, Rect area, KeyScope scope, string? restriction, Selection? selection, string? message, MessageKind kind)
    {
        int count = 0;
        for (int i = 0; i < KeyMap.Bindings.Count; i++)
        {
            KeyBinding binding = KeyMap.Bindings[i];
            if (binding.Hint is not { } hint || !KeyMap.Holds(binding.Scope | binding.HintScope, scope)) continue;
            _hints[count++] = new KeyHint(KeyNames[i], hint, binding.Keep);
        }

        var breadcrumb = new CharWriter(stackalloc char[MaxBreadcrumb]);
        if (restriction is not null)
        {
            breadcrumb.Text("only: ");
            breadcrumb.Text(restriction);
            if (selection is not null) breadcrumb.Text("  ");
        }

        if (selection is not null)
        {
            breadcrumb.Text("filter: ");
            breadcrumb.Text(selection.Label);
        }

        _line.Draw(buffer, area, _hints.AsSpan(0, count), breadcrumb.Written, message, kind);
    }

    /// <summary>Name of the first key of each binding.</summary>
    private static string[] KeyNames { get; } = [.. KeyMap.Bindings.Select(binding => binding.Keys[0].ToString())];
}
