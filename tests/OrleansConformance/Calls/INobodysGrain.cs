namespace Motia.OrleansConformance.Tests.Calls;

/// <summary>No class implements it.</summary>
public interface INobodysGrain : IGrainWithStringKey
{
    Task Nothing();
}
