using Motia.Grains;

namespace Motia.Silo.Items;

/// <summary>Where a key belongs in a group's tree of pages: the first 64 bits of its SHA-256, so that nobody can choose keys that meet in one page.</summary>
/// <remarks>Part of the stored format.</remarks>
internal static class KeyHash
{
    public static ulong Of(string key) => TextHash.Of(key).First;

    public static ulong Of(ReadOnlySpan<byte> key) => TextHash.Of(key).First;
}
