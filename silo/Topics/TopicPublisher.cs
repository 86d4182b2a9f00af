using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Motia.Grains;

namespace Motia.Silo.Topics;

/// <summary>Makes one delivery for each subscribed step and hands it to that step's lane. Done when all are durable.</summary>
internal sealed partial class TopicPublisher(IGrainFactory grains, SubscriptionTable subscriptions, TimeProvider time, ILogger<TopicPublisher> logger)
{
    private static readonly TimeSpan RepeatLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly UnheardTopics _unheard = new(time);

    /// <summary>Publishes events.</summary>
    /// <exception cref="EmitException">Some were not accepted.</exception>
    public Task PublishAsync(string topic, string traceId, IReadOnlyList<PublishedEvent> events)
    {
        var subscribed = subscriptions.Of(topic);
        if (subscribed.IsEmpty)
        {
            if (_unheard.IsToBeTold(topic))
            {
                LogNobodySubscribes(topic);
            }

            return Task.CompletedTask;
        }

        var now = time.GetUtcNow().UtcDateTime;
        if (events.Count == 1 && subscribed.Length == 1)
        {
            var delivery = Make(events[0], subscribed[0], topic, traceId, now);
            return HandOverAsync(subscribed[0].Step, LaneOf(delivery, subscribed[0]), [delivery]);
        }

        var lanes = new Dictionary<(string Step, int Lane), ImmutableArray<EventDelivery>.Builder>();
        foreach (var subscription in subscribed)
        {
            foreach (var one in events)
            {
                var delivery = Make(one, subscription, topic, traceId, now);
                var key = (subscription.Step, LaneOf(delivery, subscription));
                if (!lanes.TryGetValue(key, out var deliveries))
                {
                    lanes.Add(key, deliveries = ImmutableArray.CreateBuilder<EventDelivery>());
                }

                deliveries.Add(delivery);
            }
        }

        return Task.WhenAll(lanes.Select(lane => HandOverAsync(lane.Key.Step, lane.Key.Lane, lane.Value.DrainToImmutable())));
    }

    private static EventDelivery Make(PublishedEvent one, Subscription subscription, string topic, string traceId, DateTime now) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{one.Id}.{subscription.Number}"), topic, traceId, one.Group, one.Data, now);

    private static int LaneOf(EventDelivery delivery, Subscription subscription) => Lanes.Of(subscription.IsFifo ? delivery.Group : delivery.Id);

    // The ids stay the same, so that a lane that stored the deliveries although it did not say so takes none twice.
    private async Task HandOverAsync(string step, int lane, ImmutableArray<EventDelivery> deliveries)
    {
        var began = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            QueueAnswer answer;
            Exception? cause = null;
            try
            {
                answer = await grains.Lane(step, lane).Accept(step, deliveries);
            }
            catch (Exception exception)
            {
                (answer, cause) = (new(QueueOutcome.Unavailable, exception.Message), exception);
            }

            switch (answer.Outcome)
            {
                case QueueOutcome.Done:
                    return;
                case QueueOutcome.Overloaded:
                    throw new EmitException(EmitError.Overloaded, answer.Message!);
                case QueueOutcome.Invalid:
                    throw new EmitException(EmitError.Invalid, answer.Message!);
            }

            if (time.GetElapsedTime(began) + pause > RepeatLimit)
            {
                throw new EmitException(
                    EmitError.Unavailable, $"The event could not be stored for the step \"{step}\": {answer.Message} Emit the same TopicEvent again.", cause);
            }

            LogRepeating(step, lane, answer.Message!);
            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), time);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "No step subscribes to the topic {Topic}; its events go nowhere. This is said once.")]
    private partial void LogNobodySubscribes(string topic);

    [LoggerMessage(2, LogLevel.Warning, "Lane {Lane} of the step {Step} did not take an event: {Problem} It is handed over again.")]
    private partial void LogRepeating(string step, int lane, string problem);
}
