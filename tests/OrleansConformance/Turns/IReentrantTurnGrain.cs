namespace Motia.OrleansConformance.Tests.Turns;

public interface IReentrantTurnGrain : ITurnGrain;
