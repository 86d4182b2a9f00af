using System.Collections.Concurrent;

namespace Motia.Embedded.Calls;

/// <summary>
/// Looks for late requests ten times a second, so that no request needs a timer of its own. It looks only where a request has been waiting since the last
/// time, and stands still when none is.
/// </summary>
internal sealed class Deadlines : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly TimeProvider _clock;
    private readonly ConcurrentQueue<IRequestHolder> _arrivals = new();
    private readonly ITimer _timer;
    private List<IRequestHolder> _watched = [];
    private int _ticking;

    internal Deadlines(TimeProvider clock)
    {
        _clock = clock;
        using (ExecutionContext.SuppressFlow())
        {
            _timer = clock.CreateTimer(static deadlines => ((Deadlines)deadlines!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Starts watching. The caller sees to it that nothing is watched twice.</summary>
    internal void Watch(IRequestHolder holder)
    {
        _arrivals.Enqueue(holder);
        StartTicking();
    }

    public void Dispose() => _timer.Dispose();

    private void StartTicking()
    {
        if (Interlocked.Exchange(ref _ticking, 1) == 0)
        {
            _timer.Change(Step, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        while (_arrivals.TryDequeue(out var arrival))
        {
            _watched.Add(arrival);
        }

        var now = _clock.GetTimestamp();
        var kept = new List<IRequestHolder>();
        foreach (var watched in _watched)
        {
            if (watched.Expire(now))
            {
                kept.Add(watched);
            }
        }

        _watched = kept;
        Volatile.Write(ref _ticking, 0);
        if (kept.Count > 0 || !_arrivals.IsEmpty)
        {
            StartTicking();
        }
    }
}
