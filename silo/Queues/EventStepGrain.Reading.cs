using System.Collections.Immutable;
using System.Globalization;
using Motia.Grains;

namespace Motia.Silo.Queues;

/// <content>What people see of the queue, and what they may do.</content>
internal sealed partial class EventStepGrain
{
    private const int LongestList = 1_000;
    private const int ListBytes = 4 * 1024 * 1024;

    private const int CountAttempts = 3;

    // Changes whenever a dead letter comes or goes.
    private int _deadVersion;

    public async Task<ImmutableArray<QueueCounts>> Count()
    {
        await CountDeadAsync();
        var live = _live.Values.GroupBy(entry => entry.Delivery.Topic, StringComparer.Ordinal).ToDictionary(topic => topic.Key, topic => topic.ToArray(), StringComparer.Ordinal);
        return
        [
            .. live.Keys.Union(_parked.Counts.Keys, StringComparer.Ordinal).Union(_done.Keys, StringComparer.Ordinal).Union(_deadByTopic.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal).Select(topic => CountsOf(topic, live.GetValueOrDefault(topic, []))),
        ];
    }

    public Task<bool> HasUnended(string topic) => Task.FromResult(_parked.Counts.GetValueOrDefault(topic) != default || _live.Values.Any(entry => entry.Delivery.Topic == topic));

    public async Task<DeliveryPage> List(DeliveryStatus? status, string after, int limit)
    {
        var position = DeliveryPosition.Parse(after);
        var most = Math.Clamp(limit, 1, LongestList);
        var found = ImmutableArray.CreateBuilder<QueuedDelivery>();
        foreach (var number in Merge(_segments.Keys, _parked.Numbers).Where(number => number >= position.Segment).ToArray())
        {
            foreach (var entry in (await EntriesAsync(number, status)).OrderBy(entry => entry.Delivery.Id, StringComparer.Ordinal).Where(entry => position.IsBefore(number, entry.Delivery.Id)))
            {
                var delivery = Describe(entry);
                if (status is not null && delivery.Status != status)
                {
                    continue;
                }

                if (found.Count == most)
                {
                    return new(found.ToImmutable(), position.ToString());
                }

                found.Add(delivery);
                position = new(number, delivery.Id);
            }
        }

        return new(found.ToImmutable(), "");
    }

    public async Task<QueuedDelivery?> Find(string id)
    {
        if (_live.TryGetValue(id, out var entry))
        {
            return Describe(entry);
        }

        var parked = await FindParkedAsync(id);

        // It may have come into memory while it was read.
        return _live.TryGetValue(id, out entry) ? Describe(entry) : parked is not null ? Describe(parked) : null;
    }

    public async Task<DeadLetterPage> ListDeadLetters(string after, int limit)
    {
        long first = 0;
        if (after.Length > 0 && !long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out first))
        {
            throw new ArgumentException($"\"{after}\" is not where a page ended.", nameof(after));
        }

