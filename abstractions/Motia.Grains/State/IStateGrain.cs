namespace Motia.Grains;

/// <summary>The items of one state group. Key: <see cref="GrainKeys.Group"/>. Values are UTF-8 JSON. Every answer tells only what is durable.</summary>
[Alias("motia.state")]
public interface IStateGrain : IGrainWithStringKey
{
    /// <summary>Reads one value.</summary>
    [Alias("Get")]
    Task<StateAnswer> Get(string key);

    /// <summary>Writes one value and answers it once it is durable.</summary>
    /// <param name="group">The group's name, which the grain's key may not hold.</param>
    /// <param name="key">The item's key.</param>
    /// <param name="value">The value.</param>
    [Alias("Set")]
    Task<StateAnswer> Set(string group, string key, ReadOnlyMemory<byte> value);

    /// <summary>Changes one value by operations, as one, and answers the new value.</summary>
    /// <param name="group">The group's name, which the grain's key may not hold.</param>
    /// <param name="key">The item's key.</param>
    /// <param name="operations">
    /// A JSON array of operations: <c>[{"type":"increment","path":"count","by":1}]</c>. A part of a path names a member of an object or, as a number from 0 to
    /// its length, an element of an array. On the way to the place and for <c>merge</c>, <c>null</c> counts as nothing; to <c>increment</c> it is an error.
    /// Sums are exact up to 28 digits, beyond that they are doubles. <c>remove</c> of <c>""</c> leaves <c>null</c>.
    /// </param>
    [Alias("Update")]
    Task<StateAnswer> Update(string group, string key, ReadOnlyMemory<byte> operations);

    /// <summary>Deletes one value and answers what was there.</summary>
    [Alias("Delete")]
    Task<StateAnswer> Delete(string key);

    /// <summary>Deletes all values.</summary>
    [Alias("Clear")]
    Task<StateAnswer> Clear();

    /// <summary>Reads values in the order in which their keys were first set, at most <paramref name="limit"/> items and about 1 MB, but at least one item if there is one.</summary>
    /// <param name="after">The <see cref="StatePage.Next"/> of the page before; 0 for the first page.</param>
    /// <param name="limit">The most items to answer.</param>
    [Alias("List")]
    Task<StatePage> List(long after, int limit);

    /// <summary>How many items the group has; −1 if the store could not tell.</summary>
    [Alias("Count")]
    Task<int> Count();
}
