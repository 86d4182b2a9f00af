namespace Motia.OrleansConformance.Tests.Storage;

/// <summary>Names a storage provider that nobody registers.</summary>
public sealed class HomelessGrain([PersistentState("homeless", "nowhere")] IPersistentState<BytesState> record) : Grain, IHomelessGrain
{
    public Task Nothing() => record.ReadStateAsync();
}
