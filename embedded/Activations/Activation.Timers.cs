using Motia.Embedded.Timers;
using Orleans.Runtime;

namespace Motia.Embedded.Activations;

/// <content>The grain's timers, which end with it.</content>
internal sealed partial class Activation
{
    private HashSet<GrainTimer>? _timers;

    internal IGrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        CheckTurn();
        var timer = new GrainTimer(this, callback, options);
        lock (_gate)
        {
            (_timers ??= []).Add(timer);
        }

        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    internal void Forget(GrainTimer timer)
    {
        lock (_gate)
        {
            _timers?.Remove(timer);
        }
    }

    private void DisposeTimers()
    {
        GrainTimer[] timers;
        lock (_gate)
        {
            timers = _timers is null ? [] : [.. _timers];
        }

        foreach (var timer in timers)
        {
            timer.Dispose();
        }
    }
}
