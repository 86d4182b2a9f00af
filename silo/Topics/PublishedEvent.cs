namespace Motia.Silo.Topics;

/// <summary>An event on its topic's stream, whose key is the trace id.</summary>
/// <param name="Id">Its identity.</param>
/// <param name="Group">The message group.</param>
/// <param name="Data">The data, UTF-8 JSON.</param>
internal sealed record PublishedEvent(string Id, string Group, ReadOnlyMemory<byte> Data);
