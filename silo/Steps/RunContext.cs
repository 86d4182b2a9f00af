using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Silo.Logs;
using Motia.Silo.State;

namespace Motia.Silo.Steps;

/// <summary>The context of one run. What the handler does not ask for is not made, and there is no lock to pay for: the handler may use it from several threads, and
/// cancelling comes from another one.</summary>
internal abstract class RunContext(StepHost host, LoadedStep step, string traceId) : StepContext, IAsyncDisposable
{
    private IState? _state;
    private ILogger? _logger;
    private IServiceScope? _scope;
    private CancellationTokenSource? _cancellation;
    private object? _instance;
    private int _isCancelled;

    public LoadedStep Step => step;

    public override string TraceId => traceId;

    public override IReadOnlyList<string> Flows => step.Description.Flows;

    public override IState State => _state ??= new GrainState(host.Grains);

    public override IStreams Streams => host.Streams;

    public override ILogger Logger => _logger ??= new StepLogger(host.Loggers, traceId, step.Description.Name);

    public override IServiceProvider Services
    {
        get
        {
            if (Volatile.Read(ref _scope) is not { } scope)
            {
                scope = step.Module.CreateScope();
                if (Interlocked.CompareExchange(ref _scope, scope, null) is { } other)
                {
                    scope.Dispose();
                    scope = other;
                }
            }

            return scope.ServiceProvider;
        }
    }

    public override CancellationToken CancellationToken
    {
        get
        {
            if (Volatile.Read(ref _cancellation) is not { } source)
            {
                // Not linked to the silo's: who runs steps passes its stop on, and a run pays for no registration.
                source = new CancellationTokenSource();
                if (Interlocked.CompareExchange(ref _cancellation, source, null) is { } other)
                {
                    source.Dispose();
                    source = other;
                }
                else if (IsCancelled || host.Stopping.IsCancellationRequested)
                {
                    source.Cancel();
                }
            }

            return source.Token;
        }
    }

    /// <summary>Whether nobody waits for the run any more: its caller is gone, or its time is up.</summary>
    public bool IsCancelled => Volatile.Read(ref _isCancelled) != 0;

    /// <summary>Whether there is nothing to dispose.</summary>
    public bool HoldsNothing => _scope is null && _cancellation is null && _instance is null;

    public override Task EmitAsync(IReadOnlyList<TopicEvent> events, CancellationToken cancellationToken = default) =>
        host.Emitter.EmitAsync(step.Description, traceId, events, cancellationToken);

    /// <summary>Notes the object the handler was called on, to be disposed with the context.</summary>
    public void Own(object? made) => _instance = made;

    /// <summary>Says that nobody waits for the run any more.</summary>
    public void Cancel()
    {
        // The flag first, with a fence: who makes the token after this sees it, and who made it before is seen here.
        Interlocked.Exchange(ref _isCancelled, 1);
        FireToken();
    }

    /// <summary>Says that the silo stops.</summary>
    public void Stop() => FireToken();

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

        if (_scope is { } scope)
        {
            await ((IAsyncDisposable)scope).DisposeAsync();
        }

        _cancellation?.Dispose();
    }

    /// <summary>Disposes the context and leaves the step's module.</summary>
    public async Task ReleaseAsync()
    {
        try
        {
            await DisposeAsync();
        }
        catch (Exception exception)
        {
            Logger.DisposeFailed(exception);
        }
        finally
        {
            step.Module.Exit();
        }
    }

    private void FireToken()
    {
        try
        {
            Volatile.Read(ref _cancellation)?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The run has ended meanwhile, and nobody holds its token any more.
        }
        catch (AggregateException failures)
        {
            // What the handler registered on its token failed; who cancels is a timer or another caller.
            Logger.CancellationFailed(failures);
        }
    }
}
