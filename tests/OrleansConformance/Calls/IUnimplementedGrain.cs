namespace Motia.OrleansConformance.Tests.Calls;

/// <summary>No class implements it.</summary>
public interface IUnimplementedGrain : IGrainWithStringKey
{
    Task Nothing();
}
