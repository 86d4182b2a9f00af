using Motia.Embedded.Hosting;

namespace Motia.Embedded.Activations;

/// <summary>Looks for idle activations once in every collection quantum.</summary>
internal sealed class Collector : IDisposable
{
    private readonly Silo _silo;
    private readonly ITimer _timer;

    internal Collector(Silo silo)
    {
        _silo = silo;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = silo.Clock.CreateTimer(
                static collector => ((Collector)collector!).Collect(), this, silo.Collection.CollectionQuantum, silo.Collection.CollectionQuantum);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Collect()
    {
        var now = _silo.Clock.GetTimestamp();
        foreach (var type in _silo.Grains.Entries)
        {
            foreach (var activation in type.Activations)
            {
                activation.DeactivateIfIdle(now);
            }
        }
    }
}
