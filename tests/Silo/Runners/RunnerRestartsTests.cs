using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Runners;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Runners;

public sealed class RunnerRestartsTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly RunnerRestarts _restarts;
    private readonly Channel<TimeSpan> _reloads = Channel.CreateUnbounded<TimeSpan>();
    private readonly DateTimeOffset _start;
    private volatile bool _isNeeded;
    private int _reloadsNeeded;

    public RunnerRestartsTests()
    {
        _start = _time.GetUtcNow();
        _restarts = new RunnerRestarts(_time, NullLogger.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _restarts.StopAsync();
        _restarts.Dispose();
    }

    [Fact]
    public async Task First_IsAtOnce_AndThoseThatFollowComeWithGrowingPauses_UpToAHalfMinute()
    {
        Start();
        var pauses = new List<double>();
        var last = TimeSpan.Zero;
        for (var i = 0; i < 8; i++)
        {
            Need();
            var at = await ReloadedAsync();
            pauses.Add((at - last).TotalSeconds);
            last = at;
        }

        Assert.Equal([0, 1, 2, 4, 8, 16, 30, 30], pauses);
    }

    [Fact]
    public async Task AfterACalmTime_TheNextIsAtOnceAgain()
    {
        Start();
        Need();
        await ReloadedAsync();
        Need();
        await ReloadedAsync();
        _time.Advance(RunnerRestarts.Calm);
        var before = _time.GetUtcNow() - _start;
        Need();
        Assert.Equal(before, await ReloadedAsync());
    }

    [Fact]
    public async Task What_StillNeedsIt_IsTriedAgainWithoutBeingAskedFor()
    {
        _reloadsNeeded = 3;
        Start();
        Need();
        await ReloadedAsync();
        await ReloadedAsync();
        await ReloadedAsync();
    }

    [Fact]
    public async Task Demand_BeforeTheStart_IsMetAtTheStart()
    {
        Need();
        Start();
        await ReloadedAsync();
    }

    // As a process that ends: it needs another from then on, until it has one.
    private void Need()
    {
        _isNeeded = true;
        _restarts.Demand();
    }

    private void Start() => _restarts.Start(
        _ =>
        {
            _isNeeded = --_reloadsNeeded > 0;
            _reloads.Writer.TryWrite(_time.GetUtcNow() - _start);
            return Task.CompletedTask;
        },
        () => _isNeeded);

    private async Task<TimeSpan> ReloadedAsync()
    {
        var at = TimeSpan.Zero;
        await Eventually.Is(() => _reloads.Reader.TryRead(out at), () => _time.Advance(_time.NextTimer ?? TimeSpan.Zero));
        return at;
    }
}
