using Motia.OrleansConformance.Tests.Hosting;
using Xunit.Abstractions;

namespace Motia.OrleansConformance.Tests.Turns;

/// <summary>Random calls from many threads, which must never meet in a grain and never make two of it.</summary>
[Collection(SiloCollection.Name)]
public sealed class RandomInterleavingTests(SharedSilo shared, ITestOutputHelper output)
{
    private const int Callers = 16;
    private const int CallsOfEach = 150;
    private const int Grains = 5;

    [Fact]
    public async Task Turns_UnderRandomLoad_NeverOverlap()
    {
        var seed = Seed();
        var key = Probe.NewKey();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(seed + caller);
            for (var call = 0; call < CallsOfEach; call++)
            {
                await Pick(random, key).Work(random.Next());
            }
        }))).Soon();
        for (var grain = 0; grain < Grains; grain++)
        {
            Assert.Equal(0, await Plain(key, grain).Overlaps());
            Assert.Equal(0, await Reentrant(key, grain).Overlaps());
        }
    }

    [Fact]
    public async Task Activations_UnderRandomDeactivation_AreNeverTwoOfOneGrain()
    {
        var seed = Seed();
        var key = Probe.NewKey();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(seed + caller);
            for (var call = 0; call < CallsOfEach; call++)
            {
                var grain = shared.Client.GetGrain<ISingleGrain>($"{key}/{random.Next(Grains)}");
                Assert.Equal("", await grain.Live(random.Next(8) == 0));
            }
        }))).Soon();
        Assert.True(SingleGrain.Activations(key) > Grains, "No grain was ever deactivated, so that nothing was tried.");
    }

    private int Seed()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return seed;
    }

    private ITurnGrain Pick(Random random, string key) =>
        random.Next(2) == 0 ? Plain(key, random.Next(Grains)) : Reentrant(key, random.Next(Grains));

    private ITurnGrain Plain(string key, int grain) => shared.Client.GetGrain<ITurnGrain>($"{key}/{grain}", typeof(TurnGrain).FullName);

    private IReentrantTurnGrain Reentrant(string key, int grain) => shared.Client.GetGrain<IReentrantTurnGrain>($"{key}/{grain}");
}