        var (items, more) = await _dead.ListAsync(first, Math.Clamp(limit, 1, LongestList), ListBytes);
        return new([.. items.Select(item => item.Value)], more ? items[^1].Sequence.ToString(CultureInfo.InvariantCulture) : "");
    }

    public async Task<ReadOnlyMemory<byte>> ReadDeadLetter(string id) => await _dead.GetAsync(id) ?? default;

    public async Task<QueueAnswer> Redrive(string id)
    {
        await WhenBuriedAsync(id);
        return await Guard(async () => await RedriveParkedAsync(id) ?? (_live.TryGetValue(id, out var entry) ? await RedriveWaitingAsync(entry) : await ReopenAsync(id)));
    }

    public async Task<QueueAnswer> Discard(string id, string reason)
    {
        await WhenBuriedAsync(id);
        return await Guard(async () => await DiscardParkedAsync(id, reason) ?? (_live.TryGetValue(id, out var entry) ? await DiscardWaitingAsync(entry, reason) : await DiscardDeadAsync(id, reason)));
    }

    // What waits in the store is read beside what is parked: it stays parked.
    private async Task<IReadOnlyList<InboxEntry>> EntriesAsync(long number, DeliveryStatus? status)
    {
        if (_parked.Find(number) is { } parked && !MayHave(parked, status))
        {
            return [];
        }

        if (!_segments.ContainsKey(number) && await ReadAsync([number]) is [var stored])
        {
            return stored.Entries;
        }

        // It may have come into memory while it was read.
        return _segments.TryGetValue(number, out var segment) ? [.. segment.Entries] : [];
    }

    private bool MayHave(ParkedSegment parked, DeliveryStatus? status) => status switch
    {
        null => true,
        DeliveryStatus.NotLoaded => Step is null,
        DeliveryStatus.Waiting => Step is not null && parked.Waiting > 0,
        DeliveryStatus.Retrying => Step is not null && parked.Retrying > 0,
        _ => false,
    };

    // A letter that is being written is done in a moment, unless the store fails: then the lane begins anew, and so does the caller.
    private Task WhenBuriedAsync(string id) => _dying.TryGetValue(id, out var buried) ? buried.Task : Task.CompletedTask;

    private static QueueAnswer? WhyNot(InboxEntry entry, string verb) =>
        entry.IsRunning ? RunsStill(verb)
        : !entry.IsAdmitted ? new(QueueOutcome.Running, $"It is being accepted; {verb} it in a moment.")
        : null;

    private static QueueAnswer RunsStill(string verb) => new(QueueOutcome.Running, $"Its handler runs; {verb} it when it has ended.");

    private async Task<QueueAnswer> RedriveWaitingAsync(InboxEntry entry)
    {
        if (WhyNot(entry, "redrive") is { } problem)
        {
            return problem;
        }

        (entry.Attempts, entry.Due) = (0, Now);
        await SaveAsync(entry.Segment);
        _ready.Wait(entry);
        LogOf(entry).DeliveryRedriven(entry.Delivery.Id);
        Pump();
        return QueueAnswer.Done;
    }

    // In a standard queue it goes before what else is parked.
    private async Task<QueueAnswer?> RedriveParkedAsync(string id)
    {
        long number = 0;
        var answer = await ChangeParkedAsync(id, "redrive", entry => (entry.Attempts, entry.Due) = (0, Now), entry =>
        {
            number = entry.Segment.Number;
            LogOf(entry).DeliveryRedriven(id);
        });
        if (answer is { Outcome: QueueOutcome.Done })
        {
            // In a fifo queue everything before it would have to come too.
            await UnparkAsync(() => _ready.IsFifo || _parked.Find(number) is null ? [] : [number]);
            Pump();
        }

        return answer;
    }

    private Task<QueueAnswer?> DiscardParkedAsync(string id, string reason) => ChangeParkedAsync(
        id,
        "discard",
        entry => entry.Segment.Entries.Remove(entry),
        entry =>
        {
            _finished.Add(TextHash.Of(id));
            NoteDiscarded(entry, reason);
        });

    private async Task<QueueAnswer> ReopenAsync(string id)
    {
        if (await _dead.GetAsync(id) is not { } letter || _live.ContainsKey(id))
        {
            return QueueAnswer.Missing;
        }

        // First into the inbox, then out of the dead letters, then it may run: a crash in between leaves it in both, which the next activation sees.
        var entry = DeadLetter.Reopen(letter.Span);
        entry.Due = Now;
        Keep(entry);
        _finished.Remove(TextHash.Of(id));
        var segments = await StoreAsync([entry]);
        await _dead.RemoveAsync(id);
        CountDead(entry.Delivery.Topic, -1);
        LogOf(entry).DeliveryRedriven(id);
        Note(entry, RunNoteKind.Accepted);
        segments.ForEach(AdmitOrPark);
        Pump();
        return QueueAnswer.Done;
    }

    private async Task<QueueAnswer> DiscardWaitingAsync(InboxEntry entry, string reason)
    {
        if (WhyNot(entry, "discard") is { } problem)
        {
            return problem;
        }

        End(entry);
        await SaveAsync(entry.Segment);
        _ready.Remove(entry);
        NoteDiscarded(entry, reason);
        Pump();
        return QueueAnswer.Done;
    }

    private async Task<QueueAnswer> DiscardDeadAsync(string id, string reason)
    {
        if (await _dead.RemoveAsync(id) is not { } letter)
        {
            return QueueAnswer.Missing;
        }

        var dead = DeadLetter.Reopen(letter.Span);
        CountDead(dead.Delivery.Topic, -1);
        NoteDiscarded(dead, reason);
        return QueueAnswer.Done;
    }

    private void NoteDiscarded(InboxEntry entry, string reason)
    {
        Note(entry, RunNoteKind.Discarded, reason);
        LogOf(entry).DeliveryDiscarded(entry.Delivery.Id, reason);
    }

    private QueueCounts CountsOf(string topic, InboxEntry[] entries)
    {
        var parked = _parked.Counts.GetValueOrDefault(topic);
        int Having(DeliveryStatus status) => entries.Count(entry => entry.Status == status);
        return new(
            topic,
            Having(DeliveryStatus.Waiting) + parked.Waiting,
            Having(DeliveryStatus.Running),
            Having(DeliveryStatus.Retrying) + parked.Retrying,
            (int)_deadByTopic.GetValueOrDefault(topic),
            _done.GetValueOrDefault(topic));
    }

    private QueuedDelivery Describe(InboxEntry entry)
    {
        var delivery = entry.Delivery;
        var status = entry.Status != DeliveryStatus.Running && Step is null ? DeliveryStatus.NotLoaded : entry.Status;
        return new(
            delivery.Id, delivery.Topic, delivery.TraceId, delivery.Group, status, entry.Attempts + (status == DeliveryStatus.Running ? 1 : 0), entry.Due, entry.HasFailed ? entry.Failures[^1].Error : null);
    }

    // The root knows the counts, unless a crash came between a dead letter and the root's next save.
    private async Task CountDeadAsync()
    {
        for (var attempt = 0; attempt < CountAttempts && _deadByTopic.Values.Sum() != await _dead.CountAsync(); attempt++)
        {
            var version = _deadVersion;
            var counts = new Dictionary<string, long>(StringComparer.Ordinal);
            var after = "";
            do
            {
                var page = await ListDeadLetters(after, LongestList);
                foreach (var topic in page.Letters.Select(DeadLetter.TopicOf))
                {
                    counts[topic] = counts.GetValueOrDefault(topic) + 1;
                }

                after = page.Next;
            }
            while (after.Length > 0);
            if (version == _deadVersion)
            {
                _deadByTopic = counts;
            }
        }
    }

    private void CountDead(string topic, int change)
    {
        _deadVersion++;
        _deadByTopic[topic] = _deadByTopic.GetValueOrDefault(topic) + change;
    }
}
