using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace Probetop.Probes.Sampling;

/// <summary>A line of numbers in <c>/proc</c>, kept open and read without allocation. One thread.</summary>
internal sealed class ProcNumbers(string path) : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path);
    private readonly byte[] _buffer = new byte[128];

    /// <summary>The number at a position from 0 on; 0 when it is not there.</summary>
    public double Read(int position)
    {
        ReadOnlySpan<byte> text = _buffer.AsSpan(0, RandomAccess.Read(_file, _buffer, 0));
        for (; position > 0; position--) text = text[(text.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(text, out double number, out _) ? number : 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
