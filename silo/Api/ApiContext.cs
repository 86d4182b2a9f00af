using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Silo.Logs;
using Motia.Silo.State;
using Motia.Silo.Steps;

namespace Motia.Silo.Api;

/// <summary>The context of one api run. What a handler does not ask for is not made.</summary>
internal sealed class ApiContext(LoadedStep step, string traceId, IGrainFactory grains, ILoggerFactory loggers, CancellationToken stopping)
    : StepContext, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private IState? _state;
    private ILogger? _logger;
    private AsyncServiceScope? _scope;
    private CancellationTokenSource? _cancellation;
    private object? _instance;

    public override string TraceId => traceId;

    public override IReadOnlyList<string> Flows => step.Description.Flows;

    public override IState State => _state ??= new GrainState(grains);

    public override ILogger Logger => _logger ??= new StepLogger(loggers, traceId, step.Description.Name);

    public override IServiceProvider Services
    {
        get
        {
            lock (_gate)
            {
                return (_scope ??= step.Module.CreateScope()).ServiceProvider;
            }
        }
    }

    public override CancellationToken CancellationToken
    {
        get
        {
            lock (_gate)
            {
                if (_cancellation is null)
                {
                    _cancellation = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                    if (IsCancelled)
                    {
                        _cancellation.Cancel();
                    }
                }

                return _cancellation.Token;
            }
        }
    }

    /// <summary>Whether the project has middleware.</summary>
    public bool HasMiddleware => step.Module.HasMiddleware;

    /// <summary>The project's middleware.</summary>
    public IEnumerable<IApiMiddleware> Middleware => HasMiddleware ? Services.GetServices<IApiMiddleware>() : [];

    /// <summary>Whether the client is gone or the time is up.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Whether there is nothing to dispose.</summary>
    public bool HoldsNothing => _scope is null && _cancellation is null && _instance is null;

    /// <summary>Notes the object the handler was called on, to be disposed with the context.</summary>
    public void Own(object? made) => _instance = made;

    public void Cancel()
    {
        CancellationTokenSource? source;
        lock (_gate)
        {
            IsCancelled = true;
            source = _cancellation;
        }

        // Outside the lock: what is registered on the token runs here.
        source?.Cancel();
    }

    public async ValueTask DisposeAsync()
    {
        switch (_instance)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }

        if (_scope is { } services)
        {
            await services.DisposeAsync();
        }

        _cancellation?.Dispose();
    }
}
