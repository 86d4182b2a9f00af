using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Motia.Gateway.Events;
using Motia.Grains;
using Motia.Silo.Json;
using Motia.Silo.Steps;
using Orleans.Streams;

namespace Motia.Silo.Topics;

/// <summary>Checks events and publishes them on their topics' streams.</summary>
internal sealed class EventEmitter([FromKeyedServices(TopicStreamProvider.ProviderName)] IStreamProvider streams, SubscriptionTable subscriptions) : IEventEmitter
{
    private const int LargestData = 1024 * 1024;

    /// <summary>Emits the events of a step's run.</summary>
    /// <param name="step">The step; null for events from outside.</param>
    /// <param name="traceId">The run.</param>
    /// <param name="events">The events.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="EmitException">They were not all accepted.</exception>
    public Task EmitAsync(StepDescription? step, string traceId, IReadOnlyList<TopicEvent> events, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(events);
        var checkedEvents = new (string Topic, PublishedEvent Event)[events.Count];
        for (var i = 0; i < events.Count; i++)
        {
            CheckTopic(step, events[i]);
            checkedEvents[i] = (events[i].Topic, new(events[i].Id, events[i].MessageGroupId ?? traceId, Serialize(events[i])));
        }

        return PublishAsync(traceId, checkedEvents).WaitAsync(cancellationToken);
    }

    public async Task<int> EmitAsync(string topic, JsonElement data, string? messageGroupId, string traceId)
    {
        var subscribers = subscriptions.Of(topic).Length;
        await EmitAsync(null, traceId, [new TopicEvent(topic, data, messageGroupId)], CancellationToken.None);
        return subscribers;
    }

    private static void CheckTopic(StepDescription? step, TopicEvent one)
    {
        if (!StepRules.IsName(one.Topic))
        {
            throw new EmitException(EmitError.Invalid, $"The topic is \"{one.Topic}\"; {StepRules.NameRule}");
        }

        if (one.MessageGroupId is { } group && StateRules.CheckName("message group", group) is { } problem)
        {
            throw new EmitException(EmitError.Invalid, problem);
        }

        if (step is { Emits.Count: > 0 } && step.Emits.All(emit => emit.Topic != one.Topic))
        {
            throw new EmitException(
                EmitError.UndeclaredTopic,
                $"The step \"{step.Name}\" emitted on \"{one.Topic}\", which its \"emits\" does not list; it lists {string.Join(", ", step.Emits.Select(emit => $"\"{emit.Topic}\""))}. Add the topic there, or leave \"emits\" out to allow every one.");
        }
    }

    private static ReadOnlyMemory<byte> Serialize(TopicEvent one)
    {
        ReadOnlyMemory<byte> data;
        try
        {
            data = one.Data is RawJson raw ? raw.Utf8 : JsonSerializer.SerializeToUtf8Bytes(one.Data, one.Data?.GetType() ?? typeof(object), MotiaJson.Options);
        }
        catch (Exception exception) when (exception is NotSupportedException or JsonException or InvalidOperationException)
        {
            throw new EmitException(EmitError.Invalid, $"The data of the event on \"{one.Topic}\" can't be written as JSON: {exception.Message}", exception);
        }

        return data.Length <= LargestData
            ? data
            : throw new EmitException(
                EmitError.Invalid, $"The data of the event on \"{one.Topic}\" have {data.Length} bytes; they may have {LargestData}. Keep them elsewhere and emit a reference.");
    }

    // Events of one topic go together; where topics alternate, one after the other, so that a step that hears both gets them in order.
    private async Task PublishAsync(string traceId, (string Topic, PublishedEvent Event)[] events)
    {
        for (var first = 0; first < events.Length;)
        {
            var topic = events[first].Topic;
            var end = first + 1;
            while (end < events.Length && events[end].Topic == topic)
            {
                end++;
            }

            var stream = streams.GetStream<PublishedEvent>(StreamId.Create(topic, traceId));
            await stream.OnNextBatchAsync(events[first..end].Select(one => one.Event).ToArray());
            first = end;
        }
    }
}
