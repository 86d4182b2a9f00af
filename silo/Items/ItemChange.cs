namespace Motia.Silo.Items;

/// <summary>What to do with an item.</summary>
/// <param name="Kind">Whether to keep, write or remove it.</param>
/// <param name="Value">What to write.</param>
internal readonly record struct ItemChange(ItemChangeKind Kind, ReadOnlyMemory<byte> Value)
{
    public static ItemChange Keep => default;

    public static ItemChange Remove => new(ItemChangeKind.Remove, default);

    public static ItemChange Put(ReadOnlyMemory<byte> value) => new(ItemChangeKind.Put, value);
}
