using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Hosting;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Hosting;

public sealed class ShutdownLimitTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly ApplicationLifetime _lifetime = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly ShutdownLimit _limit;

    public ShutdownLimitTests() => _limit = new(new() { ShutdownTimeout = TimeSpan.FromSeconds(30) }, _lifetime, _time);

    public void Dispose() => _limit.Dispose();

    [Fact]
    public void Reached_CountsFromWhenTheHostIsToldToStop()
    {
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(_limit.Reached.IsCancellationRequested);
        _lifetime.StopApplication();
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(_limit.Reached.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_limit.Reached.IsCancellationRequested);
    }

    [Fact]
    public async Task Server_WhoseRequestsDoNotEnd_IsWaitedForNoLonger()
    {
        using var server = new LimitedServer(new HangingServer(), _limit);
        var stopped = server.StopAsync(CancellationToken.None);
        _lifetime.StopApplication();
        _time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(stopped.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));
        await stopped.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
