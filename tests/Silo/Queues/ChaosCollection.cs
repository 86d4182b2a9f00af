namespace Motia.Silo.Tests.Queues;

/// <summary>The scenarios use all processors, so nothing else is tested beside them.</summary>
[CollectionDefinition(nameof(ChaosCollection), DisableParallelization = true)]
public sealed class ChaosCollection;
