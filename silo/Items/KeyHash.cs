using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Motia.Silo.Items;

/// <summary>Where a key belongs in a group's tree of pages: the first 64 bits of its SHA-256, so that nobody can choose keys that meet in one page.</summary>
/// <remarks>Part of the stored format.</remarks>
internal static class KeyHash
{
    private const int LongestOnStack = 1536;

    public static ulong Of(string key)
    {
        var largest = Encoding.UTF8.GetMaxByteCount(key.Length);
        var buffer = largest <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[largest];
        return Of(buffer[..Encoding.UTF8.GetBytes(key, buffer)]);
    }

    public static ulong Of(ReadOnlySpan<byte> key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
