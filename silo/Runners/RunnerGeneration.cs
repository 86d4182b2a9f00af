using Microsoft.Extensions.Logging;
using Motia.Silo.Runners.Protocol;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>One runner process that has loaded one version of the project's files, and how it fares. It is looked after from outside: <see cref="Check"/> once a second.</summary>
internal sealed partial class RunnerGeneration : IAsyncDisposable
{
    /// <summary>How long after a call's time is up its answer is waited for.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly IRunnerProcess _process;
    private readonly RunnerConnection _connection;
    private readonly RunnerPlaces _places;
    private readonly RunnerPlan _plan;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _leave;
    private readonly Task _life;
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _pinged;
    private long? _drainsUntil;
    private long _memory;
    private string? _killedFor;
    private volatile bool _isStopping;

    private RunnerGeneration(IRunnerProcess process, RunnerConnection connection, RunnerPlan plan, LoadedMeta loaded, Task reading, TimeProvider time, ILogger logger)
    {
        (_process, _connection, _plan, _time, _logger) = (process, connection, plan, time, logger);
        _places = new RunnerPlaces(plan.Concurrency);
        _leave = _places.Leave;
        _memory = plan.Memory;
        Loaded = loaded;
        _life = LiveAsync(reading);
    }

    /// <summary>What is in the files that it loaded.</summary>
    public LoadedMeta Loaded { get; }

    /// <summary>Why it ended, once it has.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>Whether nothing is called in it any more once its calls have ended.</summary>
    public bool IsRetired { get; private set; }

    private IReadOnlyList<string> Running => [.. _connection.Calls.Select(call => call.File).Distinct(StringComparer.Ordinal)];

    /// <summary>The files whose code ran in it when it ended, or of which the code is known to have ended it.</summary>
    public IReadOnlyList<string> Victims { get; private set; } = [];

    public TimeProvider Time => _time;

    /// <summary>Takes over a process that has said hello and loaded.</summary>
    public static RunnerGeneration Of(IRunnerProcess process, RunnerConnection connection, RunnerPlan plan, LoadedMeta loaded, Task reading, TimeProvider time, ILogger logger) =>
        new(process, connection, plan, loaded, reading, time, logger);

    /// <summary>Calls project code; done when it has answered.</summary>
    /// <exception cref="RunnerFailureException">It failed.</exception>
    /// <exception cref="StepUnavailableException">The process takes no more calls, or ended under this one.</exception>
    public Task<RunnerMessage> CallAsync(RunnerCall call, ReadOnlyMemory<byte> meta, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var place = _places.EnterAsync(cancellationToken);
        call.OnEnded = _leave;
        return place.IsCompletedSuccessfully
            ? _connection.CallAsync(call, meta, body, cancellationToken)
            : WaitAndCallAsync(place, call, meta, body, cancellationToken);
    }

    /// <summary>Lets it have more memory than others, if a step asks for it, or if it has more as soon as it has loaded.</summary>
    /// <param name="megabytes">How much is asked for.</param>
    public void AllowMemory(int megabytes)
    {
        _memory = Math.Max(_memory, megabytes * RunnerPlan.Megabyte);
        if (Loaded.Memory > _memory)
        {
            // Another process would be too large again.
            LogLarge(Loaded.Memory / RunnerPlan.Megabyte, _memory / RunnerPlan.Megabyte, (Loaded.Memory + _memory) / RunnerPlan.Megabyte);
            _memory += Loaded.Memory;
        }
    }

    /// <summary>Says that another one has taken its place, or that what still runs in it has less time.</summary>
    /// <param name="drain">How long calls that run may take to end; null as long as each may anyway.</param>
    public void Retire(TimeSpan? drain)
    {
        IsRetired = true;
        if (drain is { } limit)
        {
            _drainsUntil ??= _time.GetTimestamp() + (long)(limit.TotalSeconds * _time.TimestampFrequency);
        }
    }

