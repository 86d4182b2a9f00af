namespace Motia.Grains;

/// <summary>A shard of the names of the things of one kind (state groups) that exist, for whoever lists them. Key: <see cref="GrainKeys.Shard"/>.</summary>
[Alias("motia.directory")]
public interface IDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Notes a name; done when it is durable. Noting a known one changes nothing.</summary>
    [Alias("Add")]
    Task<StateAnswer> Add(string name);

    /// <summary>Forgets a name.</summary>
    [Alias("Remove")]
    Task<StateAnswer> Remove(string name);

    /// <summary>Reads names in ordinal order.</summary>
    /// <param name="after">The last name of the page before; empty for the first page.</param>
    /// <param name="limit">The most names to answer.</param>
    [Alias("List")]
    Task<DirectoryPage> List(string after, int limit);
}
