namespace Motia.Embedded.Tests.Runtime;

/// <summary>What depends on time, on a clock that the tests move.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task ResponseTimeout_PassesBetweenItsTimeAndATenthMore()
    {
        await using var silo = await RuntimeSilo.StartAsync();
        var call = silo.Grain("k").Wait();
        await silo.Started.Task.WaitAsync(RuntimeSilo.Limit);
        silo.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(call.IsCompleted);
        silo.Clock.Advance(TimeSpan.FromSeconds(1.1));
        var failure = await Record.ExceptionAsync(() => call.WaitAsync(RuntimeSilo.Limit));
        Assert.True(call.IsFaulted);
        Assert.IsType<TimeoutException>(failure);
        Assert.False(silo.Ended.Task.IsCompleted);
        silo.Gate.SetResult();
        await silo.Ended.Task.WaitAsync(RuntimeSilo.Limit);
    }

    [Fact]
    public async Task IdleActivation_IsCollectedAfterFifteenMinutes_NotBefore()
    {
        await using var silo = await RuntimeSilo.StartAsync();
        var first = await silo.Grain("k").Which().WaitAsync(RuntimeSilo.Limit);
        silo.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(first, await silo.Grain("k").Which().WaitAsync(RuntimeSilo.Limit));
        silo.Clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(first, await silo.Grain("k").Which().WaitAsync(RuntimeSilo.Limit));
        silo.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.NotEqual(first, await silo.Grain("k").Which().WaitAsync(RuntimeSilo.Limit));
    }
}
