namespace Motia.OrleansConformance.Tests.Storage;

public interface IMissingProviderGrain : IGrainWithStringKey
{
    Task Nothing();
}
