using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Motia.Grains;

namespace Motia.Gateway.Streams;

/// <summary>
/// One group of a stream that has subscribers here: watches its grain on behalf of all of them. A new subscriber gets the items as they are after the watching began, then every change
/// that came since; where changes may have been lost, everybody gets the items anew. A change that the items already had may come again: clients take it by id.
/// </summary>
internal sealed partial class WatchedGroup : IStreamWatcher
{
    private readonly string _stream;
    private readonly string _group;
    private readonly IGrainFactory _grains;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly IStreamGrain _grain;
    private readonly IStreamWatcher _reference;

    // Everything below is used under the gate, and frames are given out under it: what one subscriber gets is in order.
    private readonly Lock _gate = new();
    private readonly HashSet<StreamSubscriber> _members = [];
    private readonly HashSet<StreamSubscriber> _live = [];
    private readonly HashSet<StreamSubscriber> _waiting = [];

    // What came since those who are being served were taken from the waiting ones.
    private List<(StreamChange Change, StreamFrame Frame)>? _since;
    private bool _isWorking;
    private bool _isRenewalDue;
    private bool _isLost;
    private bool _isClosed;
    private bool _hasLeft;
    private long _last;

    public WatchedGroup(string stream, string group, IGrainFactory grains, TimeProvider time, ILogger logger)
    {
        (_stream, _group, _grains, _time, _logger) = (stream, group, grains, time, logger);
        _grain = grains.GetGrain<IStreamGrain>(GrainKeys.Stream(stream, group));
        _reference = grains.CreateObjectReference<IStreamWatcher>(this);
    }

    public void Add(StreamSubscriber subscriber)
    {
        lock (_gate)
        {
            _members.Add(subscriber);
            _waiting.Add(subscriber);
            Work();
        }
    }

    /// <summary>Takes a subscriber out; afterwards it gets nothing more.</summary>
    /// <returns>Whether it was the last one.</returns>
    public bool Remove(StreamSubscriber subscriber)
    {
        lock (_gate)
        {
            subscriber.End();
            _live.Remove(subscriber);
            _waiting.Remove(subscriber);
            return _members.Remove(subscriber) && _members.Count == 0;
        }
    }

