namespace Motia.Silo.Items;

/// <summary>
/// Numbers that are never given twice, although not every one given is written down: the root says up to which they may have been given, in blocks ahead of need.
/// </summary>
internal sealed class NumberReserve(int block)
{
    /// <summary>The next number to give.</summary>
    public long Next { get; private set; } = 1;

    /// <summary>Numbers below this one may be given, because the root in the store says so.</summary>
    public long Bound { get; private set; } = 1;

    /// <summary>Whether the block is half used up: time to reserve the next one.</summary>
    public bool IsHalfUsed => Bound - Next <= block / 2;

    public bool Has(int count) => Bound - Next >= count;

    public long Take() => Next++;

    /// <summary>The bound to write with the next root.</summary>
    public long Wanted(int atLeast = 1) => Bound - Next > Math.Max(block / 2, atLeast) ? Bound : Next + Math.Max(block, atLeast);

    /// <summary>A root with this bound is durable.</summary>
    public void Grant(long bound) => Bound = Math.Max(Bound, bound);

    /// <summary>Goes on from what a root says.</summary>
    public void Restore(long bound) => (Next, Bound) = (bound, bound);

    /// <summary>Gives none of the numbers that are reserved.</summary>
    public void Drop() => Next = Bound;
}
