using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Runners;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Runners;

/// <summary>One runner from its start to its end, with a peer that does what the test says, by a clock that the test moves.</summary>
public abstract class RunnerScenario
{
    private protected const string File = "/p/a.step.ts";
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private protected static readonly TimeSpan Stuck = TimeSpan.FromSeconds(10);

    private protected ManualTime Time { get; } = new();

    private protected Task<RunnerGeneration> StartAsync(Peer peer, bool isAlone = false, ILogger? logger = null) =>
        new RunnerStarter(RunnerLanguage.Node, peer, Time, logger ?? NullLogger.Instance)
            .StartAsync(new RunnerPlan("/p", [File], null, isAlone, 100, Stuck, 200 * RunnerPlan.Megabyte), CancellationToken.None);
}
