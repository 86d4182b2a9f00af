using Motia.Silo.Records;

namespace Motia.Silo.Tests.Records;

/// <summary>What the runtime's storage makes of a record.</summary>
internal static class StoredBytes
{
    /// <summary>Writes a record; answers what is stored and what is read again.</summary>
    public static Task<(byte[] Stored, byte[] Read)> KeepAsync(byte[] payload)
    {
        var serializer = new GrainRecordSerializer();
        var stored = serializer.Serialize(new GrainRecord { Payload = payload });
        return Task.FromResult((stored.ToArray(), serializer.Deserialize<GrainRecord>(stored).Payload));
    }
}
