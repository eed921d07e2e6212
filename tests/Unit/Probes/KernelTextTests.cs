using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Probetop.Probes.Text;
using Xunit;

namespace Probetop.Tests.Unit.Probes;

public sealed class KernelTextTests
{
    [Theory]
    [InlineData("bash\0garbage", "bash")]
    [InlineData("", "")]
    [InlineData("\0", "")]
    [InlineData("grep \\.foo", "grep \\.foo")]
    [InlineData("žluťoučký", "žluťoučký")]
    [InlineData("a\\x41", "a\\\\x41")]
    public void Text_ends_at_the_first_nul_and_is_left_as_it_is(string bytes, string text) =>
        Assert.Equal(text, KernelText.Decode(Encoding.UTF8.GetBytes(bytes)));

    [Fact]
    public void Bytes_that_are_not_text_are_escaped() =>
        Assert.Equal(@"a\xffb\\c", KernelText.Decode([(byte)'a', 0xff, (byte)'b', (byte)'\\', (byte)'c']));

    [Fact]
    public void Whatever_was_decoded_can_be_encoded_again() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => bytes.Where(value => value != 0).ToArray()).ToArbitrary(),
        bytes => Encode(KernelText.Decode(bytes)).SequenceEqual(bytes)).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("/bin/true\0", "/bin/true")]
    [InlineData("sh\0-c\0echo hi\0", "sh -c \"echo hi\"")]
    [InlineData("printf\0\0x\0", "printf \"\" x")]
    [InlineData("echo\0a\"b\0", "echo \"a\\\"b\"")]
    [InlineData("", "\"\"")]
    public void Arguments_are_joined_so_that_they_can_be_told_apart(string arguments, string joined) =>
        Assert.Equal(joined, KernelText.JoinArguments(Encoding.UTF8.GetBytes(arguments)));

    // What a reader of the JSON does: the escaped form is in use exactly when "\x" occurs.
    private static byte[] Encode(string text)
    {
        if (!text.Contains("\\x", StringComparison.Ordinal)) return Encoding.UTF8.GetBytes(text);
        var bytes = new List<byte>();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                int length = char.IsSurrogatePair(text, i) ? 2 : 1;
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, length));
                i += length - 1;
            }
            else if (text[i + 1] == '\\')
            {
                bytes.Add((byte)'\\');
                i++;
            }
            else
            {
                bytes.Add(Convert.ToByte(text.Substring(i + 2, 2), 16));
                i += 3;
            }
        }

        return [.. bytes];
    }
}
