namespace Motia;

/// <summary>What somebody subscribes to: a group of a stream, or one item in it.</summary>
/// <param name="StreamName">The stream.</param>
/// <param name="GroupId">The group.</param>
/// <param name="Id">The item; null for the whole group.</param>
public sealed record StreamSubscription(string StreamName, string GroupId, string? Id);
