namespace Motia;

/// <summary>A named realtime collection: durable items by group and id, whose every change reaches whoever has subscribed to the group or the item.</summary>
/// <remarks>
/// An item is a JSON object of at most 1 MB; its <c>id</c> is the id it is kept under, whatever the value said. Group and id take 1–512 bytes of UTF-8. A change is durable when
/// its task completes; subscribers get the changes of a group in their order, soon after.
/// Every method throws <see cref="StreamException"/> when a bound is broken, the store can't take or give the item, or the stored JSON can't be read as a
/// <typeparamref name="T"/>. In the last case, <see cref="StreamError.Unreadable"/>, a change is kept all the same.
/// </remarks>
public interface IStream<T>
{
    /// <summary>Reads an item.</summary>
    /// <returns>The item; <c>default</c> if there is none.</returns>
    Task<T?> GetAsync(string group, string id, CancellationToken cancellationToken = default);

    /// <summary>Reads all items of a group in the order in which they were created.</summary>
    /// <returns>The items; empty if the group has none.</returns>
    Task<IReadOnlyList<T>> GetGroupAsync(string group, CancellationToken cancellationToken = default);

    /// <summary>Writes an item: subscribers see <c>create</c> if it is new, <c>update</c> otherwise.</summary>
    /// <returns>The item with its <c>id</c>.</returns>
    Task<T> SetAsync(string group, string id, T item, CancellationToken cancellationToken = default);

    /// <summary>Changes an item by the operations in order, as one: no other write comes in between, and if one operation fails none is kept. A missing item is created.</summary>
    /// <returns>The new item; <c>default</c> if there is none.</returns>
    Task<T?> UpdateAsync(string group, string id, IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken = default);

    /// <summary>Deletes an item. Of one that is not there subscribers see nothing.</summary>
    /// <returns>The item that was there; <c>default</c> if there was none.</returns>
    Task<T?> DeleteAsync(string group, string id, CancellationToken cancellationToken = default);

    /// <summary>Sends an event to those who are subscribed now; it is not kept.</summary>
    /// <param name="group">The group whose subscribers get it.</param>
    /// <param name="type">What they listen for.</param>
    /// <param name="data">What they get, as JSON of at most 1 MB.</param>
    /// <param name="id">Also those of this item get it. Default: those of the group alone.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task SendAsync(string group, string type, object? data, string? id = null, CancellationToken cancellationToken = default);
}
