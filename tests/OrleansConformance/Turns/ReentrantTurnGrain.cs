using Orleans.Concurrency;

namespace Motia.OrleansConformance.Tests.Turns;

[Reentrant]
public sealed class ReentrantTurnGrain : TurnGrainBase, IReentrantTurnGrain;
