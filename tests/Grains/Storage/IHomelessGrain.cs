namespace Motia.Grains.Tests.Storage;

public interface IHomelessGrain : IGrainWithStringKey
{
    Task Nothing();
}
