namespace Motia.Gateway.Control;

/// <summary>Some of what a lane has.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">Where the lane goes on; empty if that was all.</param>
/// <param name="Bytes">How large they are, if they may be large.</param>
internal sealed record LanePage<T>(IReadOnlyList<T> Items, string Next, long Bytes);
