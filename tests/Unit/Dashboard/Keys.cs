using Probetop.Views.Cells;
using Probetop.Views.Dashboard;
using Probetop.Views.Input;

namespace Probetop.Tests.Unit;

/// <summary>Presses keys by the names that the help gives them.</summary>
internal static class Keys
{
    /// <summary>Presses keys one after the other, each on a drawn screen as a user does; returns the last effect.</summary>
    public static DashboardEffect Press(Dashboard dashboard, SyntheticHistory history, CellBuffer buffer, params string[] keys)
    {
        DashboardEffect effect = DashboardEffect.None;
        dashboard.Draw(buffer, history.Context);
        foreach (string key in keys)
        {
            effect = dashboard.Handle(Of(key), history.Context);
            dashboard.Draw(buffer, history.Context);
        }

        return effect;
    }

    /// <summary>The key that shows as <paramref name="name"/>.</summary>
    public static Key Of(string name)
    {
        foreach (KeyBinding binding in KeyMap.Bindings)
            foreach (Key key in binding.Keys)
                if (key.ToString() == name) return key;
        return name.Length == 1 ? Key.Char(name[0]) : throw new ArgumentException($"no binding has a key {name}", nameof(name));
    }
}
