namespace Motia.Silo.Schemas.Keywords;

/// <summary>The bits of evaluated members and items.</summary>
internal static class Seen
{
    /// <summary>Up to 512 members or items are tracked on the stack.</summary>
    public const int OnStack = 8;

    public static int Words(int bits) => (bits + 63) >> 6;

    public static void Set(Span<ulong> bits, int index)
    {
        if (!bits.IsEmpty)
        {
            bits[index >> 6] |= 1UL << index;
        }
    }

    public static bool Has(ReadOnlySpan<ulong> bits, int index) => (bits[index >> 6] & (1UL << index)) != 0;

    public static bool HasAll(ReadOnlySpan<ulong> bits, ReadOnlySpan<ulong> wanted)
    {
        for (var i = 0; i < wanted.Length; i++)
        {
            if ((wanted[i] & ~bits[i]) != 0)
            {
                return false;
            }
        }
        return true;
    }

    public static void Merge(ReadOnlySpan<ulong> from, Span<ulong> into)
    {
        for (var i = 0; i < into.Length; i++)
        {
            into[i] |= from[i];
        }
    }
}
