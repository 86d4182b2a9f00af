using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using Motia.Grains;
using Motia.Silo.Steps;

namespace Motia.Silo.Cron;

/// <summary>Since when this silo has each cron step without a break: from then on the step's schedule can be here. An activation does not tell that; it may end and come again.</summary>
internal sealed class CronUptime(StepRegistry registry, TimeProvider time) : IHostedService, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _since = new(StringComparer.Ordinal);
    private IDisposable? _changes;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _changes = ChangeToken.OnChange(() => registry.Changed, Note);
        Note();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _changes?.Dispose();

    /// <summary>A timestamp of the clock that nobody sets.</summary>
    /// <param name="step">The name of a step that is loaded.</param>
    public long Since(string step)
    {
        lock (_lock)
        {
            // It may be asked for before the change is told.
            _since.TryAdd(step, time.GetTimestamp());
            return _since[step];
        }
    }

    private void Note()
    {
        lock (_lock)
        {
            var steps = registry.Current.Steps.Where(step => step.Type == StepKind.Cron).Select(step => step.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in _since.Keys.Where(step => !steps.Contains(step)).ToArray())
            {
                _since.Remove(gone);
            }

            foreach (var step in steps)
            {
                _since.TryAdd(step, time.GetTimestamp());
            }
        }
    }
}
