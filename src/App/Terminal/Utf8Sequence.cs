using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Probetop.App.Terminal;

/// <summary>Puts together a UTF-8 sequence that comes in byte by byte.</summary>
internal struct Utf8Sequence
{
    private Bytes _bytes;
    private int _length;

    /// <summary>Whether a sequence has begun and not ended.</summary>
    public readonly bool IsPartial => _length > 0;

    /// <summary>Takes a byte; <see cref="OperationStatus.Done"/> with the scalar when it completes one.</summary>
    /// <remarks>
    /// <paramref name="again"/> is set with <see cref="OperationStatus.InvalidData"/> when the byte does not belong to the broken
    /// sequence before it and is to be given again.
    /// </remarks>
    public OperationStatus Add(byte value, out uint scalar, out bool again)
    {
        _bytes[_length++] = value;
        ReadOnlySpan<byte> bytes = _bytes;
        OperationStatus status = Rune.DecodeFromUtf8(bytes[.._length], out Rune rune, out int consumed);
        again = status == OperationStatus.InvalidData && consumed < _length;
        scalar = status == OperationStatus.Done ? (uint)rune.Value : 0;
        if (status != OperationStatus.NeedMoreData) _length = 0;
        return status;
    }

    [InlineArray(4)]
    private struct Bytes
    {
        private byte _first;
    }
}
