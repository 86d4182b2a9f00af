namespace Motia.Silo.Items;

/// <summary>What a change does to an item.</summary>
internal enum ItemChangeKind
{
    Keep,
    Put,
    Remove,
}
