using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using Motia.Gateway.Catalog;
using Motia.Gateway.Streams;
using Motia.Grains;
using Motia.Tests.Shared;

namespace Motia.Gateway.Tests.Streams;

/// <summary>Access that is decided about again while a subscription lives.</summary>
public sealed class StreamHubTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeStream _grain = new();
    private readonly ManualTime _time = new();
    private readonly Swaps _swaps = new();
    private readonly Guard _guard = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly StreamHub _hub;

    public StreamHubTests() => _hub = new(_grain.Factory, _swaps, _time, _lifetime, NullLogger<StreamHub>.Instance);

    public Task InitializeAsync() => _hub.StartAsync(CancellationToken.None);

    public Task DisposeAsync() => _hub.StopAsync(CancellationToken.None);

    public void Dispose() => _hub.Dispose();

    [Fact]
    public async Task Access_ThatIsTakenAway_EndsTheSubscriptionAtTheNextRecheck()
    {
        var client = await JoinAsync("g");
        _guard.Answers["g"] = Task.FromResult<StreamRefusal?>(StreamRefusal.Denied);
        await AdvanceUntilAsync(() => client.Outlet.Frames.TryPeek(out _), StreamLimits.Recheck);
        Assert.Contains("STREAM_ACCESS_DENIED", Next(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Access_ThatASwapTakesAway_EndsTheSubscriptionAtOnce()
    {
        var client = await JoinAsync("g");
        _guard.Answers["g"] = Task.FromResult<StreamRefusal?>(StreamRefusal.Denied);
        _swaps.Swap();
        await Eventually.Is(() => client.Outlet.Frames.TryPeek(out _));
        Assert.Contains("STREAM_ACCESS_DENIED", Next(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decisions_ThatNeverCome_DoNotHoldUpThoseAboutOthers()
    {
        for (var hanging = 0; hanging < StreamLimits.RechecksAtOnce; hanging++)
        {
            await JoinAsync("hanging");
        }

        var client = await JoinAsync("g");
        _guard.Answers["hanging"] = new TaskCompletionSource<StreamRefusal?>().Task;
        _guard.Answers["g"] = Task.FromResult<StreamRefusal?>(StreamRefusal.Denied);
        _swaps.Swap();
        await AdvanceUntilAsync(() => client.Outlet.Frames.TryPeek(out _), StreamLimits.RecheckPatience);
        Assert.Contains("STREAM_ACCESS_DENIED", Next(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Swap_WhileAClientIsAskedAbout_IsAskedAboutAgain()
    {
        var client = await JoinAsync("g");
        var first = new TaskCompletionSource<StreamRefusal?>();
        _guard.Answers["g"] = first.Task;
        var asked = _guard.Asked;
        _swaps.Swap();
        await Eventually.Is(() => _guard.Asked > asked);
        _guard.Answers["g"] = Task.FromResult<StreamRefusal?>(StreamRefusal.Denied);
        _swaps.Swap();
        first.SetResult(null);
        await AdvanceUntilAsync(() => client.Outlet.Frames.TryPeek(out _), StreamLimits.RecheckPatience);
        Assert.Contains("STREAM_ACCESS_DENIED", Next(client), StringComparison.Ordinal);
    }

    private async Task<StreamClient> JoinAsync(string group)
    {
        var client = new StreamClient(_hub, _guard, _time, new(new(new Dictionary<string, StringValues>(), "/", null)));
        Assert.Null(await client.JoinAsync(new("todos", group, null), "s"));
        await client.Outlet.Frames.ReadAsync().AsTask().WaitAsync(Patience);
        return client;
    }

    private static string Next(StreamClient client) => client.Outlet.Frames.TryRead(out var frame) ? Encoding.UTF8.GetString(frame.Json.Span) : "";

    private Task AdvanceUntilAsync(Func<bool> isSo, TimeSpan step) => Eventually.Is(isSo, () => _time.Advance(step));

    private sealed class Guard : IStreamGuard
    {
        private int _asked;

        public ConcurrentDictionary<string, Task<StreamRefusal?>> Answers { get; } = new();

        public int Asked => Volatile.Read(ref _asked);

        public ValueTask<StreamCaller> AuthenticateAsync(StreamConnection connection) => new(new StreamCaller(connection));

        public ValueTask<StreamRefusal?> CheckAsync(StreamSubscription subscription, StreamCaller caller)
        {
            Interlocked.Increment(ref _asked);
            return Answers.TryGetValue(subscription.GroupId, out var answer) ? new(answer) : default;
        }
    }

    private sealed class Swaps : ICatalogSource
    {
        private ConfigurationReloadToken _change = new();

        public CatalogSnapshot Current { get; } = new([], []);

        public IChangeToken Changed => Volatile.Read(ref _change);

        public bool IsStale(StepDescription step) => false;

        public bool IsStale(StreamDescription stream) => false;

        public void Swap() => Interlocked.Exchange(ref _change, new()).OnReload();
    }
}
