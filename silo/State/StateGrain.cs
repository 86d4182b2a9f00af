using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Motia.Grains;
using Motia.Silo.Items;
using Motia.Silo.Records;
using Orleans.Concurrency;
using Orleans.Storage;

namespace Motia.Silo.State;

/// <inheritdoc cref="IStateGrain" />
[Reentrant]
[CollectionAgeLimit(Minutes = 2)]
internal sealed class StateGrain : Grain, IStateGrain
{
    private static readonly ItemStateNames Names = new("state", "state-page");

    private readonly ItemGroup _items;

    public StateGrain([FromKeyedServices(GrainRecords.StorageName)] IGrainStorage storage, ILogger<StateGrain> logger) => _items = new(
        GrainContext.GrainId.Key.ToString()!,
        new(storage, GrainContext.GrainId),
        Names,
        name => GrainFactory.Directory(DirectoryShards.StateGroups, name),
        DeactivateOnIdle,
        logger);

    public Task<StateAnswer> Get(string key) => StateRules.CheckName("key", key) is { } problem ? Invalid(problem) : _items.GetAsync(key);

    public Task<StateAnswer> Set(string group, string key, ReadOnlyMemory<byte> value) =>
        (CheckPlace(group, key) ?? StateValue.Check("value", value.Span)) is { } problem ? Invalid(problem) : _items.WriteAsync(key, _ => value);

    public Task<StateAnswer> Update(string group, string key, ReadOnlyMemory<byte> operations)
    {
        if (CheckPlace(group, key) is { } problem)
        {
            return Invalid(problem);
        }

        try
        {
            return _items.WriteAsync(key, StateUpdate.Parse(operations.Span).Apply);
        }
        catch (StateUpdateException broken)
        {
            return Invalid(broken.Message);
        }
    }

    public Task<StateAnswer> Delete(string key) => StateRules.CheckName("key", key) is { } problem ? Invalid(problem) : _items.RemoveAsync(key);

    public Task<StateAnswer> Clear() => _items.ClearAsync();

    public Task<StatePage> List(long after, int limit) => _items.ListAsync(after, limit);

    public Task<int> Count() => _items.CountAsync();

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => _items.CloseAsync().WaitAsync(cancellationToken);

    private static Task<StateAnswer> Invalid(string problem) => Task.FromResult(new StateAnswer(StateOutcome.Invalid, Message: problem));

    // An empty or overlong group would be refused less clearly by its key.
    private string? CheckPlace(string group, string key) =>
        StateRules.CheckName("group", group) ?? _items.Claim(group, GrainKeys.Group) ?? StateRules.CheckName("key", key);
}
