using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Motia.Silo.Items;

/// <summary>Where a key belongs in a group's tree of pages. Part of the stored format.</summary>
internal static class KeyHash
{
    private const int LongestOnStack = 1024;

    /// <summary>The first 64 bits of the key's SHA-256, so that nobody can choose keys that meet in one page.</summary>
    public static ulong Of(string key)
    {
        var size = Encoding.UTF8.GetMaxByteCount(key.Length);
        var bytes = size <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[size];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)], hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }
}
