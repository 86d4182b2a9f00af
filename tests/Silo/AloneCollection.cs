namespace Motia.Silo.Tests;

/// <summary>Tests that use all processors or count the process's memory, so nothing else is tested beside them.</summary>
[CollectionDefinition(nameof(AloneCollection), DisableParallelization = true)]
public sealed class AloneCollection;
