namespace Motia.Silo.Tests.Queues;

/// <summary>What a scenario is, made from its seed alone.</summary>
internal sealed class ChaosPlan
{
    public const int FewestDeliveries = 200;
    private static readonly ChaosFault[] Always = [ChaosFault.Throw, ChaosFault.DoubledAccept];

    /// <summary>Faults that happen for certain once they are chosen.</summary>
    public static readonly IReadOnlyList<ChaosFault> Accidents = [ChaosFault.Deactivation, ChaosFault.Kill, ChaosFault.Restart, ChaosFault.ClockJump, ChaosFault.People];

    /// <summary>Faults after which a lane begins anew.</summary>
    public static readonly IReadOnlyList<ChaosFault> Damages = [ChaosFault.FailedSave, ChaosFault.LateSave, ChaosFault.Conflict, ChaosFault.FailedRead];

    private readonly ChaosDice _dice;

    public ChaosPlan(int seed)
    {
        _dice = new(seed);
        Seed = seed;
        Backoff = TimeSpan.FromMilliseconds(_dice.Next(50, 400));
        Faults = [.. Always, .. Choose(Accidents, 1)];
        Faults = [.. Faults, .. Choose([.. Enum.GetValues<ChaosFault>().Except(Faults)], _dice.Next(1, 5))];
        Steps = [MakeStep("standard", isFifo: false), MakeStep("fifo", isFifo: true), MakeStep("third", _dice.Next(2) == 0)];
        Emitters = [.. Steps.SelectMany(MakeEmitters)];
        Deliveries = [.. Emitters.SelectMany(batches => batches).SelectMany(batch => batch)];
        Window = _dice.Of([1, 4, 12, 2_000]);
    }

    public int Seed { get; }

    public TimeSpan Backoff { get; }

    /// <summary>Whether reads take their time.</summary>
    public bool HasSlowReads => Seed % 7 == 5;

    /// <summary>How many deliveries of a lane are in memory.</summary>
    public int Window { get; }

    public IReadOnlyList<ChaosFault> Faults { get; }

    public IReadOnlyList<ChaosStep> Steps { get; }

    /// <summary>For each emitter what it hands over, batch after batch. An emitter has a lane and a message group of its own.</summary>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<ChaosDelivery>>> Emitters { get; }

    public IReadOnlyList<ChaosDelivery> Deliveries { get; }

    /// <summary>How likely each save or read suffers a fault.</summary>
    public static double Odds(ChaosFault fault) => fault switch
    {
        ChaosFault.SlowSave => 0.1,
        ChaosFault.FailedSave or ChaosFault.LateSave or ChaosFault.Conflict => 0.02,
        _ => 0.001,
    };

    private List<ChaosFault> Choose(IEnumerable<ChaosFault> faults, int count)
    {
        var left = faults.ToList();
        var chosen = new List<ChaosFault>();
        while (chosen.Count < count)
        {
            var fault = _dice.Of(left);
            left.Remove(fault);
            chosen.Add(fault);
        }

        return chosen;
    }

    private ChaosStep MakeStep(string name, bool isFifo)
    {
        var (maxRetries, concurrency, delay) = (_dice.Next(0, 3), _dice.Next(2, 10), _dice.Next(4) == 0 ? 1 : 0);

        // By the seed itself, so that the plans of older seeds stay what they are.
        return new(name, isFifo, maxRetries, Seed % 5 == 4 ? 1 : concurrency, delay);
    }

    private IEnumerable<IReadOnlyList<IReadOnlyList<ChaosDelivery>>> MakeEmitters(ChaosStep step)
    {
        var emitters = _dice.Next(3, 5);
        var least = (FewestDeliveries / 3 / emitters) + 1;
        return [.. Enumerable.Range(0, emitters).Select(emitter => MakeBatches(step, emitter, _dice.Next(least, least + 5)))];
    }

    private List<IReadOnlyList<ChaosDelivery>> MakeBatches(ChaosStep step, int emitter, int count)
    {
        var batches = new List<IReadOnlyList<ChaosDelivery>>();
        for (var place = 0; place < count;)
        {
            var size = Math.Min(count - place, _dice.Next(8) == 0 ? _dice.Next(5, 12) : _dice.Next(1, 3));
            batches.Add([.. Enumerable.Range(place, size).Select(next => MakeDelivery(step, emitter, next))]);
            place += size;
        }

        return batches;
    }

    private ChaosDelivery MakeDelivery(ChaosStep step, int emitter, int place) => new(step, emitter % ChaosStep.Lanes, $"group-{emitter}", place)
    {
        Work = _dice.Next(3) == 0 ? TimeSpan.Zero : _dice.Time(1, 500),
        Padding = _dice.Next(10) == 0 ? _dice.Next(2_000, 9_000) : _dice.Next(100),
        IsDoomed = _dice.Next(50) == 0,
        IsRejected = _dice.Next(80) == 0,
        Behaviours = MakeBehaviours(step),
    };

    private List<ChaosBehaviour> MakeBehaviours(ChaosStep step)
    {
        var chance = _dice.Next(400);
        return chance switch
        {
            < 60 => Repeat(ChaosBehaviour.Throw, _dice.Next(1, step.MaxRetries + 1)),
            < 64 when Faults.Contains(ChaosFault.Timeout) => Repeat(ChaosBehaviour.Timeout, _dice.Next(1, 2)),
            < 67 when Faults.Contains(ChaosFault.Hang) => Repeat(ChaosBehaviour.Hang, 1),
            < 69 when Faults.Contains(ChaosFault.Exit) => Repeat(ChaosBehaviour.Exit, _dice.Next(1, 3)),
            _ => [],
        };
    }

    private static List<ChaosBehaviour> Repeat(ChaosBehaviour behaviour, int times) => [.. Enumerable.Repeat(behaviour, times)];
}
