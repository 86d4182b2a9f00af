namespace Motia.OrleansConformance.Tests.Contracts;

[GenerateSerializer, Immutable]
public sealed record MutableRecord
{
    [Id(0)]
    public int Number { get; set; }
}
