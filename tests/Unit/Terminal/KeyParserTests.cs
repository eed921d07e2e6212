using System.Text;
using Probetop.App.Terminal;
using Probetop.Views.Input;
using Xunit;

namespace Probetop.Tests.Unit.Terminal;

public class KeyParserTests
{
    [Theory]
    [InlineData("q", "q")]
    [InlineData("G?ä漢😀", "G ? ä 漢 😀")]
    [InlineData(" ", "Space")]
    [InlineData("\r\n\t\x7f\b", "Enter Enter Tab Backspace Backspace")]
    [InlineData("\x01\x03\x15\x1a\x1c\x1f\0", "Ctrl-a Ctrl-c Ctrl-u Ctrl-z Ctrl-\\ Ctrl-_ Ctrl-Space")]
    [InlineData("\e[A\e[B\e[C\e[D\e[H\e[F", "Up Down Right Left Home End")]
    [InlineData("\eOA\eOB\eOC\eOD\eOH\eOF", "Up Down Right Left Home End")]
    [InlineData("\e[1~\e[2~\e[3~\e[4~\e[5~\e[6~\e[7~\e[8~", "Home Ins Del End PgUp PgDn Home End")]
    [InlineData("\eOP\eOQ\eOR\eOS\e[15~\e[17~\e[18~\e[19~\e[20~\e[21~\e[23~\e[24~", "F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12")]
    [InlineData("\e[11~\e[12~\e[13~\e[14~", "F1 F2 F3 F4")]
    [InlineData("\e[[A\e[[B\e[[C\e[[D\e[[E", "F1 F2 F3 F4 F5")]
    [InlineData("\e[25~\e[26~\e[28~\e[29~\e[31~\e[34~", "Shift-F1 Shift-F2 Shift-F3 Shift-F4 Shift-F5 Shift-F8")]
    [InlineData("\e[Z\e[1;2Z", "Shift-Tab Shift-Tab")]
    [InlineData("\e[1;5A\e[1;2B\e[1;3C\e[1;8D", "Ctrl-Up Shift-Down Alt-Right Ctrl-Alt-Shift-Left")]
    [InlineData("\e[3;5~\e[1;5P\e[1;2R\e[15;3~", "Ctrl-Del Ctrl-F1 Shift-F3 Alt-F5")]
    [InlineData("\e[5^\e[6$\e[2@\e[a\e[d\eOa\eOd", "Ctrl-PgUp Shift-PgDn Ctrl-Shift-Ins Shift-Up Shift-Left Ctrl-Up Ctrl-Left")]
    [InlineData("\eO5P\eO1;5P", "Ctrl-F1 Ctrl-F1")]
    [InlineData("\eOM\eOj\eOk\eOp\eOy\eOX", "Enter * + 0 9 =")]
    [InlineData("\ex\eX\eä\e\r\e\x7f\e\x01", "Alt-x Alt-X Alt-ä Alt-Enter Alt-Backspace Ctrl-Alt-a")]
    [InlineData("\e\e[A\e\eOP\e\ex\e\e\e[A", "Alt-Up Alt-F1 Esc Alt-x Esc Alt-Up")]
    [InlineData("\e[97u\e[97;5u\e[97;2u\e[97:65;2u\e[49:33;2u", "a Ctrl-a A A !")]
    [InlineData("\e[27u\e[13;3u\e[9;2u\e[127u\e[32;2u", "Esc Alt-Enter Shift-Tab Backspace Space")]
    [InlineData("\e[99;5:1u\e[99;5:3u\e[1;1:3A\e[1;1:2A", "Ctrl-c Up")]
    [InlineData("\e[27;5;99~\e[27;2;13~", "Ctrl-c Shift-Enter")]
    [InlineData("\e[57358u\e[57441;1u\e[155u\e[55296u\e[9999999u", "")]
    public void Keys_are_understood(string bytes, string keys) => Assert.Equal(keys, NamesOf(Parse(Encoding.UTF8.GetBytes(bytes))));

