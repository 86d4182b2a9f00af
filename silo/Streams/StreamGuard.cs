using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Gateway.Streams;
using Motia.Silo.Steps;

namespace Motia.Silo.Streams;

/// <summary>Asks the project's code who connects to the streams and who may subscribe to what. Code that does not know, or takes too long, says no.</summary>
internal sealed partial class StreamGuard(StepRegistry registry, TimeProvider time, ILogger<StreamGuard> logger) : IStreamGuard
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public async ValueTask<StreamCaller> AuthenticateAsync(StreamConnection connection)
    {
        while (true)
        {
            var steps = registry.Steps;
            try
            {
                return new(connection) { Identity = await RecognizeAsync(connection, steps) };
            }
            catch (Exception) when (!ReferenceEquals(registry.Steps, steps))
            {
                // The code was swapped under the question; its successor decides.
            }
        }
    }

    public async ValueTask<StreamRefusal?> CheckAsync(StreamSubscription subscription, StreamCaller caller)
    {
        while (true)
        {
            var steps = registry.Steps;
            try
            {
                return await CheckAsync(subscription, caller, steps);
            }
            catch (Exception) when (!ReferenceEquals(registry.Steps, steps))
            {
                // The code was swapped under the question; its successor decides.
            }
            catch (Exception exception)
            {
                LogDenied(exception, subscription.StreamName, subscription.GroupId);
                return StreamRefusal.Denied;
            }
        }
    }

    private async ValueTask<StreamRefusal?> CheckAsync(StreamSubscription subscription, StreamCaller caller, StepSet steps)
    {
        if (steps.StreamOf(subscription.StreamName) is not { } stream)
        {
            return StreamRefusal.NotFound(subscription.StreamName);
        }

        // Swapped code has types of its own: what the older one made of the connection is nothing to it.
        if (caller.Identity is not Identity identity || !ReferenceEquals(identity.Steps, steps))
        {
            caller.Identity = identity = await RecognizeAsync(caller.Connection, steps);
        }

        return await IsAllowedAsync(stream, steps, subscription, identity.Auth) ? null : StreamRefusal.Denied;
    }

    // The first of several authenticators that knows the caller tells who it is; all of them may refuse it.
    private async ValueTask<Identity> RecognizeAsync(StreamConnection connection, StepSet steps)
    {
        object? auth = null;
        foreach (var module in steps.Modules.Where(module => module.HasStreamAuthenticator))
        {
            await InAsync(module, async services =>
            {
                foreach (var authenticator in services.GetServices<IStreamAuthenticator>())
                {
                    auth = await WaitAsync(() => authenticator.AuthenticateAsync(connection)) is { } known ? auth ?? known : auth;
                }

                return true;
            });
        }

        return new(steps, auth);
    }

    private async ValueTask<bool> IsAllowedAsync(LoadedStream stream, StepSet steps, StreamSubscription subscription, object? auth)
    {
        foreach (var module in steps.Modules.Where(module => module.HasStreamAccess))
        {
            if (!await InAsync(module, services => AllAllowAsync(services, subscription, auth)))
            {
                return false;
            }
        }

        return stream.CanAccess is null || await InAsync(stream.Module, async _ => await WaitAsync(() => stream.CanAccess(subscription, auth)));
    }

    private async ValueTask<bool> AllAllowAsync(IServiceProvider services, StreamSubscription subscription, object? auth)
    {
        foreach (var access in services.GetServices<IStreamAccess>())
        {
            if (!await WaitAsync(() => access.CanAccessAsync(subscription, auth)))
            {
                return false;
            }
        }

        return true;
    }

    private static async ValueTask<bool> InAsync(StepModule module, Func<IServiceProvider, ValueTask<bool>> ask)
    {
        if (!module.TryEnter())
        {
            throw new InvalidOperationException("The code was swapped at this moment.");
        }

        try
        {
            await using var scope = new AsyncServiceScope(module.CreateScope());
            return await ask(scope.ServiceProvider);
        }
        finally
        {
            module.Exit();
        }
    }

    // On a thread of its own: code that blocks is not waited for longer either.
    private Task<T> WaitAsync<T>(Func<ValueTask<T>> ask) => Task.Run(async () => await ask()).WaitAsync(Limit, time);

    /// <summary>Who a caller is, as one version of the code has it.</summary>
    private sealed record Identity(StepSet Steps, object? Auth);

    [LoggerMessage(1, LogLevel.Warning, "A subscription to the group {Group} of the stream {Stream} was denied because it could not be decided about.")]
    private partial void LogDenied(Exception exception, string stream, string group);
}
