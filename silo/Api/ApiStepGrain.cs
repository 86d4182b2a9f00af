using Motia.Grains;
using Motia.Silo.Steps;
using Orleans.Concurrency;

namespace Motia.Silo.Api;

/// <summary>Runs an api step in the silo that received the request. One worker for each request in flight, so that a handler that blocks its thread delays nobody else.</summary>
[StatelessWorker(MaximumWorkers)]
[Reentrant]
internal sealed class ApiStepGrain(StepRegistry registry, ApiRunner runner) : Grain, IApiStepGrain
{
    private const int MaximumWorkers = 1024;
    private static readonly Func<object?, Task<ApiAnswer>> Run = static context => ((ApiContext)context!).RunAsync();

    public Task<ApiAnswer> HandleRequest(ApiCall call)
    {
        if (registry.Steps.ByKey(this.GetPrimaryKeyString()) is not { Api: not null } step || !step.Module.TryEnter())
        {
            return Task.FromResult(ApiAnswer.NotLoaded);
        }

        return OffScheduler.Run(Run, runner.Begin(step, call));
    }

    public Task CancelRequest(string traceId)
    {
        runner.Cancel(traceId);
        return Task.CompletedTask;
    }
}
