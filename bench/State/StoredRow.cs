namespace Motia.Bench.State;

/// <summary>A row of the product's store.</summary>
internal sealed record StoredRow(string Name, string Key, byte[] Data);
