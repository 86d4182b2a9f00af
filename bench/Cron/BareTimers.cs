namespace Motia.Bench.Cron;

/// <summary>Timers of the runtime, each set to the next half second as a schedule sets its own to the next second, and nothing else.</summary>
internal sealed class BareTimers : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly List<double> _late = [];
    private readonly Timer[] _timers;

    public BareTimers(int count) => _timers = [.. Enumerable.Range(0, count).Select(_ => Start())];

    /// <summary>How late they fired since the last call, in milliseconds, sorted.</summary>
    public double[] Take()
    {
        lock (_lock)
        {
            double[] late = [.. _late.Order()];
            _late.Clear();
            return late;
        }
    }

    public void Dispose()
    {
        foreach (var timer in _timers)
        {
            timer.Dispose();
        }
    }

    private Timer Start()
    {
        var due = NextHalf(DateTime.UtcNow);
        Timer timer = null!;
        timer = new Timer(_ =>
        {
            var now = DateTime.UtcNow;
            if (now >= due)
            {
                lock (_lock)
                {
                    _late.Add((now - due).TotalMilliseconds);
                }

                due = NextHalf(now);
            }

            Set(timer, due - now);
        });
        Set(timer, due - DateTime.UtcNow);
        return timer;
    }

    private static DateTime NextHalf(DateTime now)
    {
        var half = new DateTime(now.Ticks - (now.Ticks % Period.Ticks), DateTimeKind.Utc) + (Period / 2);
        return half > now ? half : half + Period;
    }

    private static void Set(Timer timer, TimeSpan wait) => timer.Change(TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(wait.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
}
