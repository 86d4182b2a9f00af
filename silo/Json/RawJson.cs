namespace Motia.Silo.Json;

/// <summary>A value that is JSON already.</summary>
/// <param name="Utf8">Its bytes.</param>
internal sealed record RawJson(ReadOnlyMemory<byte> Utf8);
