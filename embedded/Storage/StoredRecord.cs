namespace Motia.Embedded.Storage;

/// <summary>A record's bytes and the etag under which it may be written next.</summary>
public readonly record struct StoredRecord(ReadOnlyMemory<byte> Data, string Etag);
