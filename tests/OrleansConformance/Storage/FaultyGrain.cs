using Motia.OrleansConformance.Tests.Hosting;

namespace Motia.OrleansConformance.Tests.Storage;

public sealed class FaultyGrain([PersistentState("faulty", TestSilo.Faulty)] IPersistentState<BytesState> record) : Grain, IFaultyGrain
{
    public Task Nothing() => Task.CompletedTask;

    public Task Write() => record.WriteStateAsync();

    public Task WriteThrice() => Task.WhenAll(record.WriteStateAsync(), record.WriteStateAsync(), record.WriteStateAsync());

    public Task Clear() => record.ClearStateAsync();
}
