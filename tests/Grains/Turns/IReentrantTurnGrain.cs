namespace Motia.Grains.Tests.Turns;

public interface IReentrantTurnGrain : ITurnGrain;
