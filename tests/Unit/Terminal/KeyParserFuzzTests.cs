using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Probetop.App.Terminal;
using Probetop.Views.Input;
using Xunit;

namespace Probetop.Tests.Unit.Terminal;

public class KeyParserFuzzTests
{
    // Pieces that parsers trip over, and the boundaries between their states.
    private static readonly string[] Corpus =
    [
        "\e", "\e\e", "\e\e\e", "\e[", "\eO", "\e]", "\eP", "\e_", "\e\\", "[", "O", "~", "$", "u", "M", "m", ";", ":", "<", "?",
        "A", "R", "\e[200~", "\e[201~", "\e[20", "\e[201", "0;", "1;5", "200", "99999999999999999999", ":::::",
        ";;;;;;;;;;;;;;;;", "\e[<", "\e[M", "\e[[", "\r", "\n", "\t", "\0", "\x03", "\x07", "\x18", "\x1a", "\x7f", "\x80",
        "\x9b", "\x9c", "\xc2", "\xc2\x9b", "\xc3", "\xa4", "\xe6\xbc", "\xa2", "\xed\xa0\x80", "\xf0\x9f\x98\x80",
        "\xf4\x90\x80\x80", "\xff", "q", "漢", "\e[27;5;", "\e[97:65;2", "$y", "\e]52;c;", "\e[1;1:3", "\e[1114111u", "\e[55296u",
        "\e[155u", "\e[128u", "\e[3u", "\e[127;5u", "\e[27;1;155~",
    ];

    private static readonly Gen<byte[]> Input =
        from pieces in Gen.Frequency(
            (3, Gen.Elements(Corpus).Select(piece => Encoding.Latin1.GetBytes(piece))),
            (1, Gen.Choose(0, 255).Select(value => new[] { (byte)value }))).ListOf()
        select pieces.SelectMany(piece => piece).ToArray();

    [Fact]
    public void Any_bytes_cut_anywhere_give_the_same_keys()
    {
        Gen<(byte[] Bytes, int Seed)> cases = from bytes in Input from seed in Gen.Choose(0, int.MaxValue - 1) select (bytes, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            Random random = new(c.Seed);
            KeyParser parser = new();
            List<Key> keys = [];
            for (int at = 0; at < c.Bytes.Length;)
            {
                int length = Math.Min(random.Next(0, 5), c.Bytes.Length - at);
                keys.AddRange(KeyParserTests.Feed(parser, c.Bytes.AsSpan(at, length)));
                at += length;
            }

            Assert.Equal(KeyParserTests.Parse(c.Bytes), keys);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Fact]
    public void Any_bytes_and_pauses_give_well_formed_keys_and_never_lock_the_keyboard()
    {
        Gen<(byte[] Bytes, int Seed)> cases = from bytes in Input from seed in Gen.Choose(0, int.MaxValue - 1) select (bytes, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            Random random = new(c.Seed);
            KeyParser parser = new();
            foreach (byte value in c.Bytes)
            {
                KeyParserTests.Feed(parser, [value]).ForEach(AssertWellFormed);
                int flushes = 0;
                while (random.Next(4) == 0 && parser.Flush(out Key key))
                {
                    AssertWellFormed(key);
                    Assert.True(++flushes < 4);
                }
            }

            Assert.Equal(Key.Control('c'), KeyParserTests.Feed(parser, [3])[^1]);
            Assert.Equal([Key.Char('q')], KeyParserTests.Feed(parser, "q"u8));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    private static void AssertWellFormed(Key key)
    {
        Assert.True(Enum.IsDefined(key.Code) && key.Code != KeyCode.None);
        Assert.Equal(key.Code == KeyCode.Char, key.Scalar != 0);
        if (key.Code == KeyCode.Char) Assert.True(Rune.IsValid(key.Scalar) && !Rune.IsControl(new Rune(key.Scalar)), $"{key.Scalar:x}");
        Assert.Equal(key.Code == KeyCode.Paste, key.Text is not null);
        Assert.DoesNotContain(key.Text ?? "", char.IsControl);
        Assert.True((key.Text?.Length ?? 0) <= PasteText.MaxLength);
        Assert.True(key.Column >= 0 && key.Row >= 0);
        Assert.DoesNotContain(key.ToString(), char.IsControl);
    }
}
