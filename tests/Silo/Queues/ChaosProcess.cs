using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Motia.Grains;
using Motia.Silo.Events;
using Motia.Silo.Hosting;
using Motia.Silo.Records;
using Motia.Silo.Steps;
using Motia.Silo.Tests.Steps;
using Orleans.Configuration;
using Orleans.Storage;

namespace Motia.Silo.Tests.Queues;

/// <summary>A silo that can be killed, with the steps of a scenario and what their queues need.</summary>
internal sealed class ChaosProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(10);

    private readonly ChaosScenario _scenario;
    private readonly ChaosRuntime _runtime = new();
    private readonly IHost _host;
    private readonly IHostApplicationLifetime _life;
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Not disposed: whoever kills the process may do so beside its end.
    private readonly CancellationTokenSource _dying = new();

    private ChaosProcess(ChaosScenario scenario, int number)
    {
        (_scenario, Number) = (scenario, number);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(ChaosRuntime.Add);
        var services = builder.Services;
        services.AddSingleton<TimeProvider>(scenario.Time);
        services.AddSingleton(this);
        services.AddKeyedSingleton<IGrainStorage>(GrainRecords.StorageName, new ChaosStorage(scenario.Disk, this, scenario.Dice, scenario.Plan.HasSlowReads));
        services.Configure<MotiaOptions>(options => (options.Queues.Backoff, options.Queues.Window) = (scenario.Plan.Backoff, scenario.Plan.Window));

        // No call waits so long that its answer must be given up.
        services.Configure<GrainCollectionOptions>(options => (options.ActivationTimeout, options.DeactivationTimeout) = (Ample, Ample));
        services.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Ample);
        services.AddStepHosting();
        services.AddSingleton(new MotiaHostOptions { ShutdownTimeout = Ample }).AddSingleton<ShutdownLimit>();
        services.AddHostedService<EventDrain>();
        _host = builder.Build();
        _life = _host.Services.GetRequiredService<IHostApplicationLifetime>();
        _host.Services.GetRequiredService<StepRegistry>().Replace(scenario.Plan.Steps.Select(Load));
    }

    public int Number { get; }

    public ChaosTime Time => _scenario.Time;

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Whether nothing that happens in it counts any more. Set under the model's lock.</summary>
    public volatile bool IsDead;

    /// <summary>Done when the process was killed or ended itself.</summary>
    public Task Died => _died.Task;

    public static async Task<ChaosProcess> StartAsync(ChaosScenario scenario, int number)
    {
        var process = new ChaosProcess(scenario, number);
        await process._host.StartAsync().WaitAsync(Patience);
        return process;
    }

    /// <summary>Ends the process as a crash does.</summary>
    public void Die()
    {
        if (_scenario.Model.Kill(this))
        {
            _died.SetResult();
            _dying.Cancel();
        }
    }

    /// <summary>Stops the silo as a host does, unless it dies meanwhile.</summary>
    public async Task StopAsync()
    {
        await _host.StopAsync(_dying.Token).WaitAsync(Patience);
        _scenario.Model.Stop(this);
    }

    public Task DeactivateAsync(ChaosStep step, int lane) => _runtime.DeactivateAsync(Grains, GrainKeys.Lane(step.Name, lane));

    /// <summary>Notes that a lane reads its root.</summary>
    public void NoteActivation(string key)
    {
        _scenario.Activations.AddOrUpdate(key, static _ => new(1), static (_, last) => new(last.Number + 1));
        _runtime.Note(key);
        _scenario.Model.Note(key, $"activation {_scenario.Activations[key].Number} in process {Number}");
    }

    /// <summary>Notes that a save or a read suffered a fault.</summary>
    public void NoteFault(string key, string what) => _scenario.Model.Note(key, what);

    public ChaosActivation Activation(ChaosDelivery delivery) => _scenario.Activations[GrainKeys.Lane(delivery.Step.Name, delivery.Lane)];

    /// <summary>Handles a delivery as the plan wants it.</summary>
    public async Task HandleAsync(StepContext context)
    {
        var token = context.CancellationToken;
        if (_scenario.Model.Begin(this, context.Delivery!.Id, context.Delivery.Attempt) is not { } run)
        {
            throw new OperationCanceledException("The process has ended.");
        }

        run.Context = (RunContext)context;
        var end = ChaosRunEnd.Succeeded;
        try
        {
            await (run.Delivery.Work > TimeSpan.Zero ? Time.Pause(run.Delivery.Work) : Task.CompletedTask);
            end = await BehaveAsync(run, token);
        }
        catch (OperationCanceledException)
        {
            end = IsStopping ? ChaosRunEnd.Stopped : ChaosRunEnd.TimedOut;
        }

        if (!_scenario.Model.End(run, end, IsSlow(run, token)))
        {
            await new TaskCompletionSource().Task;
        }

        if (end != ChaosRunEnd.Succeeded)
        {
            throw end == ChaosRunEnd.Threw ? new InvalidOperationException($"[{run}]") : new OperationCanceledException(token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        IsDead = true;
        await _host.StopAsync(new CancellationToken(canceled: true)).WaitAsync(Patience);
        _host.Dispose();
    }

    private async Task<ChaosRunEnd> BehaveAsync(ChaosRun run, CancellationToken token)
    {
        var behaviour = _scenario.Dice.IsCalm && !run.Delivery.IsDoomed ? ChaosBehaviour.Succeed : run.Delivery.Behaviour(run.Number);
        switch (behaviour)
        {
            case ChaosBehaviour.Throw:
                _scenario.Dice.Note(ChaosFault.Throw);
                return ChaosRunEnd.Threw;
            case ChaosBehaviour.Timeout:
                _scenario.Dice.Note(ChaosFault.Timeout);
                await new TaskCompletionSource().Task.WaitAsync(token);
                return ChaosRunEnd.TimedOut;
            case ChaosBehaviour.Hang:
                _scenario.Dice.Note(ChaosFault.Hang);
                await new TaskCompletionSource().Task.WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await Time.Pause(EventRunner.Grace + TimeSpan.FromSeconds(2));
                return IsStopping ? ChaosRunEnd.Stopped : ChaosRunEnd.TimedOut;
            case ChaosBehaviour.Exit:
                _scenario.Dice.Note(ChaosFault.Exit);
                Die();
                return ChaosRunEnd.None;
            default:
                return ChaosRunEnd.Succeeded;
        }
    }

    private bool IsStopping => _life.ApplicationStopping.IsCancellationRequested;

    // Whether the runner may take it for a timeout: not only by the token, which fires a moment later.
    private bool IsSlow(ChaosRun run, CancellationToken token) =>
        token.IsCancellationRequested || Time.GetElapsedTime(run.BeganAt) > TimeSpan.FromSeconds(ChaosStep.Timeout) * 0.3;

    private LoadedStep Load(ChaosStep step) => new(
        step.Description,
        StepModule.InHost(_host.Services),
        null,
        new Motia.Silo.Events.EventHandler(StepHandler.Bind(ChaosHandler.Method, takesInput: true), typeof(System.Text.Json.JsonElement), System.Text.Json.Nodes.JsonNode.Parse("""{"type":"object"}"""), validates: true),
        null);
}