    [Theory]
    [InlineData("\e[?2026;2$y")]
    [InlineData("\e[?1;2c\e[>0;115;0c\e[=1;2c")]
    [InlineData("\e[12;40R")]
    [InlineData("\e[I\e[O")]
    [InlineData("\e[2;3$y")]
    [InlineData("\e[1;2;3;4;5;6;7;8;9;10;11;12z")]
    [InlineData("\e[200;1y\e[201~")]
    [InlineData("\e[[Z")]
    [InlineData("\e]0;a title with q and j in it\a")]
    [InlineData("\e]11;rgb:0000/0000/0000\e\\")]
    [InlineData("\eP>|xterm(390)\e\\")]
    [InlineData("\e_Gi=1;OK\e\\")]
    [InlineData("\e]52;c;cXVpdA==\x18")]
    [InlineData("\e[1;\x18")]
    [InlineData("\e[<35;10;10M\e[<0;0;5M\e[<66;1;1M\e[<128;1;1M")]
    public void Unknown_sequences_are_swallowed_whole(string bytes) =>
        Assert.Equal("q", NamesOf(Parse(Encoding.UTF8.GetBytes(bytes + "q"))));

    [Fact]
    public void Broken_utf8_is_swallowed_and_what_follows_is_not()
    {
        Assert.Equal("q ä", NamesOf(Parse([0xFF, 0xC3, (byte)'q', 0xE6, 0xBC, 0xC3, 0xA4, 0x80, 0xC0, 0xAF, 0xED, 0xA0, 0x80])));
        Assert.Equal("Up", NamesOf(Parse([0xE6, 0x1B, (byte)'[', (byte)'A', 0xC2, 0x9B])));
    }

    [Fact]
    public void A_new_sequence_or_character_ends_a_broken_one()
    {
        Assert.Equal("Up", NamesOf(Parse("\e[1;\e[A"u8)));
        Assert.Equal("Enter", NamesOf(Parse("\e[1;\r"u8)));
        Assert.Equal("Up", NamesOf(Parse("\e]0;title\e[A"u8)));
        Assert.Equal("ä", NamesOf(Parse("\e[1;ä"u8)));
    }

    [Theory]
    [InlineData("\e[1;5")]
    [InlineData("\e]0;never ended")]
    [InlineData("\e]0;ended by escape\e")]
    [InlineData("\e[200~a paste that never ends")]
    [InlineData("\e[M!")]
    [InlineData("\e[[")]
    [InlineData("\eO")]
    [InlineData("\e")]
    [InlineData("\e\e")]
    [InlineData("\xC3")]
    public void Ctrl_C_always_gets_through(string before)
    {
        List<Key> keys = Parse(Encoding.Latin1.GetBytes(before + "\x03"));
        Assert.Equal(Key.Control('c'), keys[^1]);
    }

    [Theory]
    [InlineData("\e", "Esc")]
    [InlineData("\e\e", "Esc Esc")]
    [InlineData("\e[", "Alt-[")]
    [InlineData("\eO", "Alt-O")]
    [InlineData("\e]", "Alt-]")]
    [InlineData("\eP", "Alt-P")]
    [InlineData("\e\e[", "Esc Alt-[")]
    [InlineData("\e]0;cut off", "")]
    [InlineData("\e[[", "")]
    public void After_a_pause_what_is_ambiguous_is_decided(string bytes, string keys)
    {
        KeyParser parser = new();
        Assert.Empty(Feed(parser, Encoding.UTF8.GetBytes(bytes)));
        Assert.True(parser.IsAmbiguous);
        List<Key> found = [];
        while (parser.Flush(out Key key)) found.Add(key);
        Assert.Equal(keys, NamesOf(found));
        Assert.False(parser.IsAmbiguous);
        Assert.Equal("q", NamesOf(Feed(parser, "q"u8)));
    }

    [Theory]
    [InlineData("\e[1;5", "A", "Ctrl-Up")]
    [InlineData("\e[200~paste in ", "two\e[201~", "paste in two")]
    [InlineData("\xC3", "\xA4", "ä")]
    public void After_a_pause_what_nobody_types_goes_on(string before, string after, string keys)
    {
        KeyParser parser = new();
        Assert.Empty(Feed(parser, Encoding.Latin1.GetBytes(before)));
        Assert.False(parser.Flush(out _));
        Key key = Assert.Single(Feed(parser, Encoding.Latin1.GetBytes(after)));
        Assert.Equal(keys, key.Text ?? key.ToString());
    }

