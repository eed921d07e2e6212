using System.Runtime.CompilerServices;
using Probetop.Views.Cells;
using Xunit;

namespace Probetop.Tests.Unit;

/// <summary>Expected screens as files beside the tests: the text grid, then the style letters.</summary>
internal static class GoldenScreens
{
    /// <summary>When set, the files are written instead of compared; look at each of them before you commit.</summary>
    public const string UpdateVariable = "PROBETOP_UPDATE_SCREENS";

    /// <summary>Compares a screen with the file of that name.</summary>
    public static void Check(string name, CellBuffer screen)
    {
        string path = Path.Combine(Folder(), name + ".txt");
        string actual = $"{Trim(Screens.Text(screen))}\n\n{Trim(Screens.Styles(screen))}\n";
        if (Environment.GetEnvironmentVariable(UpdateVariable) is { Length: > 0 })
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{name}.txt does not exist: run the test with {UpdateVariable}=1 and look at what it writes");
        string expected = File.ReadAllText(path);
        bool isSame = expected == actual;
        Assert.True(isSame, $"{name}.txt differs; {UpdateVariable}=1 writes it anew. Expected:\n{expected}\nactual:\n{actual}");
    }

    private static string Trim(string grid) => string.Join('\n', grid.Split('\n').Select(line => line.TrimEnd(' ')));

    private static string Folder([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;
}
