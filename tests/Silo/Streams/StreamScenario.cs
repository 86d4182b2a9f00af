using System.Text;
using Motia.Grains;
using Motia.Silo.Tests.Records;
using Motia.Silo.Tests.Topics;

namespace Motia.Silo.Tests.Streams;

/// <summary>A silo with one group of a stream, over records that outlive it.</summary>
public abstract class StreamScenario : IAsyncLifetime
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Watcher> _watchers = [];

    private protected MemoryRecords Records { get; } = new();

    private protected LeapingTime Time { get; } = new();

    private protected RecordSilo Silo { get; private set; } = null!;

    private protected IStreamGrain Grain => Silo.Stream("todos", "inbox");

    public async Task InitializeAsync() => Silo = await RecordSilo.StartAsync(Records, Time);

    public async Task DisposeAsync() => await Silo.DisposeAsync();

    private protected static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private protected static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private protected Task<StateAnswer> SetAsync(string id, string item) => Grain.Set("todos", "inbox", id, Bytes(item));

    private protected async Task<Watcher> WatchAsync()
    {
        var watcher = new Watcher();
        await WatchAsync(watcher);
        return watcher;
    }

    private protected Task<StreamWatch> WatchAsync(Watcher watcher) => Grain.Watch(ReferenceTo(watcher), "todos", "inbox", 0).WaitAsync(Patience);

    // The runtime holds it weakly.
    private protected IStreamWatcher ReferenceTo(Watcher watcher)
    {
        _watchers.Add(watcher);
        return Silo.Grains.CreateObjectReference<IStreamWatcher>(watcher);
    }

    private protected async Task RestartAsync(TimeProvider? time = null)
    {
        await Silo.DisposeAsync();
        Silo = await RecordSilo.StartAsync(Records, time ?? Time);
    }
}