    [Fact]
    public void Mouse_buttons_and_the_wheel_come_with_their_cell()
    {
        List<Key> keys = Parse("\e[<0;1;1M\e[<2;300;70m\e[<64;5;6M\e[<65;5;6M\e[<17;2;3M"u8);
        Assert.Equal(
            [
                Key.Mouse(KeyCode.MousePress, MouseButton.Left, 0, 0),
                Key.Mouse(KeyCode.MouseRelease, MouseButton.Right, 299, 69),
                Key.Mouse(KeyCode.WheelUp, MouseButton.None, 4, 5),
                Key.Mouse(KeyCode.WheelDown, MouseButton.None, 4, 5),
                Key.Mouse(KeyCode.MousePress, MouseButton.Middle, 1, 2, KeyModifiers.Control),
            ], keys);
    }

    [Fact]
    public void Terminals_without_mode_1006_have_a_mouse_too()
    {
        List<Key> keys = Parse([.. "\e[M"u8, 32, 33, 33, .. "\e[M"u8, 35, 42, 43, .. "\e[M"u8, 96, 255, 34]);
        Assert.Equal(
            [
                Key.Mouse(KeyCode.MousePress, MouseButton.Left, 0, 0),
                Key.Mouse(KeyCode.MouseRelease, MouseButton.None, 9, 10),
                Key.Mouse(KeyCode.WheelUp, MouseButton.None, 222, 1),
            ], keys);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("q\rq\nq\r\nq\tq", "q q q q q")]
    [InlineData("a\e[31mb\x07\x7f\u009b", "a[31mb")]
    [InlineData("\e[20\e[201", "[20[201")]
    [InlineData("right\u202Eto left\u200B", "rightto left")]
    [InlineData("\u2028漢😀", " 漢😀")]
    [InlineData("", "")]
    public void Pasted_text_is_one_printable_line_and_never_keys(string pasted, string text)
    {
        List<Key> keys = Parse(Encoding.UTF8.GetBytes($"\e[200~{pasted}\e[201~"));
        Assert.Equal(Key.Paste(text), Assert.Single(keys));
    }

    [Fact]
    public void Pasted_bytes_that_are_no_text_show_as_replacement()
    {
        Key key = Assert.Single(Parse([.. "\e[200~a"u8, 0xC3, (byte)'b', 0xFF, .. "\e[201~"u8]));
        Assert.Equal("a\uFFFDb\uFFFD", key.Text);
    }

    [Fact]
    public void A_long_paste_is_cut_and_its_rest_swallowed()
    {
        byte[] bytes = [.. "\e[200~"u8, .. Enumerable.Repeat((byte)'j', 100_000), .. "\e[201~q"u8];
        List<Key> keys = Parse(bytes);
        Assert.Equal([Key.Paste(new string('j', PasteText.MaxLength)), Key.Char('q')], keys);
    }

    [Fact]
    public void An_endless_string_gives_the_keyboard_back()
    {
        byte[] bytes = [.. "\e]0;"u8, .. Enumerable.Repeat((byte)'j', 65_536), .. "q"u8];
        Assert.Equal("j q", NamesOf(Parse(bytes))[^3..]);
    }

    [Fact]
    public void Keys_cost_no_memory()
    {
        KeyParser parser = new();
        byte[] bytes = Encoding.UTF8.GetBytes("q\e[A\e[1;5B\e[<0;10;20M\e[<64;1;1Mä漢\eOP\e\e[3~\ex\e]0;title\a\e[?1;2c");
        int Count()
        {
            int keys = 0;
            ReadOnlySpan<byte> input = bytes;
            while (parser.TryRead(ref input, out _)) keys++;
            return keys;
        }

        int expected = Count();
        long allocated = Allocation.Of(() =>
        {
            for (int i = 0; i < 100; i++) Assert.True(Count() == expected);
        });
        Assert.Equal(0, allocated);
        Assert.Equal(10, expected);
    }

    internal static List<Key> Parse(ReadOnlySpan<byte> bytes) => Feed(new KeyParser(), bytes);

    internal static List<Key> Feed(KeyParser parser, ReadOnlySpan<byte> bytes)
    {
        List<Key> keys = [];
        while (parser.TryRead(ref bytes, out Key key)) keys.Add(key);
        Assert.True(bytes.IsEmpty);
        return keys;
    }

    private static string NamesOf(List<Key> keys) => string.Join(' ', keys);
}