    /// <summary>Looks how it fares, ends it if it is stuck, and pings it.</summary>
    /// <returns>Why another one should take its place; null if it need not.</returns>
    public string? Check()
    {
        if (_isStopping || Ended.IsCompleted)
        {
            return null;
        }

        if (_drainsUntil is { } end && _time.GetTimestamp() >= end)
        {
            Kill("it was replaced, and what ran in it did not end in time");
            return null;
        }

        if (_connection.IsHeldBack)
        {
            // It is not read just now: we are slow to answer its requests.
            _pinged = _time.GetTimestamp();
        }
        else if (_connection.Unanswered == 0)
        {
            _pinged = _time.GetTimestamp();
            _connection.Ping();
        }
        else if (_time.GetElapsedTime(_pinged!.Value) is var silence && silence >= _plan.Stuck)
        {
            Kill($"it did not answer for {_plan.Stuck.TotalSeconds} seconds: a handler blocks it, for example with an endless loop");
            return null;
        }

        if (_connection.Calls.FirstOrDefault(call => _time.GetElapsedTime(call.Began) >= call.Timeout + Grace) is { } overdue)
        {
            return $"the handler of {_plan.Display(overdue.File)} goes on {Grace.TotalSeconds} seconds after its time was up";
        }

        return _connection.Memory > _memory
            ? $"it has {_connection.Memory / RunnerPlan.Megabyte} MB and may have {_memory / RunnerPlan.Megabyte}; \"runners.memoryMb\" in motia.json or a step's \"infrastructure.handler.ram\" says how many"
            : null;
    }

    /// <summary>Ends the process at once; its calls are lost.</summary>
    public void Kill(string reason)
    {
        _killedFor ??= reason;
        _process.Kill();
    }

    /// <summary>Lets it end by itself, which it does when no call runs.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopping = true;
        _connection.Stop();
        await Task.WhenAny(_life, Task.Delay(StopLimit, _time));
        if (!_life.IsCompleted)
        {
            _process.Kill();
            await _life;
        }
    }

    private async Task<RunnerMessage> WaitAndCallAsync(Task place, RunnerCall call, ReadOnlyMemory<byte> meta, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await place;
        }
        catch (OperationCanceledException exception)
        {
            throw new StepUnavailableException("its run was over before its runner had a place for it.", cause: exception);
        }

        return await _connection.CallAsync(call, meta, body, cancellationToken);
    }

    private async Task LiveAsync(Task reading)
    {
        try
        {
            await reading;
        }
        catch (Exception exception)
        {
            // Whatever it was: what comes after it cannot be read.
            Kill($"it broke the protocol: {exception.Message}");
        }

        // Without its connection it can do nothing, and calls that come now are none of those that it ended with.
        _connection.Close(new StepUnavailableException("its runner process has ended; a fresh one is starting."));
        Victims = _killedFor is null && _connection.Fault is { } file ? [file] : Running;
        if (await Task.WhenAny(_process.Ended, Task.Delay(StopLimit, _time)) != _process.Ended)
        {
            _process.Kill();
        }

        var ended = await _process.Ended;
        var reason = _killedFor ?? (_connection.Fault is { } culprit ? $"{ended}, by code that {_plan.Display(culprit)} left behind" : ended);
        if (!_isStopping)
        {
            LogEnded(reason, _connection.Calls.Count());
        }

        _connection.Lose(new StepUnavailableException($"its runner process ended: {reason}.", wasRunning: true, isOwnDoing: _plan.IsAlone));
        _connection.Dispose();
        _process.Dispose();
        _ended.SetResult(reason);
    }

    [LoggerMessage(2, LogLevel.Warning, "A fresh runner process has {Has} MB already, and may have {Limit}; it may have {Allowed} instead. \"runners.memoryMb\" in motia.json or a step's \"infrastructure.handler.ram\" says how many.")]
    private partial void LogLarge(long has, long limit, long allowed);

    [LoggerMessage(1, LogLevel.Error, "The runner process ended: {Reason}. {Calls} calls ran in it.")]
    private partial void LogEnded(string reason, int calls);
}
