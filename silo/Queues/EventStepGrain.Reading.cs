using System.Collections.Immutable;
using System.Text.Json;
using Motia.Grains;

namespace Motia.Silo.Queues;

/// <content>What people see of the queue, and what they may do.</content>
internal sealed partial class EventStepGrain
{
    private const int LongestList = 1_000;
    private const int ListBytes = 4 * 1024 * 1024;

    private Dictionary<string, int>? _deadByTopic;

    public async Task<ImmutableArray<QueueCounts>> Count()
    {
        await CountDeadAsync();
        var live = _live.Values.GroupBy(entry => entry.Delivery.Topic, StringComparer.Ordinal).ToDictionary(topic => topic.Key, topic => topic.ToArray(), StringComparer.Ordinal);
        return
        [
            .. live.Keys.Union(_done.Keys, StringComparer.Ordinal).Union(_deadByTopic!.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(topic =>
            {
                var entries = live.GetValueOrDefault(topic, []);
                int Having(DeliveryStatus status) => entries.Count(entry => entry.Status == status);
                return new QueueCounts(
                    topic,
                    Having(DeliveryStatus.Waiting),
                    Having(DeliveryStatus.Running),
                    Having(DeliveryStatus.Retrying),
                    _deadByTopic.GetValueOrDefault(topic),
                    _done.GetValueOrDefault(topic));
            }),
        ];
    }

    public Task<ImmutableArray<QueuedDelivery>> List(DeliveryStatus? status, string after, int limit) => Task.FromResult<ImmutableArray<QueuedDelivery>>(
    [
        .. _live.Values.Where(entry => string.CompareOrdinal(entry.Delivery.Id, after) > 0).Select(Describe)
            .Where(delivery => status is null || delivery.Status == status)
            .OrderBy(delivery => delivery.Id, StringComparer.Ordinal).Take(Math.Clamp(limit, 1, LongestList)),
    ]);

    public Task<QueuedDelivery?> Find(string id) => Task.FromResult(_live.TryGetValue(id, out var entry) ? Describe(entry) : null);

    public async Task<DeadLetterPage> ListDeadLetters(long after, int limit)
    {
        var (items, more) = await _dead.ListAsync(after, Math.Clamp(limit, 1, LongestList), ListBytes);
        return new([.. items.Select(item => item.Value)], more ? items[^1].Sequence : 0);
    }

    public async Task<ReadOnlyMemory<byte>> ReadDeadLetter(string id) => await _dead.GetAsync(id) ?? default;

    public async Task<QueueAnswer> Redrive(string id)
    {
        await WhenBuriedAsync(id);
        if (_live.TryGetValue(id, out var waiting))
        {
            return await RedriveWaitingAsync(waiting);
        }

        return await Guard(async () =>
        {
            if (await _dead.GetAsync(id) is not { } letter || !_live.TryAdd(id, DeadLetter.Reopen(letter.Span)))
            {
                return QueueAnswer.Missing;
            }

            // First into the inbox, then out of the dead letters, then it may run: a crash in between leaves it in both, which the next activation sees.
            var entry = _live[id];
            (entry.Due, entry.IsHeld) = (Now, true);
            _bytes += entry.Delivery.Data.Length;
            _finished.Remove(id);
            _incoming.Add(entry);
            await _accepts.RequestAsync();
            await _dead.RemoveAsync(id);
            CountDead(entry.Delivery.Topic, -1);
            LogOf(entry).DeliveryRedriven(id);
            Note(entry, RunNoteKind.Accepted);
            entry.IsHeld = false;
            if (!entry.HasEnded)
            {
                _ready.Add(entry, IsFifo);
                Pump();
            }

            return QueueAnswer.Done;
        });
    }

    public async Task<QueueAnswer> Discard(string id, string reason)
    {
        await WhenBuriedAsync(id);
        if (_live.TryGetValue(id, out var entry))
        {
            if (entry.Status == DeliveryStatus.Running)
            {
                return new(QueueOutcome.Running, "Its handler runs; discard it when it has ended.");
            }

            if (entry.Segment is null)
            {
                return new(QueueOutcome.Running, "It is being accepted; discard it in a moment.");
            }

            return await Guard(async () =>
            {
                End(entry);
                await SaveAsync(entry.Segment);
                _ready.Remove(entry);
                Note(entry, RunNoteKind.Discarded, reason);
                LogOf(entry).DeliveryDiscarded(id, reason);
                Pump();
                return QueueAnswer.Done;
            });
        }

        return await Guard(async () =>
        {
            if (await _dead.RemoveAsync(id) is not { } letter)
            {
                return QueueAnswer.Missing;
            }

            CountDead(TopicOf(letter), -1);
            var dead = DeadLetter.Reopen(letter.Span);
            Note(dead, RunNoteKind.Discarded, reason);
            LogOf(dead).DeliveryDiscarded(id, reason);
            return QueueAnswer.Done;
        });
    }

    // A letter that is being written is done in a moment, unless the store fails: then the lane begins anew, and so does the caller.
    private Task WhenBuriedAsync(string id) => _dying.TryGetValue(id, out var buried) ? buried.Task : Task.CompletedTask;

    private async Task<QueueAnswer> RedriveWaitingAsync(InboxEntry entry)
    {
        if (entry.Status == DeliveryStatus.Running)
        {
            return new(QueueOutcome.Running, "Its handler runs; redrive it when it has ended.");
        }

        if (entry.Segment is null)
        {
            return new(QueueOutcome.Running, "It is being accepted; it runs in a moment.");
        }

        return await Guard(async () =>
        {
            (entry.Attempts, entry.Due) = (0, Now);
            await SaveAsync(entry.Segment);
            _ready.Wait(entry);
            LogOf(entry).DeliveryRedriven(entry.Delivery.Id);
            Pump();
            return QueueAnswer.Done;
        });
    }

    private QueuedDelivery Describe(InboxEntry entry)
    {
        var delivery = entry.Delivery;
        var status = entry.Status != DeliveryStatus.Running && Step is null ? DeliveryStatus.NotLoaded : entry.Status;
        return new(
            delivery.Id, delivery.Topic, delivery.TraceId, delivery.Group, status, entry.Attempts + (status == DeliveryStatus.Running ? 1 : 0), entry.Due, entry.Failures.Count > 0 ? entry.Failures[^1].Error : null);
    }

    private async Task CountDeadAsync()
    {
        if (_deadByTopic is not null)
        {
            return;
        }

        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        long after = 0;
        do
        {
            var page = await ListDeadLetters(after, LongestList);
            foreach (var letter in page.Letters)
            {
                var topic = TopicOf(letter);
                counts[topic] = counts.GetValueOrDefault(topic) + 1;
            }

            after = page.Next;
        }
        while (after != 0);
        _deadByTopic ??= counts;
    }

    private void CountDead(string topic, int change)
    {
        if (_deadByTopic is not null)
        {
            _deadByTopic[topic] = _deadByTopic.GetValueOrDefault(topic) + change;
        }
    }

    private static string TopicOf(ReadOnlyMemory<byte> letter)
    {
        using var document = JsonDocument.Parse(letter);
        return document.RootElement.GetProperty("topic").GetString()!;
    }
}
