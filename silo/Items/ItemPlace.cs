namespace Motia.Silo.Items;

/// <summary>Where an item is in its record: the sequence number, the key's length and the key, the value's length and the value.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Key">Where its key begins.</param>
/// <param name="KeyEnd">Where its key ends.</param>
/// <param name="Value">Where its value begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Sequence">Its place in the group's order.</param>
internal readonly record struct ItemPlace(int Start, int Key, int KeyEnd, int Value, int End, long Sequence)
{
    /// <summary>The item at a position of a record that has been checked.</summary>
    public static ItemPlace At(ReadOnlySpan<byte> record, int start)
    {
        var position = start;
        var sequence = ReadNumber(record, ref position);
        var keySize = (int)ReadNumber(record, ref position);
        var key = position;
        position += keySize;
        var valueSize = (int)ReadNumber(record, ref position);
        return new(start, key, key + keySize, position, position + valueSize, sequence);
    }

    private static long ReadNumber(ReadOnlySpan<byte> record, ref int position)
    {
        long next = record[position++];
        if (next < 0x80)
        {
            return next;
        }

        var number = next & 0x7f;
        for (var shift = 7; ; shift += 7)
        {
            next = record[position++];
            number |= (next & 0x7f) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }
    }
}
