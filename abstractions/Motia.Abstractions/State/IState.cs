namespace Motia;

/// <summary>Durable JSON values by group and key. The trace id is the customary group.</summary>
/// <remarks>
/// A group is exact: <c>"a"</c> never sees what is in <c>"ab"</c>. Group and key take 1–512 bytes of UTF-8, a value 1 MB of JSON. A write is durable when its task completes.
/// Every method throws <see cref="StateException"/> when a bound is broken, the store can't take or give the value, or the stored JSON can't be read as a <c>T</c>. In the last
/// case, <see cref="StateError.Unreadable"/>, an update is kept and a deleted value is gone all the same: what is wrong is only the type the answer was asked for in.
/// </remarks>
public interface IState
{
    /// <summary>Reads a value.</summary>
    /// <returns>The value; <c>default</c> if there is none or it is JSON <c>null</c>.</returns>
    Task<T?> GetAsync<T>(string group, string key, CancellationToken cancellationToken = default);

    /// <summary>Writes a value. <c>null</c> stores JSON <c>null</c>.</summary>
    /// <returns>The value.</returns>
    Task<T> SetAsync<T>(string group, string key, T value, CancellationToken cancellationToken = default);

    /// <summary>Changes a value by the operations in order, as one: no other write comes in between, and if one operation fails none is kept.</summary>
    /// <returns>The new value; <c>default</c> if it is JSON <c>null</c>.</returns>
    Task<T?> UpdateAsync<T>(string group, string key, IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken = default);

    /// <summary>Deletes a value.</summary>
    /// <returns>The value that was there; <c>default</c> if there was none or it was JSON <c>null</c>.</returns>
    Task<T?> DeleteAsync<T>(string group, string key, CancellationToken cancellationToken = default);

    /// <summary>Reads all values of a group in the order in which their keys were first set.</summary>
    /// <returns>The values; empty if the group has none.</returns>
    Task<IReadOnlyList<T?>> GetGroupAsync<T>(string group, CancellationToken cancellationToken = default);

    /// <summary>Deletes all values of a group.</summary>
    Task ClearAsync(string group, CancellationToken cancellationToken = default);
}