    /// <summary>Watches no more. Nobody may be added afterwards.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Work();
        }
    }

    /// <summary>Tells the grain that there are still subscribers, and finds out whether it knows.</summary>
    public void Renew()
    {
        lock (_gate)
        {
            _isRenewalDue = true;
            Work();
        }
    }

    public Task Changed(long after, ImmutableArray<StreamChange> changes)
    {
        lock (_gate)
        {
            Take(after, changes);
        }

        return Task.CompletedTask;
    }

    public Task Lost()
    {
        lock (_gate)
        {
            Lose();
            Work();
        }

        return Task.CompletedTask;
    }

    private void Work()
    {
        if (!_isWorking)
        {
            _isWorking = true;
            _ = Task.Run(WorkAsync);
        }
    }

    private async Task WorkAsync()
    {
        bool leaves;
        while (Next(out leaves) is { } batch)
        {
            try
            {
                await ServeAsync(batch);
            }
            catch (Exception failure)
            {
                LogUnavailable(failure, _stream, _group);
                Return(batch);
                await Task.Delay(StreamLimits.Retry, _time);
            }
        }

        if (leaves)
        {
            await LeaveAsync();
        }
    }

    // Who is to be served next: one that goes on where it was, else all who wait; nobody if only the lease is to be renewed; null if there is nothing to do.
    private StreamSubscriber[]? Next(out bool leaves)
    {
        lock (_gate)
        {
            leaves = _isClosed && !_hasLeft;
            _hasLeft |= leaves;
            StreamSubscriber[] batch = _waiting.FirstOrDefault(subscriber => subscriber.Since > 0) is { } one ? [one] : [.. _waiting.Take(StreamLimits.ServedAtOnce)];
            if (_isClosed || (batch.Length == 0 && !_isRenewalDue))
            {
                _isWorking = false;
                return null;
            }

            _waiting.ExceptWith(batch);
            (_since, _isLost, _isRenewalDue) = (batch.Length > 0 ? [] : null, false, false);
            return batch;
        }
    }

    private void Return(StreamSubscriber[] batch)
    {
        lock (_gate)
        {
            _waiting.UnionWith(batch.Where(subscriber => !subscriber.IsOver));
            _since = null;
        }
    }

    private async Task ServeAsync(StreamSubscriber[] batch)
    {
        var watch = await _grain.Watch(_reference, _stream, _group, batch switch { [] => -1, [var one] => one.Since, _ => 0 });
        if (watch.Outcome != StateOutcome.Found)
        {
            throw new InvalidOperationException(watch.Message);
        }

        Begin(watch);
        if (batch.Length == 0)
        {
            Finish(batch, watch.Number, _ => []);
        }
        else if (batch is [{ Since: > 0 } resumer] && !watch.IsResumed)
        {
            // It needs everything, like others who do.
            resumer.Since = 0;
            Return(batch);
        }
        else if (watch.IsResumed)
        {
            var frames = watch.Changes.Select(change => (change, Frame: StreamFrames.Change(_stream, _group, change))).ToArray();
            Finish(batch, watch.Number, subscriber => frames.Where(frame => IsFor(subscriber, frame.change)).Select(frame => frame.Frame));
        }
        else
        {
            var group = batch.Any(subscriber => subscriber.To.Id is null) ? await GroupAsync(watch.Number) : null;
            var items = await ItemsAsync(batch.Select(subscriber => subscriber.To.Id).OfType<string>().Distinct(StringComparer.Ordinal), watch.Number);
            Finish(batch, watch.Number, subscriber => subscriber.To.Id is { } id ? Item(subscriber, items[id]) : [group!]);
        }
    }

    private void Begin(StreamWatch watch)
    {
        lock (_gate)
        {
            if (watch.IsNew)
            {
                _waiting.UnionWith(_live);
                _live.Clear();
                _last = Math.Max(_last, watch.Number);
            }
        }
    }

    private void Take(long after, ImmutableArray<StreamChange> changes)
    {
        // The first push may overtake the answer to the first watch; it comes after just that.
        if (after != _last && _last > 0)
        {
            Lose();
            Work();
        }

        _last = changes[^1].Number;
        foreach (var change in changes)
        {
            var frame = StreamFrames.Change(_stream, _group, change);
            _since?.Add((change, frame));
            foreach (var subscriber in _live)
            {
                if (IsFor(subscriber, change))
                {
                    Give(subscriber, change, frame);
                }
            }
        }
    }

    // Those who wait get everything anew; those who are being served now did not see what was lost either.
    private void Lose()
    {
        _waiting.UnionWith(_live);
        _live.Clear();
        _isLost = true;
    }

    private void Finish(StreamSubscriber[] batch, long number, Func<StreamSubscriber, IEnumerable<StreamFrame>> framesOf)
    {
        lock (_gate)
        {
            var since = _since ?? [];
            _since = null;
            if (_isLost)
            {
                _waiting.UnionWith(batch.Where(subscriber => !subscriber.IsOver));
                return;
            }

            foreach (var subscriber in batch.Where(subscriber => !subscriber.IsOver))
            {
                foreach (var frame in framesOf(subscriber))
                {
                    subscriber.Send(frame);
                }

                // What was still on its way when the watching began is in the items already.
                subscriber.From = number;
                foreach (var (change, frame) in since.Where(later => IsFor(subscriber, later.Change)))
                {
                    Give(subscriber, change, frame);
                }

                subscriber.Since = 0;
                subscriber.Served();
                _live.Add(subscriber);
            }
        }
    }

    private static void Give(StreamSubscriber subscriber, StreamChange change, StreamFrame frame)
    {
        if (change.Kind != StreamChangeKind.Event)
        {
            subscriber.HasItem = change.Kind != StreamChangeKind.Delete;
        }

        subscriber.Send(frame);
    }

    private static bool IsFor(StreamSubscriber subscriber, StreamChange change) =>
        change.Number > subscriber.From && (subscriber.To.Id is not { } id || string.Equals(id, change.Id, StringComparison.Ordinal));

    private static IEnumerable<StreamFrame> Item(StreamSubscriber subscriber, (StreamFrame Frame, bool Exists) item)
    {
        // A client that never saw the item hears nothing of its not being there.
        var isNews = item.Exists || subscriber.HasItem;
        subscriber.HasItem = item.Exists;
        return isNews ? [item.Frame] : [];
    }

    private async Task<StreamFrame> GroupAsync(long number)
    {
        var items = new List<StateItem>();
        long bytes = 0;
        long after = 0;
        do
        {
            var page = await _grain.List(after, int.MaxValue);
            Demand(page.Outcome, page.Message);
            items.AddRange(page.Items);
            bytes += page.Items.Sum(item => (long)item.Value.Length);
            if (bytes > StreamLimits.SyncBytes)
            {
                return StreamFrames.Error(_stream, _group, null, number, StreamRefusal.TooLarge(StreamLimits.SyncBytes));
            }

            after = page.Next;
        }
        while (after != 0);
        return StreamFrames.Group(_stream, _group, number, items);
    }

    private async Task<Dictionary<string, (StreamFrame Frame, bool Exists)>> ItemsAsync(IEnumerable<string> ids, long number)
    {
        var items = new Dictionary<string, (StreamFrame, bool)>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(StreamLimits.ReadAtOnce))
        {
            var answers = await Task.WhenAll(some.Select(_grain.Get));
            foreach (var (id, answer) in some.Zip(answers))
            {
                Demand(answer.Outcome, answer.Message);
                items.Add(id, answer.Outcome == StateOutcome.Found
                    ? (StreamFrames.Item(_stream, _group, id, number, answer.Value), true)
                    : (StreamFrames.Gone(_stream, _group, id, number), false));
            }
        }

        return items;
    }

    private static void Demand(StateOutcome outcome, string? message)
    {
        if (outcome is StateOutcome.Invalid or StateOutcome.Unavailable)
        {
            throw new InvalidOperationException(message);
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await _grain.Leave(_reference);
        }
        catch (Exception failure)
        {
            // The grain forgets it within a minute.
            LogNotLeft(failure, _stream, _group);
        }
        finally
        {
            _grains.DeleteObjectReference<IStreamWatcher>(_reference);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The group {Group} of the stream {Stream} can't be watched now; it is tried again.")]
    private partial void LogUnavailable(Exception cause, string stream, string group);

    [LoggerMessage(2, LogLevel.Debug, "The grain of the group {Group} of the stream {Stream} could not be told that nobody subscribes any more.")]
    private partial void LogNotLeft(Exception cause, string stream, string group);
}
