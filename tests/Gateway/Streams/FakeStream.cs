using System.Collections.Immutable;
using System.Text;
using Motia.Gateway.Tests.Control;
using Motia.Grains;

namespace Motia.Gateway.Tests.Streams;

/// <summary>Stands for the grain of one group: the test says what its items are, when it forgets who watches, and what gets lost.</summary>
public sealed class FakeStream
{
    private readonly SortedDictionary<string, string> _items = new(StringComparer.Ordinal);
    private IStreamWatcher? _known;
    private long _number;
    private long _pushed;

    public IGrainFactory Factory => (IGrainFactory)GrainStandIn.Make(typeof(IGrainFactory), this);

    /// <summary>Who watches.</summary>
    public IStreamWatcher Watcher { get; private set; } = null!;

    public bool HasLeft { get; private set; }

    /// <summary>Is called before an answer to a watch goes back.</summary>
    public Func<Task> BeforeAnswer { get; set; } = () => Task.CompletedTask;

    public T GetGrain<T>(string key, string? prefix) => (T)GrainStandIn.Make(typeof(T), this);

    public static T CreateObjectReference<T>(IGrainObserver watcher) => (T)watcher;

    public static void DeleteObjectReference<T>(IGrainObserver watcher)
    {
    }

    public async Task<StreamWatch> Watch(IStreamWatcher watcher, string stream, string group, long since)
    {
        var isNew = _known is null;
        (_known, Watcher) = (watcher, watcher);
        var number = ++_number;
        _pushed = isNew ? number : _pushed;
        await BeforeAnswer();
        return new(StateOutcome.Found, number, isNew, false, []);
    }

    public Task Leave(IStreamWatcher watcher)
    {
        HasLeft = true;
        return Task.CompletedTask;
    }

    public Task<StatePage> List(long after, int limit) =>
        Task.FromResult<StatePage>(new(StateOutcome.Found, [.. _items.Select(item => new StateItem(1, item.Key, Encoding.UTF8.GetBytes(item.Value)))]));

    public Task<StateAnswer> Get(string id) =>
        Task.FromResult(_items.TryGetValue(id, out var item) ? new StateAnswer(StateOutcome.Found, Encoding.UTF8.GetBytes(item)) : new(StateOutcome.Missing));

    /// <summary>Comes up anew: it knows nobody.</summary>
    public void Forget() => _known = null;

    /// <summary>Changes an item; the push is lost, or not.</summary>
    public async Task SetAsync(string id, int value, bool isLost = false)
    {
        var kind = _items.ContainsKey(id) ? StreamChangeKind.Update : StreamChangeKind.Create;
        _items[id] = $$"""{"id":"{{id}}","v":{{value}}}""";
        await PushAsync(kind, id, isLost);
    }

    public async Task DeleteAsync(string id, bool isLost = false)
    {
        await PushAsync(StreamChangeKind.Delete, id, isLost);
        _items.Remove(id);
    }

    private async Task PushAsync(StreamChangeKind kind, string id, bool isLost)
    {
        var (after, number) = (_pushed, ++_number);
        _pushed = number;
        if (!isLost && _known is not null)
        {
            await Watcher.Changed(after, ImmutableArray.Create(new StreamChange(number, kind, id, Encoding.UTF8.GetBytes(_items[id]))));
        }
    }
}
