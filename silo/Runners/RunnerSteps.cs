using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.Compilation;
using Motia.Silo.Steps;

namespace Motia.Silo.Runners;

/// <summary>The steps and streams of one language, in runner processes.</summary>
internal sealed class RunnerSteps : IStepSource
{
    private const int MostRetries = 5;

    private readonly RunnerLanguage _language;
    private readonly RunnerProject _project;
    private readonly RunnerSlots _starter;
    private readonly RunnerRestarts _restarts;
    private readonly RunnerRestarts _restartsOfAlone;
    private readonly RunnerKeeper _keeper;
    private readonly RunnerFiles _files;
    private readonly LookedAtOnly _lookedAtOnly;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ServedSteps _served = new();
    private readonly List<RunnerAuthenticator> _superseded = [];
    private IReadOnlyList<RunnerSlot> _slots = [];
    private IReadOnlyList<RunnerSlot> _next = [];
    private (StepModule Module, RunnerAuthenticator Authenticator)? _guard;
    private FolderFingerprint _loaded = FolderFingerprint.None;
    private SourceWatcher? _watcher;
    private DateTime _began;
    private int _hasChanged = 1;

    /// <summary>Nothing is started before the first <see cref="LoadAsync"/>.</summary>
    public RunnerSteps(RunnerLanguage language, RunnerProject project, RunnerSlots starter, LookedAtOnly lookedAtOnly, TimeProvider time, ILogger logger)
    {
        (_language, _project, _starter, _lookedAtOnly, _time, _logger) = (language, project, starter, lookedAtOnly, time, logger);
        _files = new RunnerFiles(project, language);
        _restarts = new RunnerRestarts(time, logger);

        // A step that goes on ending its own process must not delay the others' restart.
        _restartsOfAlone = new RunnerRestarts(time, logger);
        _keeper = new RunnerKeeper(slot => RestartsOf(slot.IsAlone).Demand(), time, logger);
    }

    public IReadOnlyList<LoadedStep> Steps => _served.Steps;

    public IReadOnlyList<LoadedStream> Streams => _served.Streams;

    public IReadOnlyList<StepModule> Guards => _guard is { } guard ? [guard.Module] : [];

    public IReadOnlyList<StepError> Errors { get; private set; } = [];

    public IReadOnlyList<StepError> Warnings { get; private set; } = [];

    public IReadOnlyList<string> LastGood { get; private set; } = [];

    public int Swaps { get; private set; }

    /// <summary>Loads everything into fresh processes if files have changed, otherwise what needs one.</summary>
    public async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var all = Interlocked.Exchange(ref _hasChanged, 0) == 1;
        var before = _slots;
        _loaded = before.Count == 0 ? _files.Look(_loaded) : _loaded;
        _began = all ? _time.GetUtcNow().UtcDateTime : _began;
        try
        {
            _next = await StartAsync(all, cancellationToken);
        }
        catch (OperationCanceledException) when (all)
        {
            Volatile.Write(ref _hasChanged, 1);
            throw;
        }

