using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Motia.Grains;

/// <summary>The first half of a text's SHA-256: the same on every machine, and no two texts meet. Part of the stored format.</summary>
internal static class TextHash
{
    private const int LongestOnStack = 1536;

    public static UInt128 Of(string text)
    {
        var largest = Encoding.UTF8.GetMaxByteCount(text.Length);
        var buffer = largest <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[largest];
        return Of(buffer[..Encoding.UTF8.GetBytes(text, buffer)]);
    }

    public static UInt128 Of(ReadOnlySpan<byte> utf8)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8, hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>One of <paramref name="count"/> places to which a hash belongs: its first 8 bytes, modulo the count.</summary>
    public static int Place(UInt128 hash, int count) => (int)((ulong)(hash >> 64) % (ulong)count);
}
