using System.Globalization;
using System.Text;
using Motia.Silo.Items;
using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.Items;

public sealed class PagedItemsTurnTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 400)]
    public void Change_ByManyCallersOfOneKey_LosesNone(int seed, int others)
    {
        var disk = new Disk();
        var run = new ItemsRun(disk, seed);
        for (var number = 0; number < others; number++)
        {
            run.Set($"other-{number}", new('x', 200));
        }

        var callers = Enumerable.Range(0, 64).Select(_ => run.Simulation.Start(async () =>
        {
            for (var time = 0; time < 10; time++)
            {
                await run.Items.ChangeAsync("count", 1, Add);
            }
        })).ToArray();
        run.Settle();

        Assert.All(callers, caller => Assert.True(caller.IsCompletedSuccessfully));
        Assert.Equal("640", new ItemsRun(disk).Get("count"));
    }

    [Fact]
    public void Change_ThatThrows_ChangesNothing()
    {
        var run = new ItemsRun(new());
        run.Set("key", "1");

        Assert.Throws<FormatException>(() => run.Simulation.Run(
            () => run.Items.ChangeAsync("key", 0, (_, _) => throw new FormatException()).AsTask()));

        Assert.Equal("1", run.Get("key"));
        Assert.Equal(1, run.Storage.Writes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Calls_AtTheSameTimeAsClears_ComeBeforeOrAfter(int seed)
    {
        var disk = new Disk();
        var run = new ItemsRun(disk, seed);
        var last = new int[16];
        var writers = Enumerable.Range(0, 16).Select(writer => run.Simulation.Start(async () =>
        {
            for (var version = 1; version <= 20; version++)
            {
                await run.Items.SetAsync($"key-{writer}", Encoding.UTF8.GetBytes($"{version}:{new string('x', 1_500)}"));
                last[writer] = version;
            }
        })).ToArray();
        var clears = run.Simulation.Start(async () =>
        {
            // Apart from each other, so that they meet groups that have pages and pages that are being split.
            for (var time = 0; time < 8; time++)
            {
                for (var pause = 0; pause < 40; pause++)
                {
                    await run.Simulation.PauseAsync();
                }

                await run.Items.ClearAsync();
            }
        });
        run.Settle();

        Assert.All([.. writers, clears], call => Assert.True(call.IsCompletedSuccessfully, call.Exception?.ToString()));
        var found = new ItemsRun(disk).All();
        Assert.All(found, item => Assert.StartsWith("20:", item.Split('=')[1], StringComparison.Ordinal));
        Assert.Equal(found.Order(), run.All().Order());
        run.Settle();
        Assert.True(ItemsRun.Reachable(disk).SetEquals(disk.Records.Keys));
    }

    private static ItemChange Add(int by, ReadOnlyMemory<byte>? before) => ItemChange.Put(Encoding.UTF8.GetBytes(
        ((before is { } value ? int.Parse(value.Span, CultureInfo.InvariantCulture) : 0) + by).ToString(CultureInfo.InvariantCulture)));
}
