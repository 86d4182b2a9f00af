namespace Motia.Embedded.Tests.Runtime;

public interface IRuntimeWorkerGrain : IRuntimeGrain;
