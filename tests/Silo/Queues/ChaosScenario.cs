using System.Collections.Concurrent;
using Motia.Grains;

namespace Motia.Silo.Tests.Queues;

/// <summary>
/// Emitters hand over the deliveries of a plan while faults happen; then the faults stop, the queues drain, and the model judges. The seed decides what is emitted, what each
/// handler does and how likely which fault is; in which order threads come to it, it does not decide.
/// </summary>
internal sealed partial class ChaosScenario : IDisposable
{
    private static readonly TimeSpan KeeperPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LongestScenario = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromSeconds(200);

    private readonly SemaphoreSlim _replacing = new(1);
    private readonly ChaosDice _choice;
    private ChaosProcess _process = null!;
    private int _processes;
    private Exception? _lastFailure;
    private volatile bool _isStuck;
    private volatile bool _isOver;
    private volatile string _phase = "it emitted";

    public ChaosScenario(int seed)
    {
        Plan = new(seed);
        Model = new(Plan);
        Dice = new(seed + 1);
        _choice = new(seed + 2);
        foreach (var fault in Plan.Faults)
        {
            Dice.Allow(fault, ChaosPlan.Odds(fault));
        }
    }

    public ChaosPlan Plan { get; }

    public ChaosModel Model { get; }

    public ChaosDice Dice { get; }

    public ChaosTime Time { get; } = new();

    public ChaosDisk Disk { get; } = new();

    /// <summary>The activation of each lane that came up last, by the lane's key.</summary>
    public ConcurrentDictionary<string, ChaosActivation> Activations { get; } = new(StringComparer.Ordinal);

    /// <summary>Plays the scenario of a seed.</summary>
    public static async Task<ChaosScenario> PlayAsync(int seed)
    {
        var scenario = new ChaosScenario(seed);
        try
        {
            await scenario.PlayAsync().WaitAsync(LongestScenario);
        }
        catch (Exception failure)
        {
            scenario.Model.Report($"The scenario broke off while {scenario._phase}: {failure}. Handlers run: {scenario.Model.Running()}");
        }

        return scenario;
    }

    public void Dispose()
    {
        Time.End();
        _replacing.Dispose();
    }

    private async Task PlayAsync()
    {
        Time.Begin();
        _process = await ChaosProcess.StartAsync(this, ++_processes);
        var watching = WatchAsync();
        var keeping = KeepAsync();
        try
        {
            var emitting = Task.WhenAll(Plan.Emitters.Select(EmitAsync));
            await DisturbAsync(emitting);
            await emitting;
            _phase = "it drained";
            Dice.Calm();
            Time.Correct();
            if (await DrainAsync())
            {
                // What was only in memory must not have mattered.
                _phase = "the silo was started anew";
                await ReplaceAsync(_process, process => process.StopAsync());
                await DrainAsync();
                _phase = "the ends were checked";
                Model.CheckEnds(await DeadLettersAsync());
                await _process.StopAsync();
                CheckDisk();
            }

            if (Dice.Happened.Count < 3)
            {
                Model.Report($"Only {string.Join(", ", Dice.Happened.Keys)} happened.");
            }
        }
        finally
        {
            _phase += ", then the process was killed";
            _isOver = true;
            _process.Die();
            await Task.WhenAll(watching, keeping);
            await _process.DisposeAsync();
        }
    }

    // As the product's keeper: sees to it that the lanes are up.
    private async Task KeepAsync()
    {
        while (!_isOver)
        {
            await Task.WhenAll(Lanes.Select(lane => CallAsync(grains => grains.Lane(lane.Step.Name, lane.Lane).Ensure(lane.Step.Name))));
            await Time.Pause(KeeperPeriod);
        }
    }

    // Starts a process in the place of one that died.
    private async Task WatchAsync()
    {
        while (!_isOver)
        {
            var process = _process;
            await Task.WhenAny(process.Died, Time.Pause(KeeperPeriod));
            if (process.IsDead && !_isOver)
            {
                await ReplaceAsync(process, _ => Task.CompletedTask);
            }
        }
    }

    private async Task ReplaceAsync(ChaosProcess process, Func<ChaosProcess, Task> stop)
    {
        await _replacing.WaitAsync();
        Time.IsSlow = true;
        try
        {
            if (ReferenceEquals(process, _process))
            {
                await stop(process);
                await process.DisposeAsync();
                _process = await ChaosProcess.StartAsync(this, ++_processes);
            }
        }
        finally
        {
            Time.IsSlow = false;
            _replacing.Release();
        }
    }

    // A silo's stop and start take their time, which says nothing of the queues.
    private bool IsBeingReplaced => _replacing.CurrentCount == 0;

    private IEnumerable<(ChaosStep Step, int Lane)> Lanes => Plan.Steps.SelectMany(step => Enumerable.Range(0, ChaosStep.Lanes).Select(lane => (step, lane)));

    // A call that fails has no answer; what it was about is seen in the end.
    private async Task<T?> CallAsync<T>(Func<IGrainFactory, Task<T>> call)
        where T : class
    {
        try
        {
            return await call(_process.Grains);
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            _lastFailure = exception;
            return null;
        }
    }

    private async Task CallAsync(Func<IGrainFactory, Task> call) => await CallAsync(async grains =>
    {
        await call(grains);
        return "";
    });

    /// <summary>Waits until nothing is in the queues; false if nothing happens any more although something is.</summary>
    private async Task<bool> DrainAsync()
    {
        var (sequence, since) = (Model.Sequence, Time.GetTimestamp());
        while (true)
        {
            var left = await Task.WhenAll(Lanes.Select(lane => CallAsync(grains => grains.Lane(lane.Step.Name, lane.Lane).List(null, "", 1_000))));
            if (left.All(lane => lane is { Deliveries.IsEmpty: true }))
            {
                return true;
            }

            if (Model.Sequence != sequence || IsBeingReplaced)
            {
                (sequence, since) = (Model.Sequence, Time.GetTimestamp());
            }
            else if (Time.GetElapsedTime(since) > LongestStandstill)
            {
                _isStuck = true;
                var lanes = Lanes.Zip(left).Where(lane => lane.Second is not { Deliveries.IsEmpty: true })
                    .Select(lane => $"{lane.First.Step.Name}/{lane.First.Lane}: {(lane.Second is { } listed ? string.Join(", ", listed.Deliveries.Select(Describe)) : "does not answer")}");
                Model.Report($"Nothing happens any more at {Time.GetUtcNow():O}, but there is left: {string.Join("; ", lanes)}. Handlers run: {Model.Running()}. Last failure of a call: {_lastFailure}");
                return false;
            }

            await Time.Pause(Poll);
        }
    }

    private async Task<IReadOnlyList<ChaosLetter>> DeadLettersAsync()
    {
        var letters = new List<ChaosLetter>();
        foreach (var (step, lane) in Lanes)
        {
            DeadLetterPage page;
            for (var after = ""; ; after = page.Next)
            {
                page = await _process.Grains.Lane(step.Name, lane).ListDeadLetters(after, 20);
                letters.AddRange(page.Letters.Select(ChaosLetter.Read));
                if (page.Next.Length == 0)
                {
                    break;
                }
            }
        }

        return letters;
    }

    private static string Describe(QueuedDelivery delivery) => $"{delivery.Id} {delivery.Status} {delivery.Attempts} due {delivery.Due:O} {delivery.Error?.Split('\n')[0]}";
}
