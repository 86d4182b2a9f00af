namespace Motia.Gateway.Control;

/// <summary>The queues.</summary>
/// <param name="Queues">By step and topic.</param>
/// <param name="Unreachable">The lanes whose deliveries are not counted.</param>
internal sealed record QueueList(IReadOnlyList<QueueReport> Queues, IReadOnlyList<UnreachableLane> Unreachable);
