using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Motia.Silo.Hosting;

namespace Motia.Silo.Events;

/// <summary>When the silo stops, lets the handlers that run end, for as long as what runs may take. What runs past that is handed back: it runs again after the next start.</summary>
internal sealed partial class EventDrain(EventRunner runner, ShutdownLimit limit, ILogger<EventDrain> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Reached, cancellationToken);
        try
        {
            await runner.DrainAsync().WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            LogHandedBack(runner.Running);
            runner.HandBack();
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} event handlers did not end in time; their deliveries run again after the next start.")]
    private partial void LogHandedBack(int count);
}
