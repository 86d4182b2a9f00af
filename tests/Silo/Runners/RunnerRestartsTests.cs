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
    private bool _isNeeded;

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
            _restarts.Demand();
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
        _restarts.Demand();
        await ReloadedAsync();
        _restarts.Demand();
        await ReloadedAsync();
        _time.Advance(RunnerRestarts.Calm);
        var before = _time.GetUtcNow() - _start;
        _restarts.Demand();
        Assert.Equal(before, await ReloadedAsync());
    }

    [Fact]
    public async Task What_StillNeedsIt_IsTriedAgainWithoutBeingAskedFor()
    {
        _isNeeded = true;
        Start();
        _restarts.Demand();
        await ReloadedAsync();
        await ReloadedAsync();
        _isNeeded = false;
        await ReloadedAsync();
    }

    [Fact]
    public async Task Demand_BeforeTheStart_IsMetAtTheStart()
    {
        _restarts.Demand();
        Start();
        await ReloadedAsync();
    }

    private void Start() => _restarts.Start(
        _ =>
        {
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
