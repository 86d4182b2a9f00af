namespace Motia.Grains.Tests.Storage;

public interface IFaultyGrain : IGrainWithStringKey
{
    Task Nothing();

    Task Write();

    Task Clear();
}
