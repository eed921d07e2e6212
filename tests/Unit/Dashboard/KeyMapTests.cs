using System.Runtime.CompilerServices;
using System.Text;
using Probetop.Views.Input;
using Xunit;

namespace Probetop.Tests.Unit;

public class KeyMapTests
{
    [Fact]
    public void Every_command_has_a_key() =>
        Assert.Equal(Enum.GetValues<Command>().Order(), KeyMap.Bindings.Select(binding => binding.Command).Distinct().Order());

    [Fact]
    public void A_key_means_one_thing_at_a_time()
    {
        foreach (Key key in KeyMap.Bindings.SelectMany(binding => binding.Keys).Distinct())
        {
            KeyScope[] scopes = [.. KeyMap.Bindings.Where(binding => binding.Keys.Contains(key)).Select(binding => binding.Scope)];
            Assert.True(scopes.Length == 1 || !scopes.Contains(KeyScope.None), $"{key} also means something that works everywhere");
            Assert.Equal(scopes.Length, scopes.Distinct().Count());
        }
    }

    [Fact]
    public void Escape_never_quits_and_no_key_kills()
    {
        Assert.Equal(Command.Back, KeyMap.Find(Key.Named(KeyCode.Escape), KeyScope.None)?.Command);
        Assert.DoesNotContain(KeyMap.Bindings, binding => binding.What.Contains("kill", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void A_binding_works_only_where_its_scope_holds()
    {
        Key enter = Key.Named(KeyCode.Enter);
        Assert.Null(KeyMap.Find(enter, KeyScope.None));
        Assert.Equal(Command.Drill, KeyMap.Find(enter, KeyScope.Processes | KeyScope.Live)?.Command);
        Assert.Equal(Command.OpenTile, KeyMap.Find(enter, KeyScope.Tile)?.Command);
        Assert.Equal(Command.StartTool, KeyMap.Find(enter, KeyScope.Startable)?.Command);
        Assert.Null(KeyMap.Find(Key.Char('x'), KeyScope.Startable));
        Assert.Equal(Command.StopTool, KeyMap.Find(Key.Char('x'), KeyScope.Stoppable)?.Command);
    }

    [Fact]
    public void Help_fits_80_columns()
    {
        foreach (var section in KeyMap.Lines(_ => true))
            foreach ((string keys, string what) in section) Assert.True(keys.Length + what.Length < 72, $"{keys} {what}");
    }

    [Fact]
    public void The_documented_keys_are_the_ones_there_are()
    {
        string path = Path.Combine(Folder(), "..", "..", "..", "docs", "keys.md");
        string generated = Document();
        if (Environment.GetEnvironmentVariable(GoldenScreens.UpdateVariable) is { Length: > 0 }) File.WriteAllText(path, generated);
        Assert.True(
            File.Exists(path) && File.ReadAllText(path) == generated,
            $"docs/keys.md is not what the key map says: run this test with {GoldenScreens.UpdateVariable}=1, which writes it anew");
    }

    private static string Document()
    {
        var text = new StringBuilder("""
            # Keys

            Made from the key map, as are the help (`?`) and the footer; a test compares this page with it. Some keys work only where
            they mean something: `Enter` on a row, a tile or a tool that can be started, `x` on one that was.


            """);
        foreach (var section in KeyMap.Lines(_ => true))
        {
            text.Append("## ").Append(section.Key).Append("\n\n| key | does |\n|---|---|\n");
            foreach ((string keys, string what) in section) text.Append("| ").Append(Code(keys)).Append(" | ").Append(what).Append(" |\n");
            text.Append('\n');
        }

        text.Append("## Mouse\n\n| gesture | does |\n|---|---|\n");
        foreach ((string gesture, string what) in KeyMap.Mouse) text.Append("| ").Append(gesture).Append(" | ").Append(what).Append(" |\n");
        return text.ToString();
    }

    private static string Code(string keys) => string.Join(' ', keys.Split(' ').Select(key => $"`{key}`"));

    private static string Folder([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;
}
