namespace Motia.Grains.Tests.Turns;

public sealed class TurnGrain : TurnGrainBase;
