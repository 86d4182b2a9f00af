namespace Motia.Silo.Items;

/// <summary>The sizes that items are kept in. None is part of the stored format.</summary>
internal static class ItemLimits
{
    /// <summary>
    /// The most bytes of items in one record; beyond, it is split, unless it holds a single item. Larger records cost the store's single writer more than the writes
    /// that they save.
    /// </summary>
    public const int PageBytes = 8 * 1024 - 64;

    /// <summary>How deep the tree of pages may grow; a page there is not split however large it gets.</summary>
    public const int Depth = 48;

    /// <summary>How many sequence numbers a group with pages reserves at a time.</summary>
    public const int SequenceBlock = 4096;

    /// <summary>How many page numbers a group with pages reserves at a time. After a crash, as many records are looked for.</summary>
    public const int PageBlock = 16;

    /// <summary>How many clean bytes of pages one activation keeps in memory: about 100,000 items of 100 bytes.</summary>
    public const int CachedBytes = 16 * 1024 * 1024;

    /// <summary>How many pages are deleted at a time in the background.</summary>
    public const int DeletedAtATime = 16;
}
