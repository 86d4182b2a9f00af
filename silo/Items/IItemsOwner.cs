namespace Motia.Silo.Items;

/// <summary>The grain whose items they are. Called inside its turns.</summary>
internal interface IItemsOwner
{
    /// <summary>The last item is gone, and with it every record of the group.</summary>
    void ItemsEmptied();

    /// <summary>A save failed; the items refuse everything from now on. The activation should end.</summary>
    /// <param name="cause">Why.</param>
    void ItemsFailed(Exception cause);
}
