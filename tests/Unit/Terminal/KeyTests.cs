using Probetop.Views.Input;
using Xunit;

namespace Probetop.Tests.Unit.Terminal;

public class KeyTests
{
    [Fact]
    public void Equal_inputs_are_equal_keys()
    {
        Assert.Equal(Key.Char('q'), Key.Char('q'));
        Assert.NotEqual(Key.Char('q'), Key.Control('q'));
        Assert.NotEqual(Key.Named(KeyCode.Up), Key.Named(KeyCode.Up, KeyModifiers.Shift));
        Assert.NotEqual(Key.Mouse(KeyCode.MousePress, MouseButton.Left, 1, 2), Key.Mouse(KeyCode.MousePress, MouseButton.Left, 1, 3));
        Assert.Equal(Key.Paste("a b"), Key.Paste(string.Concat("a", " b")));
        Assert.Equal(KeyCode.None, default(Key).Code);
    }

    [Fact]
    public void Names_are_those_of_the_documentation()
    {
        Key[] keys =
        [
            Key.Char('?'), Key.Char(' '), Key.Control('u'), Key.Named(KeyCode.F10), Key.Named(KeyCode.BackTab), Key.Named(KeyCode.PageUp),
            Key.Named(KeyCode.Escape), Key.Char('x', KeyModifiers.Alt | KeyModifiers.Control), Key.Named(KeyCode.Delete), Key.Char(0xD800),
        ];
        Assert.Equal("? Space Ctrl-u F10 Shift-Tab PgUp Esc Ctrl-Alt-x Del ?", string.Join(' ', keys));
    }
}
