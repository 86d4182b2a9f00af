using Motia.OrleansConformance.Tests.Storage;
using Orleans.Storage;

namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>Stores the bytes themselves. Orleans' own default, JSON, cannot read a <c>ReadOnlyMemory&lt;byte&gt;</c> back.</summary>
public sealed class BytesStateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) => new(((BytesState)(object)input!).Bytes);

    public T Deserialize<T>(BinaryData input) => (T)(object)new BytesState { Bytes = input.ToMemory() };
}
