namespace Motia.OrleansConformance.Tests.Storage;

public interface IFaultyGrain : IGrainWithStringKey
{
    Task Nothing();

    Task Write();

    /// <summary>Writes three times without waiting in between.</summary>
    Task WriteThrice();

    Task Clear();
}
