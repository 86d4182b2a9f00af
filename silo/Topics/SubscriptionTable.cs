using System.Collections.Frozen;
using System.Collections.Immutable;
using Motia.Grains;

namespace Motia.Silo.Topics;

/// <summary>What this silo knows of the subscriptions, kept up to date by the keeper.</summary>
internal sealed class SubscriptionTable
{
    private volatile FrozenDictionary<string, ImmutableArray<Subscription>> _byTopic = FrozenDictionary<string, ImmutableArray<Subscription>>.Empty;
    private volatile IReadOnlyList<Subscription> _all = [];

    /// <summary>All subscriptions there ever were.</summary>
    public IReadOnlyList<Subscription> All => _all;

    /// <summary>The lanes of every step that ever subscribed. One that was never anything but a cron step has one.</summary>
    public IEnumerable<(string Step, int Lane)> Lanes =>
        from step in _all.GroupBy(subscription => subscription.Step, StringComparer.Ordinal)
        from lane in step.All(subscription => subscription.Topic == CronTicks.Topic) ? [CronTicks.Lane] : Grains.Lanes.All
        select (step.Key, lane);

    /// <summary>The number of a step's subscription; null if it never had it.</summary>
    public int? NumberOf(string step, string topic) => _all.FirstOrDefault(one => one.Step == step && one.Topic == topic)?.Number;

    /// <summary>The active subscriptions of a topic.</summary>
    public ImmutableArray<Subscription> Of(string topic) => _byTopic.GetValueOrDefault(topic, []);

    public void Load(ImmutableArray<Subscription> subscriptions)
    {
        _all = subscriptions;
        _byTopic = subscriptions.Where(subscription => subscription.IsActive).GroupBy(subscription => subscription.Topic, StringComparer.Ordinal)
            .ToFrozenDictionary(topic => topic.Key, topic => topic.ToImmutableArray(), StringComparer.Ordinal);
    }
}
