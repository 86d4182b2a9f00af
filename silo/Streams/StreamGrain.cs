using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.Items;
using Motia.Silo.Records;
using Motia.Silo.State;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Motia.Silo.Streams;

/// <inheritdoc cref="IStreamGrain" />
[Reentrant]
[CollectionAgeLimit(Minutes = 2)]
internal sealed partial class StreamGrain : Grain, IStreamGrain
{
    private static readonly ItemStateNames Names = new("stream", "stream-page");

    private readonly ILogger<StreamGrain> _logger;
    private readonly ItemGroup _items;
    private readonly StreamClock _clock;
    private readonly StreamFeed _feed;

    public StreamGrain([FromKeyedServices(GrainRecords.StorageName)] IGrainStorage storage, TimeProvider time, ILogger<StreamGrain> logger)
    {
        _logger = logger;
        var key = GrainContext.GrainId.Key.ToString()!;
        var records = new GrainRecords(storage, GrainContext.GrainId);
        _items = new(key, records, Names, name => GrainFactory.Directory(DirectoryShards.StreamGroups, name), DeactivateOnIdle, logger);
        _clock = new(records.Own("stream-clock"), time);
        _feed = new(_clock, time, cause => Fail(cause, key), cause => LogWatcherLost(cause, key));
    }

    public Task<StateAnswer> Get(string id) => StateRules.CheckName("id", id) is { } problem ? Invalid(problem) : _items.GetAsync(id);

    public Task<StateAnswer> Set(string stream, string group, string id, ReadOnlyMemory<byte> item)
    {
        if ((CheckPlace(stream, group) ?? StateRules.CheckName("id", id) ?? StateValue.Check("item", item.Span)) is { } problem)
        {
            return Invalid(problem);
        }

        try
        {
            var value = StreamItem.WithId("item", item, id);
            return _items.WriteAsync(id, _ => value, _feed.Change(id));
        }
        catch (StateUpdateException broken)
        {
            return Invalid(broken.Message);
        }
    }

    public Task<StateAnswer> Update(string stream, string group, string id, ReadOnlyMemory<byte> operations)
    {
        if ((CheckPlace(stream, group) ?? StateRules.CheckName("id", id)) is { } problem)
        {
            return Invalid(problem);
        }

        try
        {
            var update = StateUpdate.Parse(operations.Span);
            return _items.WriteAsync(id, before => update.Apply(before) is { } after ? StreamItem.WithId("new item", after, id) : null, _feed.Change(id));
        }
        catch (StateUpdateException broken)
        {
            return Invalid(broken.Message);
        }
    }

    public Task<StateAnswer> Delete(string id) => StateRules.CheckName("id", id) is { } problem ? Invalid(problem) : _items.RemoveAsync(id, _feed.Change(id));

    public Task<StateAnswer> Send(string? id, string type, ReadOnlyMemory<byte> data)
    {
        if ((id is null ? null : StateRules.CheckName("id", id)) is { } problem
            || (problem = StateRules.CheckName("type", type) ?? StateValue.Check("data", data.Span)) is not null)
        {
            return Invalid(problem);
        }

        _feed.Send(id, type, data);
        return Task.FromResult(new StateAnswer(StateOutcome.Missing));
    }

    public Task<StatePage> List(long after, int limit) => _items.ListAsync(after, limit);

    public Task<int> Count() => _items.CountAsync();

    public async Task<StreamWatch> Watch(IStreamWatcher watcher, string stream, string group, long since)
    {
        if (CheckPlace(stream, group) is { } problem)
        {
            return new(StateOutcome.Invalid, 0, false, false, [], problem);
        }

        try
        {
            return await _feed.WatchAsync(watcher, since);
        }
        catch (Exception failure)
        {
            Fail(failure, this.GetPrimaryKeyString());
            return new(StateOutcome.Unavailable, 0, false, false, [], $"The group can't be watched now: {failure.Message}");
        }
    }

    public Task Leave(IStreamWatcher watcher)
    {
        _feed.Leave(watcher);
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _feed.End();
        try
        {
            await _clock.CloseAsync(_items.IsKnownToBeGone).WaitAsync(cancellationToken);
        }
        finally
        {
            await _items.CloseAsync().WaitAsync(cancellationToken);
        }
    }

    private static Task<StateAnswer> Invalid(string problem) => Task.FromResult(new StateAnswer(StateOutcome.Invalid, Message: problem));

    private static string? CheckStream(string stream) => stream.Contains('|', StringComparison.Ordinal) ? $"The stream's name \"{stream}\" has a bar in it." : null;

    private void Fail(Exception cause, string key)
    {
        LogNumbersFailed(cause, key);
        DeactivateOnIdle();
    }

    private string? CheckPlace(string stream, string group) =>
        StateRules.CheckName("group", group) ?? CheckStream(stream) ?? _items.Claim(GrainKeys.StreamGroup(stream, group), GrainKeys.Stream);
}
