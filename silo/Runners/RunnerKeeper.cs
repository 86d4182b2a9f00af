using Microsoft.Extensions.Logging;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>Looks after the runner processes of one language that live, and says when one needs another in its place.</summary>
internal sealed partial class RunnerKeeper : IAsyncDisposable
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long calls may go on in a process that was replaced because it fares badly.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<RunnerSlot> _alive = [];
    private readonly RunnerBlame _blame;
    private readonly Action<RunnerSlot> _onDue;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private bool _isStopping;

    /// <summary>Begins to look.</summary>
    /// <param name="onDue">Called when a process needs another in its place.</param>
    /// <param name="time">The host's clock.</param>
    /// <param name="logger">Where it tells why.</param>
    public RunnerKeeper(Action<RunnerSlot> onDue, TimeProvider time, ILogger logger)
    {
        (_onDue, _logger, _blame) = (onDue, logger, new RunnerBlame(time));
        _timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>The files of those given that are to have a process of their own.</summary>
    public IReadOnlyList<string> Alone(IReadOnlyList<string> files)
    {
        lock (_lock)
        {
            _blame.Keep(files);
            return [.. _blame.Alone];
        }
    }

    /// <summary>Lets every file run with the others again: its code is another one now.</summary>
    public void Forgive()
    {
        lock (_lock)
        {
            _blame.Clear();
        }
    }

    /// <summary>Looks after a process from now on.</summary>
    public void Add(RunnerSlot slot)
    {
        lock (_lock)
        {
            _alive.Add(slot);
        }

        _ = WaitForEndAsync(slot);
    }

    /// <summary>Whether a module's process lives.</summary>
    public bool IsAlive(StepModule module)
    {
        lock (_lock)
        {
            return _alive.Any(slot => slot.Module == module);
        }
    }

    /// <summary>Lets those end that nothing is served from any more, when their calls have ended.</summary>
    public void Retire(IReadOnlySet<StepModule> served)
    {
        lock (_lock)
        {
            foreach (var slot in _alive.Where(slot => !slot.Generation!.IsRetired && !served.Contains(slot.Module!)))
            {
                slot.Generation!.Retire(slot.Drain);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        RunnerSlot[] alive;
        lock (_lock)
        {
            _isStopping = true;
            alive = [.. _alive];
        }

        await Task.WhenAll(alive.Select(slot => slot.Generation!.DisposeAsync().AsTask()));
    }

    private async Task WaitForEndAsync(RunnerSlot slot)
    {
        var generation = slot.Generation!;
        await generation.Ended;
        lock (_lock)
        {
            _alive.Remove(slot);
            if (_isStopping)
            {
                return;
            }

            // Also of one that was replaced: what had to be ended with it would be repeated in the next for ever.
            if (!slot.IsAlone)
            {
                _blame.Note(generation.Victims);
            }

            if (generation.IsRetired)
            {
                return;
            }

            slot.IsDue = true;
        }

        _onDue(slot);
    }

    private void Look()
    {
        RunnerSlot[] alive;
        lock (_lock)
        {
            alive = [.. _alive];
        }

        foreach (var slot in alive)
        {
            if (slot.Generation!.Check() is not { } reason)
            {
                continue;
            }

            if (slot.Generation.IsRetired)
            {
                // Nobody is sent to it any more, and what goes on in it has had its time.
                slot.Generation.Retire(Drain);
            }
            else if (!slot.IsDue)
            {
                LogReplaced(reason);
                (slot.IsDue, slot.Drain) = (true, Drain);
                _onDue(slot);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "A fresh runner process takes the place of one: {Reason}.")]
    private partial void LogReplaced(string reason);
}
