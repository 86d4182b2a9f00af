namespace Motia.Silo.Items;

/// <summary>
/// A node of the tree that leads from a key's hash to its page, bit by bit from the highest: extendible hashing, with the directory of page numbers kept as a
/// tree. A node has two children or is a leaf; a leaf has a page, or none if no item belongs there.
/// </summary>
internal sealed class ItemNode(int depth, ItemNode? parent = null)
{
    public ItemNode? Parent { get; private set; } = parent;

    public int Depth { get; } = depth;

    public ItemNode? Zero { get; private set; }

    public ItemNode? One { get; private set; }

    public ItemPage? Page { get; private set; }

    public bool IsLeaf => Zero is null;

    public ItemNode? Sibling => Parent is null ? null : ReferenceEquals(Parent.Zero, this) ? Parent.One : Parent.Zero;

    /// <summary>The leaf for a hash.</summary>
    public ItemNode Find(ulong hash)
    {
        var node = this;
        while (node.Zero is not null)
        {
            node = node.IsOne(hash) ? node.One! : node.Zero;
        }

        return node;
    }

    /// <summary>Whether a hash belongs to the second of its children.</summary>
    public bool IsOne(ulong hash) => ((hash >> (63 - Depth)) & 1) != 0;

    /// <summary>The first hash after those that belong to this leaf; 0 if there is none.</summary>
    public ulong End(ulong hash) => Depth == 0 ? 0 : ((hash >> (64 - Depth)) + 1) << (64 - Depth);

    public void Place(ItemPage? page)
    {
        Page = page;
        if (page is not null)
        {
            page.Node = this;
        }
    }

    /// <summary>Becomes the parent of two new leaves without pages.</summary>
    public void Divide()
    {
        Page = null;
        (Zero, One) = (new(Depth + 1, this), new(Depth + 1, this));
    }

    /// <summary>Becomes a leaf with this page.</summary>
    public void Merge(ItemPage? page)
    {
        (Zero, One) = (null, null);
        Place(page);
    }

    /// <summary>Takes the place of a leaf with the children of another node of the same depth.</summary>
    public void Adopt(ItemNode other)
    {
        Page = null;
        (Zero, One) = (other.Zero, other.One);
        (Zero!.Parent, One!.Parent) = (this, this);
    }

    /// <summary>All leaves below.</summary>
    public IEnumerable<ItemNode> Leaves() => IsLeaf ? [this] : Zero!.Leaves().Concat(One!.Leaves());
}