        return !_next.SequenceEqual(before) || HasLostLastGood();
    }

    public void Take()
    {
        RunnerSlot[] added = [.. _next.Except(_slots)];
        Swaps += _slots.Count == 0 ? 0 : added.Count(slot => slot.Generation is not null);
        _slots = _next;

        // Not before: the keeper lets those end that nothing is served from.
        foreach (var slot in added.Where(slot => slot.Generation is not null))
        {
            _keeper.Add(slot);
        }

        _files.Modules = new RunnerModules(_slots.SelectMany(ModulesOf).Concat(_slots.Any(slot => slot.Generation is null) ? _files.Modules.Files : []), _began);
        Serve();
        Retry();
    }

    public Task StartAsync(Func<CancellationToken, Task> reload, bool watches)
    {
        _restarts.Start(reload, () => IsNeeded(isAlone: false) || HasLostLastGood());
        _restartsOfAlone.Start(reload, () => IsNeeded(isAlone: true));
        if (watches)
        {
            _watcher = new SourceWatcher(_files, stopping => ReloadAsync(reload, stopping), _logger, _time, _loaded, _lookedAtOnly);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        if (_watcher is { } watcher)
        {
            _watcher = null;
            await watcher.DisposeAsync();
        }

        await _restarts.StopAsync();
        await _restartsOfAlone.StopAsync();
    }

    public void ReleaseReplaced(IReadOnlySet<StepModule> served)
    {
        foreach (var authenticator in _superseded)
        {
            authenticator.IsSuperseded = true;
        }

        _superseded.Clear();
        _keeper.Retire(served);
        _served.ReleaseReplaced(served);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _restarts.Dispose();
        _restartsOfAlone.Dispose();
        await _keeper.DisposeAsync();
    }

    private async Task ReloadAsync(Func<CancellationToken, Task> reload, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _hasChanged, 1);
        _keeper.Forgive();
        await reload(cancellationToken);
    }

    private void Retry()
    {
        foreach (var failed in _slots.Where(slot => slot.IsToBeRetried))
        {
            RestartsOf(failed.IsAlone).Demand();
        }
    }

    private RunnerRestarts RestartsOf(bool isAlone) => isAlone ? _restartsOfAlone : _restarts;

    // The last good version of something ended with its process, and cannot be had again.
    private bool HasLostLastGood() => _served.Modules.Any(module => !_keeper.IsAlive(module) && _slots.All(slot => slot.Module != module));

    private static IEnumerable<string> ModulesOf(RunnerSlot slot) => slot.Generation?.Loaded.Modules ?? [];

    private bool IsNeeded(bool isAlone) => _slots.Any(slot => slot.IsAlone == isAlone && (slot.IsDue || slot.IsToBeRetried));

    private async Task<IReadOnlyList<RunnerSlot>> StartAsync(bool all, CancellationToken cancellationToken)
    {
        var files = _project.StepFiles(_language);
        var config = _project.ConfigFile(_language);
        var alone = _keeper.Alone(files);
        var slots = new List<Task<RunnerSlot>>();
        string[] shared = [.. files.Except(alone, StringComparer.Ordinal)];
        if (shared.Length > 0 || config is not null)
        {
            slots.Add(SlotAsync(shared, config, isAlone: false, all, cancellationToken));
        }

        slots.AddRange(alone.Select(file => SlotAsync([file], null, isAlone: true, all, cancellationToken)));
        try
        {
            return await Task.WhenAll(slots);
        }
        catch (OperationCanceledException)
        {
            // Those that came so far are nobody's.
            foreach (var slot in slots.Where(slot => slot.IsCompletedSuccessfully).Select(slot => slot.Result).Except(_slots))
            {
                await (slot.Generation?.DisposeAsync() ?? ValueTask.CompletedTask);
            }

            throw;
        }
    }

    private async Task<RunnerSlot> SlotAsync(IReadOnlyList<string> files, string? config, bool isAlone, bool all, CancellationToken cancellationToken)
    {
        var before = all ? null : _slots.FirstOrDefault(slot => slot.IsAlone == isAlone && slot.Files.SequenceEqual(files));
        if (before is { IsDue: false, Generation: not null })
        {
            return before;
        }

        var slot = await _starter.StartAsync(files, config, isAlone, cancellationToken);
        if (slot.Generation is not null)
        {
            return slot;
        }

        // What has run is tried for ever, what has not may never.
        slot.Retries = before is null ? MostRetries : before.Generation is not null ? int.MaxValue : before.Retries - 1;
        if (before is not { Generation: null } || !before.Findings.Errors.SequenceEqual(slot.Findings.Errors))
        {
            return slot;
        }

        // There is nothing new to tell.
        before.Retries = slot.Retries;
        return before;
    }

    private void Serve()
    {
        var findings = new StepFindings();
        foreach (var slot in _slots)
        {
            findings.Errors.AddRange(slot.Findings.Errors);
            findings.Streams.AddRange(slot.Findings.Streams);
        }

        LastGood = _served.Replace([.. _slots.SelectMany(slot => slot.Modules)], [.. _slots.SelectMany(slot => slot.Steps)], findings, CanServe);
        _served.MarkStale((module, _) => _slots.All(slot => slot.Module != module));
        (Errors, Warnings) = (findings.Errors, [.. _slots.SelectMany(slot => slot.Warnings)]);
        Guard();
    }

    // As long as no fresh process could be started, the steps of the one that ended stay, and answer that they are not available.
    private bool CanServe(StepModule module) => _keeper.IsAlive(module) || _slots.Any(slot => slot.Generation is null);

    // Of a project config that broke, the version before tells who connects, as long as its process lives.
    private void Guard()
    {
        var next = _slots.Select(slot => slot.Guard).FirstOrDefault(guard => guard is not null);
        if (_guard == next || (next is { Authenticator.Refuses: true } && _guard is { Authenticator.Refuses: false } last && _keeper.IsAlive(last.Module)))
        {
            return;
        }

        if (_guard is { } before)
        {
            _superseded.Add(before.Authenticator);
        }

        _guard = next;
    }
}
