namespace Motia.Silo.Items;

/// <summary>Follows one change of an item.</summary>
internal interface IItemChange
{
    /// <summary>It is decided what to change; what was decided before and is to be decided again was not made.</summary>
    void Deciding();

    /// <summary>The change is made in memory, in this turn; it is not durable yet.</summary>
    /// <param name="before">The value before; null if there was none.</param>
    /// <param name="after">The value after; null if it was removed.</param>
    void Made(ReadOnlyMemory<byte>? before, ReadOnlyMemory<byte>? after);

    /// <summary>What was made, if anything was, is durable. If this never comes, the store failed and the activation ends.</summary>
    void Kept();
}
