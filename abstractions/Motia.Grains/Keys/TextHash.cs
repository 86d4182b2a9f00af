using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Motia.Grains;

/// <summary>The first half of a text's SHA-256: the same on every machine, and no two texts meet. Part of the stored format.</summary>
/// <param name="First">The first 8 bytes, big-endian.</param>
/// <param name="Second">The next 8 bytes.</param>
/// <remarks>Not a <see cref="UInt128"/>, whose alignment makes sets of it half as large again.</remarks>
internal readonly record struct TextHash(ulong First, ulong Second)
{
    private const int LongestOnStack = 1536;

    public static TextHash Of(string text)
    {
        var largest = Encoding.UTF8.GetMaxByteCount(text.Length);
        var buffer = largest <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[largest];
        return Of(buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
    }

    public static TextHash Of(ReadOnlySpan<byte> utf8)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8, hash);
        return new(BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[sizeof(ulong)..]));
    }

    /// <summary>One of <paramref name="count"/> places to which the text belongs.</summary>
    public int Place(int count) => (int)(First % (ulong)count);

    public override int GetHashCode() => Second.GetHashCode();
}
