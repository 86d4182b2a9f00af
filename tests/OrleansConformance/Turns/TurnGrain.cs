namespace Motia.OrleansConformance.Tests.Turns;

public sealed class TurnGrain : TurnGrainBase;
