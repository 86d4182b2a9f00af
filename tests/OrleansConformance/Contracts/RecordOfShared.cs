namespace Motia.OrleansConformance.Tests.Contracts;

#pragma warning disable ORLEANS0004 // The missing attribute is what the test looks for.
[GenerateSerializer, Immutable]
public sealed record RecordOfShared([property: Id(0)] Dictionary<string, int> Shared)
{
    [Id(1)]
    public IReadOnlyList<string> Fine { get; init; } = [];

    public int Forgotten { get; init; }

    public int Derived => Fine.Count;
}
