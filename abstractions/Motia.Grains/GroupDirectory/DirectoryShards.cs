namespace Motia.Grains;

/// <summary>Spreads the names of one kind over its directory grains.</summary>
public static class DirectoryShards
{
    /// <summary>How many directory grains a kind has. Part of the stored format: a name is found only where it was noted.</summary>
    public const int Count = 8;

    /// <summary>The kind that lists state groups.</summary>
    public const string StateGroups = "groups";

    /// <summary>The kind that lists the groups of streams.</summary>
    public const string StreamGroups = "stream-groups";

    /// <summary>The directory grain that a name belongs to.</summary>
    /// <param name="grains">Where grains come from.</param>
    /// <param name="kind">The kind of thing, such as <see cref="StateGroups"/>.</param>
    /// <param name="name">The name.</param>
    public static IDirectoryGrain Directory(this IGrainFactory grains, string kind, string name)
    {
        ArgumentNullException.ThrowIfNull(grains);
        ArgumentNullException.ThrowIfNull(name);
        return grains.GetGrain<IDirectoryGrain>(GrainKeys.Shard(kind, TextHash.Of(name).Place(Count)));
    }

    /// <summary>All directory grains of a kind.</summary>
    /// <param name="grains">Where grains come from.</param>
    /// <param name="kind">The kind of thing, such as <see cref="StateGroups"/>.</param>
    public static IEnumerable<IDirectoryGrain> Directories(this IGrainFactory grains, string kind) =>
        Enumerable.Range(0, Count).Select(number => grains.GetGrain<IDirectoryGrain>(GrainKeys.Shard(kind, number)));
}
