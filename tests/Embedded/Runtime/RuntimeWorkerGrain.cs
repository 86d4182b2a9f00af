using Orleans.Concurrency;

namespace Motia.Embedded.Tests.Runtime;

[StatelessWorker(1), Reentrant]
public sealed class RuntimeWorkerGrain : RuntimeGrain, IRuntimeWorkerGrain;
