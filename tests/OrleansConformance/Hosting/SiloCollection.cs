namespace Motia.OrleansConformance.Tests.Hosting;

/// <summary>Test classes that share one silo.</summary>
[CollectionDefinition(Name)]
public sealed class SiloCollection : ICollectionFixture<SharedSilo>
{
    public const string Name = "one silo";
}
