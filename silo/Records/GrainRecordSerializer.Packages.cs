using Orleans.Storage;

namespace Motia.Silo.Records;

/// <summary>How Orleans' storage providers keep grain records: their bytes as they are, and not as JSON with base64 inside. Give it to the provider's options.</summary>
internal sealed class GrainRecordSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => input is GrainRecord record
        ? new(record.Payload)
        : throw new NotSupportedException($"State is of type {typeof(T).FullName}; this storage keeps {typeof(GrainRecord).FullName} only.");

    public T Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return typeof(T) == typeof(GrainRecord)
            ? (T)(object)new GrainRecord { Payload = input.ToArray() }
            : throw new NotSupportedException($"State is of type {typeof(T).FullName}; this storage keeps {typeof(GrainRecord).FullName} only.");
    }
}
