namespace Motia.Silo.Runners.Protocol;

/// <summary>The meta of a Request.</summary>
/// <param name="Call">The call whose handler asks.</param>
/// <param name="Op">What it asks for.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Group">The group.</param>
/// <param name="Key">The key of state.</param>
/// <param name="Id">The id of a stream's item.</param>
internal sealed record RequestMeta(uint Call, string? Op, string? Stream, string? Group, string? Key, string? Id)
{
    /// <summary>Whether it is about all items of its group.</summary>
    public bool IsAboutGroup => Op is "state.getGroup" or "state.clear" or "stream.getGroup";
}
