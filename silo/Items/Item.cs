using System.Text;

namespace Motia.Silo.Items;

/// <summary>An item as it was read. The bytes do not change when the item does.</summary>
/// <param name="record">The record that it is in.</param>
/// <param name="place">Where in the record.</param>
internal readonly struct Item(byte[] record, ItemPlace place)
{
    public long Sequence => place.Sequence;

    public string Key => Encoding.UTF8.GetString(KeyBytes);

    public ReadOnlySpan<byte> KeyBytes => record.AsSpan(place.Key, place.KeyEnd - place.Key);

    public ReadOnlyMemory<byte> Value => record.AsMemory(place.Value, place.End - place.Value);

    public ReadOnlySpan<byte> Stored => record.AsSpan(place.Start, Size);

    public int Size => place.End - place.Start;
}
