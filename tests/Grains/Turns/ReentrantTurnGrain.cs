using Orleans.Concurrency;

namespace Motia.Grains.Tests.Turns;

[Reentrant]
public sealed class ReentrantTurnGrain : TurnGrainBase, IReentrantTurnGrain;
