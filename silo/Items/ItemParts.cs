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
        parts = [];
        var root = new ItemNode(depth);
        Divide(root, items.ToList().ConvertAll(item => (KeyHash.Of(item.KeyBytes), item)), parts);
        return root;
    }

    private static void Divide(ItemNode node, List<(ulong Hash, Item Item)> items, List<(ItemNode Leaf, ItemList Items)> parts)
    {
        if (items.Count == 0)
        {
            return;
        }

        if (items.Count == 1 || node.Depth == ItemLimits.Depth || items.Sum(item => item.Item.Size) <= ItemLimits.PageBytes)
        {
            parts.Add((node, ItemList.Of(items.ConvertAll(item => item.Item))));
            return;
        }

        node.Divide();
        Divide(node.Zero!, items.FindAll(item => !node.IsOne(item.Hash)), parts);
        Divide(node.One!, items.FindAll(item => node.IsOne(item.Hash)), parts);
    }
}
