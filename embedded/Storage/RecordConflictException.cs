namespace Motia.Embedded.Storage;

/// <summary>A write or delete named an etag that is not the record's.</summary>
public sealed class RecordConflictException(string name, string key, string? etagGiven, string? etagFound)
    : Exception($"Record '{name}/{key}' has {Describe(etagFound)}, but the operation named {Describe(etagGiven)}. Read the record again and repeat the change.")
{
    /// <summary>The record's name.</summary>
    public string Name { get; } = name;

    /// <summary>The record's key.</summary>
    public string Key { get; } = key;

    /// <summary>The etag that the caller gave; null stands for "must not exist".</summary>
    public string? EtagGiven { get; } = etagGiven;

    /// <summary>The etag that the store found; null when the record does not exist.</summary>
    public string? EtagFound { get; } = etagFound;

    private static string Describe(string? etag) => etag is null ? "no etag (no such record)" : $"etag '{etag}'";
}
