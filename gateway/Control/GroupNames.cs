using Motia.Grains;

namespace Motia.Gateway.Control;

/// <summary>A page of the groups that the directory lists.</summary>
/// <param name="Names">Their names, in order.</param>
/// <param name="Next">The cursor of the next page; null if nothing follows.</param>
internal sealed record GroupNames(string[] Names, string? Next)
{
    /// <summary>Reads a page of one of <see cref="DirectoryShards"/>.</summary>
    public static async Task<GroupNames> ReadAsync(IGrainFactory grains, string kind, Paging paging)
    {
        var pages = await Task.WhenAll(grains.Directories(kind).Select(shard => shard.List(paging.After, paging.Limit)));
        foreach (var page in pages)
        {
            ItemAnswers.Demand(page.Outcome, page.Message);
        }

        string[] names = [.. pages.SelectMany(page => page.Names).Order(StringComparer.Ordinal).Take(paging.Limit)];
        return new(names, names.Length == paging.Limit ? names[^1] : null);
    }
}
