namespace Motia.Embedded.Tests.Runtime;

/// <summary>The counts behind <c>/__motia/grains</c>.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public async Task Statistics_CountCallsErrorsAndActivationsByTypeAndMethod()
    {
        await using var silo = await RuntimeSilo.StartAsync();
        foreach (var key in new[] { "a", "b", "c" })
        {
            await silo.Grain(key).Which().WaitAsync(RuntimeSilo.Limit);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Grain("a").Throw().WaitAsync(RuntimeSilo.Limit));
        await silo.Worker("w").Which().WaitAsync(RuntimeSilo.Limit);
        Assert.Equal(1, silo.Statistics.Silos);
        var types = silo.Statistics.Read();
        Assert.Equal([nameof(RuntimeGrain), nameof(RuntimeWorkerGrain)], types.Select(type => type.Type));
        Assert.Equal((3, 4L, 1L), (types[0].Activations, types[0].Calls, types[0].Errors));
        Assert.Equal((1, 1L, 0L), (types[1].Activations, types[1].Calls, types[1].Errors));
        Assert.Equal(
            [("IRuntimeGrain.Throw", 1L, 1L), ("IRuntimeGrain.Which", 3L, 0L)],
            types[0].Methods.Select(method => (method.Method, method.Calls, method.Errors)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3.7)]
    [InlineData(250)]
    [InlineData(60_000)]
    public async Task Statistics_MeasureTheTimeOfCalls(double milliseconds)
    {
        await using var silo = await RuntimeSilo.StartAsync();
        for (var call = 0; call < 98; call++)
        {
            await silo.Grain("k").Take(TimeSpan.Zero).WaitAsync(RuntimeSilo.Limit);
        }

        await silo.Grain("k").Take(TimeSpan.FromMilliseconds(milliseconds)).WaitAsync(RuntimeSilo.Limit);
        await silo.Grain("k").Take(TimeSpan.FromMilliseconds(milliseconds)).WaitAsync(RuntimeSilo.Limit);
        var type = Assert.Single(silo.Statistics.Read());
        Assert.Equal(milliseconds * 2 / 100, type.MeanMs, 3);
        Assert.InRange(type.P99Ms, milliseconds, milliseconds * 1.25);
    }
}
