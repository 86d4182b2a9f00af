using System.Buffers;

namespace Motia.Gateway.Streams;

/// <summary>A frame that is being received, in a rented array that grows with it.</summary>
internal sealed class FrameBuffer : IDisposable
{
    private const int FirstBytes = 2 * 1024;
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstBytes);
    private int _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Where the next part goes; never empty.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (_length == _bytes.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * _length);
                _bytes.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = larger;
            }

            return _bytes.AsMemory(_length);
        }
    }

    public void Advance(int bytes) => _length += bytes;

    public void Clear() => _length = 0;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
