using System.Collections.Immutable;
using Motia.Grains;

namespace Motia.Gateway.Tests.Control;

/// <summary>Stands for the grains: one subscription for each step, and lanes that are empty until the test says otherwise.</summary>
public sealed class FakeGrains(params string[] steps)
{
    private readonly Dictionary<string, FakeLane> _lanes = [];

    /// <summary>Why the subscriptions can't be read.</summary>
    public string? SubscriptionsFailure { get; set; }

    public FakeTraces Traces { get; init; } = new();

    /// <summary>The schedule of every cron step.</summary>
    public FakeCron Cron { get; init; } = new();

    public IGrainFactory Factory => (IGrainFactory)GrainStandIn.Make(typeof(IGrainFactory), this);

    public FakeLane this[string step, int lane]
    {
        get => LaneOf(GrainKeys.Lane(step, lane));
        set => _lanes[GrainKeys.Lane(step, lane)] = value;
    }

    /// <summary>An id that belongs to a lane of the first step.</summary>
    public static string IdIn(int lane) => Enumerable.Range(0, 1_000).Select(number => $"{number}.1").First(id => Lanes.Of(id) == lane);

    public T GetGrain<T>(string key, string? prefix) => (T)GrainStandIn.Make(
        typeof(T), typeof(T) == typeof(IEventStepGrain) ? LaneOf(key) : typeof(T) == typeof(ITraceGrain) ? TracesOf(key) : typeof(T) == typeof(ICronGrain) ? Cron : this);

    public Task<ImmutableArray<Subscription>> Read() => SubscriptionsFailure is not null
        ? Task.FromException<ImmutableArray<Subscription>>(new InvalidOperationException(SubscriptionsFailure))
        : Task.FromResult<ImmutableArray<Subscription>>([.. steps.Select((step, number) => new Subscription(number + 1, step, $"{step}.topic", false, $"{step}.cs", true))]);

    // There is one run at most, "trace"; the other shards have none.
    private FakeTraces TracesOf(string key) => key == GrainKeys.Shard("traces", TraceShards.Of("trace")) ? Traces : new();

    private FakeLane LaneOf(string key)
    {
        lock (_lanes)
        {
            return _lanes.TryGetValue(key, out var lane) ? lane : _lanes[key] = new();
        }
    }
}
