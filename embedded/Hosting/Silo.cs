using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Motia.Embedded.Activations;
using Motia.Embedded.Calls;
using Orleans;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Motia.Embedded.Hosting;

/// <summary>The silo of a host. It takes calls from the host's start to its stop.</summary>
internal sealed partial class Silo : IHostedService, ILocalSiloDetails, IGrainStatistics, IDisposable
{
    private static readonly DateTimeOffset FirstGeneration = new(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly ConcurrentDictionary<MethodInfo, GrainMethod> _observerMethods = new();
    private Collector? _collector;
    private volatile SiloPhase _phase;

    public Silo(
        IServiceProvider services,
        TimeProvider clock,
        ILoggerFactory loggers,
        IOptions<GrainCollectionOptions> collection,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<SiloOptions> options)
    {
        Services = services;
        Clock = clock;
        Logger = loggers.CreateLogger("Motia.Embedded");
        Collection = collection.Value;
        Calls = new(clock, messaging.Value.ResponseTimeout, Logger);
        Deadlines = new(clock);
        Grains = new(this);
        Client = new(this);
        Name = options.Value.SiloName ?? $"{Environment.MachineName}-{Environment.ProcessId}";
        SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 0), (int)(clock.GetUtcNow() - FirstGeneration).TotalSeconds);
    }

    public string Name { get; }

    public string ClusterId => "embedded";

    public string DnsHostName => Dns.GetHostName();

    public SiloAddress SiloAddress { get; }

    public int Silos => 1;

    internal IServiceProvider Services { get; }

    internal TimeProvider Clock { get; }

    internal ILogger Logger { get; }

    internal GrainCollectionOptions Collection { get; }

    internal CallSettings Calls { get; }

    internal Deadlines Deadlines { get; }

    internal GrainTypes Grains { get; }

    internal GrainClient Client { get; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Grains.Discover();
        SettingsCheck.Run(Collection, Calls.ResponseTimeout, Grains.Entries);
        _phase = SiloPhase.Running;
        _collector = new(this);
        LogStarted(Logger, Name);
        return Task.CompletedTask;
    }

    /// <summary>
    /// Deactivates all activations. When the token is cancelled, and at once if it is so from the beginning, what is left is dropped without being
    /// deactivated, as if the process had died.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_phase is SiloPhase.Stopped)
        {
            return;
        }

        _phase = SiloPhase.Stopping;
        _collector?.Dispose();
        while (!cancellationToken.IsCancellationRequested && Activations.ToArray() is { Length: > 0 } activations)
        {
            foreach (var activation in activations)
            {
                activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo is stopping."), cancellationToken);
            }

            var all = Task.WhenAll(activations.Select(activation => activation.Deactivated));
            await all.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Kill();
    }

    public void Dispose()
    {
        Kill();
        Deadlines.Dispose();
    }

    public IReadOnlyList<GrainStatistics> Read() =>
        [.. Grains.Entries.Select(entry => entry.Read()).Where(entry => entry.Methods.Count > 0).OrderBy(entry => entry.Type, StringComparer.Ordinal)];

    internal GrainMethod ObserverMethod(MethodInfo info) =>
        _observerMethods.GetOrAdd(info, static (info, silo) => GrainMethod.Create(info, silo.Calls, reentrant: false, statistics: null), this);

    /// <summary>Whether all activations that there were have been ended, or are being.</summary>
    internal bool WasKilled => _phase == SiloPhase.Stopped;

    internal void ThrowUnlessRunning()
    {
        var phase = _phase;
        if (phase != SiloPhase.Running)
        {
            throw new SiloUnavailableException($"The silo {Name} takes no calls: it is {phase.ToString().ToLowerInvariant()}.");
        }
    }

    private IEnumerable<Activation> Activations => Grains.Entries.SelectMany(entry => entry.Activations);

    private void Kill()
    {
        if (_phase == SiloPhase.Stopped)
        {
            return;
        }

        _phase = SiloPhase.Stopped;
        _collector?.Dispose();
        var left = 0;
        foreach (var activation in Activations)
        {
            activation.Kill();
            left++;
        }

        LogStopped(Logger, Name, left);
    }

    [LoggerMessage(EventId = 40, Level = LogLevel.Debug, Message = "Silo {Name} started")]
    private static partial void LogStarted(ILogger logger, string name);

    [LoggerMessage(EventId = 41, Level = LogLevel.Debug, Message = "Silo {Name} stopped; {Dropped} activations were dropped without being deactivated")]
    private static partial void LogStopped(ILogger logger, string name, int dropped);
}
