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

    /// <summary>Every step that ever subscribed.</summary>
    public IEnumerable<string> Steps => _all.Select(subscription => subscription.Step).Distinct(StringComparer.Ordinal);

    /// <summary>The active subscriptions of a topic.</summary>
    public ImmutableArray<Subscription> Of(string topic) => _byTopic.GetValueOrDefault(topic, []);

    public void Load(ImmutableArray<Subscription> subscriptions)
    {
        _all = subscriptions;
        _byTopic = subscriptions.Where(subscription => subscription.IsActive).GroupBy(subscription => subscription.Topic, StringComparer.Ordinal)
            .ToFrozenDictionary(topic => topic.Key, topic => topic.ToImmutableArray(), StringComparer.Ordinal);
    }
}
