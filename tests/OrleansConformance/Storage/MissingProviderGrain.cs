namespace Motia.OrleansConformance.Tests.Storage;

/// <summary>Names a storage provider that nobody registers.</summary>
public sealed class MissingProviderGrain([PersistentState("homeless", "nowhere")] IPersistentState<BytesState> record) : Grain, IMissingProviderGrain
{
    public Task Nothing() => record.ReadStateAsync();
}
