namespace Motia.Grains;

/// <summary>The items of one group of a stream, and who watches them. Key: <see cref="GrainKeys.Stream(string, string)"/>. Items are UTF-8 JSON objects with their <c>id</c>. Every answer
/// tells only what is durable, and so does every push.</summary>
[Alias("motia.stream")]
public interface IStreamGrain : IGrainWithStringKey
{
    /// <summary>Reads one item.</summary>
    [Alias("Get")]
    Task<StateAnswer> Get(string id);

    /// <summary>Writes one item and answers it, with its id, once it is durable.</summary>
    /// <param name="stream">The stream's name, which the grain's key may not hold.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="id">The item's id.</param>
    /// <param name="item">The item.</param>
    [Alias("Set")]
    Task<StateAnswer> Set(string stream, string group, string id, ReadOnlyMemory<byte> item);

    /// <summary>Changes one item by operations, as one, and answers the new item.</summary>
    /// <param name="stream">The stream's name, which the grain's key may not hold.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="id">The item's id.</param>
    /// <param name="operations">As in <see cref="IStateGrain.Update"/>.</param>
    [Alias("Update")]
    Task<StateAnswer> Update(string stream, string group, string id, ReadOnlyMemory<byte> operations);

    /// <summary>Deletes one item and answers what was there.</summary>
    [Alias("Delete")]
    Task<StateAnswer> Delete(string id);

    /// <summary>Sends an event to those who watch now.</summary>
    /// <param name="id">The item it is about; null for the group.</param>
    /// <param name="type">The event's type.</param>
    /// <param name="data">Its data, UTF-8 JSON.</param>
    [Alias("Send")]
    Task<StateAnswer> Send(string? id, string type, ReadOnlyMemory<byte> data);

    /// <summary>Reads items in the order in which they were created, at most <paramref name="limit"/> items and about 1 MB, but at least one item if there is one.</summary>
    /// <param name="after">The <see cref="StatePage.Next"/> of the page before; 0 for the first page.</param>
    /// <param name="limit">The most items to answer.</param>
    [Alias("List")]
    Task<StatePage> List(long after, int limit);

    /// <summary>How many items the group has; −1 if the store could not tell.</summary>
    [Alias("Count")]
    Task<int> Count();

    /// <summary>Begins to push every change to a watcher, or says that it still watches: it is forgotten when it has not said so for a minute.</summary>
    /// <param name="watcher">The watcher.</param>
    /// <param name="stream">The stream's name, which the grain's key may not hold.</param>
    /// <param name="group">The group's name.</param>
    /// <param name="since">Answer the changes after this number, if they are still known; 0 if none are wanted. −1 only asks whether it still watches: if it does, the answer has no number.</param>
    /// <returns>A number between the changes before and those after. Items that are read later are of that moment or newer; whatever is newer is also pushed.</returns>
    [Alias("Watch")]
    Task<StreamWatch> Watch(IStreamWatcher watcher, string stream, string group, long since);

    /// <summary>Ends the pushing to a watcher.</summary>
    [Alias("Leave")]
    Task Leave(IStreamWatcher watcher);
}
