using System.Text;
using Probetop.Probes.Bpf;
using Probetop.Probes.Interop;
using Xunit;

namespace Probetop.Tests.Unit.Bpf;

public sealed class LibBpfLogTests
{
    [Fact]
    public void A_scope_has_its_own_threads_messages_and_hands_them_to_the_outer_scope()
    {
        using var outer = LibBpfLog.Capture();
        using (var inner = LibBpfLog.Capture())
        {
            Fail("inner");
            var other = new Thread(() => Fail("other"));
            other.Start();
            other.Join();
            Assert.NotEmpty(inner.Messages);
            Assert.DoesNotContain(inner.Messages, message => message.StartsWith("libbpf: ", StringComparison.Ordinal));
        }

        int innerCount = outer.Messages.Count;
        Assert.True(innerCount > 0);
        Fail("outer");
        Assert.Equal(2 * innerCount, outer.Messages.Count);
    }

    [Fact]
    public void The_store_is_bounded()
    {
        using var captured = LibBpfLog.Capture();
        for (int i = 0; i < 1000; i++) Fail("again");
        Assert.InRange(captured.Messages.Count, 1, 256);
    }

    [Fact]
    public void Of_a_long_message_the_beginning_and_the_end_are_kept()
    {
        string log = string.Join('\n', Enumerable.Range(0, 100_000).Select(line => $"line {line}"));
        string kept = LibBpfLog.Decode(Encoding.UTF8.GetBytes($"libbpf: prog 'a': {log}\n"));
        Assert.InRange(kept.Length, LibBpfLog.MessageBytes, LibBpfLog.MessageBytes + 16);
        Assert.StartsWith("prog 'a': line 0\n", kept, StringComparison.Ordinal);
        Assert.EndsWith("\nline 99999", kept, StringComparison.Ordinal);
    }

    private static void Fail(string name) => Assert.Throws<BpfException>(() => BpfObject.Open(name, "no object"u8));
}
