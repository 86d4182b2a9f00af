using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Motia.Silo.Steps;

/// <summary>Loaded code, and the services of its runs: an assembly of steps, or what a runner process has loaded. A swapped-out module lives until its last run has ended.</summary>
internal sealed partial class StepModule
{
    private readonly IServiceProvider? _own;
    private readonly IServiceProvider _host;
    private int _users = 1;

    private StepModule(IServiceProvider? own, IServiceProvider host)
    {
        (_own, _host) = (own, host);
        HasMiddleware = Knows.IsService(typeof(IApiMiddleware));
        HasStreamAuthenticator = Knows.IsService(typeof(IStreamAuthenticator));
        HasStreamAccess = Knows.IsService(typeof(IStreamAccess));
    }

    /// <summary>Whether project-wide middleware is registered.</summary>
    public bool HasMiddleware { get; }

    /// <summary>Whether something says who connects to the streams.</summary>
    public bool HasStreamAuthenticator { get; }

    /// <summary>Whether something decides about the subscriptions of all streams.</summary>
    public bool HasStreamAccess { get; }

    /// <summary>Tells which services there are.</summary>
    public IServiceProviderIsService Knows => (_own ?? _host).GetRequiredService<IServiceProviderIsService>();

    /// <summary>The module of an assembly that is compiled into the host: its <c>Startup</c> was applied to the host's services.</summary>
    public static StepModule InHost(IServiceProvider host) => new(null, host);

    /// <summary>The module of an assembly that comes and goes: services of its own, made by its <c>Startup</c>, over the host's logging, configuration, environment and clock.</summary>
    /// <exception cref="InvalidStepException">Its <c>Startup</c> is wrong or failed.</exception>
    public static StepModule Of(Assembly assembly, IServiceProvider host)
    {
        var services = new ServiceCollection();
        services.AddSingleton(host.GetRequiredService<ILoggerFactory>());
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddOptions();
        services.AddSingleton(host.GetRequiredService<IConfiguration>());
        services.AddSingleton(host.GetRequiredService<IHostEnvironment>());
        services.AddSingleton(host.GetRequiredService<TimeProvider>());
        StepStartup.Apply(assembly, services);
        return new StepModule(services.BuildServiceProvider(), host);
    }

    /// <summary>The module of code that runs elsewhere.</summary>
    /// <param name="services">What it owns, which is disposed with it, and the services of its runs.</param>
    /// <param name="host">The host's services.</param>
    public static StepModule Of(IServiceCollection services, IServiceProvider host) => new(services.BuildServiceProvider(), host);

    /// <summary>Begins a run; false if the module is already gone.</summary>
    public bool TryEnter()
    {
        while (true)
        {
            var now = Volatile.Read(ref _users);
            if (now == 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _users, now + 1, now) == now)
            {
                return true;
            }
        }
    }

    /// <summary>Ends a run, or the module itself when it is swapped out; the last one out disposes the services.</summary>
    public void Exit()
    {
        if (Interlocked.Decrement(ref _users) == 0 && _own is IAsyncDisposable services)
        {
            _ = DisposeAsync(services);
        }
    }

    /// <summary>The services of one run.</summary>
    public IServiceScope CreateScope() => (_own ?? _host).CreateScope();

    private async Task DisposeAsync(IAsyncDisposable services)
    {
        try
        {
            await services.DisposeAsync();
        }
        catch (Exception exception)
        {
            LogDisposeFailed(_host.GetRequiredService<ILogger<StepModule>>(), exception);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Disposing the services of swapped-out steps failed.")]
    private static partial void LogDisposeFailed(ILogger logger, Exception exception);
}
