namespace Motia.OrleansConformance.Tests.Storage;

public interface IHomelessGrain : IGrainWithStringKey
{
    Task Nothing();
}
