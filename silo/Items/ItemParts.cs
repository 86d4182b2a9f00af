namespace Motia.Silo.Items;

/// <summary>Spreads the items of a page that has grown too large.</summary>
internal static class ItemParts
{
    /// <summary>Divides items by the bits of their keys' hashes until each part fits a page.</summary>
    /// <param name="items">The items.</param>
    /// <param name="depth">The depth of the leaf that they are in.</param>
    /// <param name="parts">The leaves that have items, and the items of each, in order.</param>
    /// <returns>A tree of that depth, to take the leaf's place.</returns>
    public static ItemNode Divide(ItemList items, int depth, out List<(ItemNode Leaf, ItemList Items)> parts)
    {
        var hashed = new List<(ulong Hash, Item Item)>(items.Count);
        foreach (var item in items)
        {
            hashed.Add((KeyHash.Of(item.Key), item));
        }

        parts = [];
        var root = new ItemNode(depth);
        Divide(root, hashed, parts);
        return root;
    }

    private static void Divide(ItemNode node, List<(ulong Hash, Item Item)> items, List<(ItemNode Leaf, ItemList Items)> parts)
    {
        if (items.Count == 0)
        {
            return;
        }

        var list = new ItemList([.. items.Select(item => item.Item)]);
        if (items.Count == 1 || list.Size <= ItemLimits.PageBytes || node.Depth == ItemLimits.Depth)
        {
            parts.Add((node, list));
            return;
        }

        node.Divide();
        Divide(node.Zero!, items.FindAll(item => !node.IsOne(item.Hash)), parts);
        Divide(node.One!, items.FindAll(item => node.IsOne(item.Hash)), parts);
    }
}
