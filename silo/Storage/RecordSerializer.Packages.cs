using Motia.Silo.Records;
using Orleans.Storage;

namespace Motia.Silo.Storage;

/// <summary>Stores a record as the bytes it is, rather than as JSON around them.</summary>
internal sealed class RecordSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(input is GrainRecord record ? record.Payload : []);

    public T Deserialize<T>(BinaryData input) => (T)(object)new GrainRecord { Payload = input.ToArray() };
}
