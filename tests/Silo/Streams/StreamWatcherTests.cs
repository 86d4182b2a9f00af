using Motia.Grains;

namespace Motia.Silo.Tests.Streams;

/// <summary>What those who watch a group are told, and with which numbers.</summary>
public sealed class StreamWatcherTests : StreamScenario
{
    private const string Increment = """[{"type":"increment","path":"count","by":1}]""";

    [Fact]
    public async Task Watcher_SeesEachChangeOnce_InOrder()
    {
        var watcher = await WatchAsync();
        await SetAsync("t1", """{"v":1}""");
        await SetAsync("t1", """{"v":2}""");
        await Grain.Update("todos", "inbox", "t1", Bytes("""[{"type":"increment","path":"v","by":1}]"""));
        await Grain.Send(null, "typing", Bytes("\"ann\""));
        await Grain.Send("t1", "seen", Bytes("null"));
        await Grain.Delete("t1");
        await watcher.Has(6);

        Assert.Equal(
            [
                """create t1 {"v":1,"id":"t1"}""",
                """update t1 {"v":2,"id":"t1"}""",
                """update t1 {"v":3,"id":"t1"}""",
                "event  typing\"ann\"",
                "event t1 seennull",
                """delete t1 {"v":3,"id":"t1"}""",
            ],
            watcher.Texts);
        AssertUnbroken(watcher);
    }

    [Fact]
    public async Task Delete_OfNothing_PushesNothing()
    {
        var watcher = await WatchAsync();
        Assert.Equal(StateOutcome.Missing, (await Grain.Delete("t1")).Outcome);
        await SetAsync("t2", "{}");
        await watcher.Has(1);
        Assert.Equal(["""create t2 {"id":"t2"}"""], watcher.Texts);
    }

    [Fact]
    public async Task Update_ByManyCallers_LosesNoneAndPushesAll()
    {
        var watcher = await WatchAsync();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            for (var time = 0; time < 10; time++)
            {
                Assert.Equal(StateOutcome.Found, (await Grain.Update("todos", "inbox", "t1", Bytes(Increment))).Outcome);
            }
        }));
        await watcher.Has(320);

        Assert.Equal(Enumerable.Range(1, 320).Select(count => $$"""{"count":{{count}},"id":"t1"}"""), watcher.Changes.Select(change => Text(change.Data)));
        AssertUnbroken(watcher);
    }

    [Fact]
    public async Task Changes_OfManyItemsInManyPages_ArePushedInTheOrderInWhichTheyWereMade()
    {
        var watcher = await WatchAsync();
        var padding = new string('x', 300);
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 200).Select(item => SetAsync($"t{item}", $$"""{"round":{{round}},"p":"{{padding}}"}""")));
        }

        await watcher.Has(600);
        AssertUnbroken(watcher);
        Assert.Equal(200, watcher.Changes.Count(change => change.Kind == StreamChangeKind.Create));

        // What the pushes tell one after the other is what is stored.
        var seen = new Dictionary<string, string>();
        foreach (var change in watcher.Changes)
        {
            seen[change.Id!] = Text(change.Data);
        }

        await RestartAsync();
        Assert.Equal(seen.Values.Order(StringComparer.Ordinal), (await Grain.List(0, 1000)).Items.Select(item => Text(item.Value)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Change_ThatTheStoreRefuses_IsNotPushed_AndTheWatcherIsToldThatItIsLost()
    {
        var watcher = await WatchAsync();
        Records.Fails = name => name.StartsWith("stream/", StringComparison.Ordinal);
        Assert.Equal(StateOutcome.Unavailable, (await SetAsync("t1", "{}")).Outcome);
        await watcher.IsLost();
        Records.Fails = _ => false;

        Assert.Empty(watcher.Changes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Numbers_GoOnIncreasing_OverActivationsAndCrashes_AlsoWhenTheyRunAheadOfTheClock(bool crash)
    {
        var time = new SetTime();
        await RestartAsync(time);
        var last = 0L;
        for (var round = 0; round < 4; round++)
        {
            var watcher = new Watcher();
            var watch = await WatchAsync(watcher);
            Assert.True(watch.IsNew && watch.Number > last, $"{watch.Number} after {last}");
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Grain.Update("todos", "inbox", "t1", Bytes(Increment))));
            await watcher.Has(50);
            Assert.True(watcher.Changes[0].Number > watch.Number);
            AssertUnbroken(watcher);
            last = watcher.Changes[^1].Number;
            if (!crash)
            {
                await Silo.StopAsync();
            }

            await RestartAsync(time);
        }
    }

    [Fact]
    public async Task Number_IsTheTimeInMilliseconds()
    {
        var time = new SetTime();
        await RestartAsync(time);
        var watcher = await WatchAsync();
        time.Advance(TimeSpan.FromHours(1));
        await SetAsync("t1", "{}");
        await watcher.Has(1);
        Assert.Equal(time.GetUtcNow().ToUnixTimeMilliseconds(), watcher.Changes[0].Number);
    }

    [Fact]
    public async Task Change_ThatBeganBeforeAnybodyWatched_AndIsMadeAfter_IsPushed()
    {
        // So many that the group has pages; the first new item after a start waits for the root, which reserves numbers for it.
        await Task.WhenAll(Enumerable.Range(0, 100).Select(item => SetAsync($"t{item}", $$"""{"p":"{{new string('x', 300)}}"}""")));
        await RestartAsync();
        var (isWriting, mayWrite) = (new TaskCompletionSource(), new TaskCompletionSource());
        Records.BeforeWrite = name => name.StartsWith("stream/", StringComparison.Ordinal) && isWriting.TrySetResult() ? mayWrite.Task : Task.CompletedTask;
        var setting = SetAsync("new", "{}");
        await isWriting.Task.WaitAsync(Patience);
        var watcher = await WatchAsync();
        var items = (await Grain.List(0, 1000)).Items.Select(item => item.Key);
        mayWrite.SetResult();
        await setting;

        Assert.DoesNotContain("new", items);
        await watcher.Has(1);
        Assert.Equal(["""create new {"id":"new"}"""], watcher.Texts);
    }

    [Fact]
    public async Task Renewal_OfAWatchThatStands_WritesNothing()
    {
        var time = new SetTime();
        await RestartAsync(time);
        var reference = ReferenceTo(new());
        await Grain.Watch(reference, "todos", "inbox", 0);
        var writes = Records.Writes;
        for (var renewal = 0; renewal < 10; renewal++)
        {
            time.Advance(TimeSpan.FromSeconds(10));
            Assert.False((await Grain.Watch(reference, "todos", "inbox", -1)).IsNew);
        }

        Assert.Equal(writes, Records.Writes);
        Assert.True((await Grain.Watch(ReferenceTo(new()), "todos", "inbox", -1)).IsNew);
    }

    [Fact]
    public async Task Watch_Again_KeepsThePlaceOfTheFirst()
    {
        var watcher = new Watcher();
        var reference = ReferenceTo(watcher);
        var first = await Grain.Watch(reference, "todos", "inbox", 0);
        await SetAsync("t1", "{}");
        await watcher.Has(1);
        var second = await Grain.Watch(reference, "todos", "inbox", 0);
        await SetAsync("t2", "{}");
        await watcher.Has(2);

        Assert.True(first.IsNew && !second.IsNew);
        Assert.True(watcher.Changes[0].Number < second.Number && second.Number < watcher.Changes[1].Number);
        Assert.Equal([first.Number, watcher.Changes[0].Number], watcher.After);
    }

    [Fact]
    public async Task Watch_SinceANumber_AnswersWhatCameAfterIt_AsLongAsItIsKnown()
    {
        var watcher = await WatchAsync();
        await SetAsync("t1", "{}");
        await SetAsync("t2", "{}");
        await watcher.Has(2);
        var resumed = await Grain.Watch(ReferenceTo(new Watcher()), "todos", "inbox", watcher.Changes[0].Number);
        Assert.True(resumed.IsResumed);
        Assert.Equal(["t2"], resumed.Changes.Select(change => change.Id));

        for (var item = 0; item < 1_001; item++)
        {
            await Grain.Send(null, "event", Bytes("0"));
        }

        await watcher.Has(1_003);
        Assert.False((await Grain.Watch(ReferenceTo(new Watcher()), "todos", "inbox", watcher.Changes[0].Number)).IsResumed);
        Assert.False((await Grain.Watch(ReferenceTo(new Watcher()), "todos", "inbox", watcher.Changes[^1].Number + 1_000_000)).IsResumed);
        Assert.True((await Grain.Watch(ReferenceTo(new Watcher()), "todos", "inbox", watcher.Changes[3].Number)).IsResumed);

        await RestartAsync();
        Assert.False((await Grain.Watch(ReferenceTo(new Watcher()), "todos", "inbox", watcher.Changes[^1].Number)).IsResumed);
    }

    [Fact]
    public async Task Watcher_ThatIsSlow_GetsWhatCameMeanwhileAtOnce_AndNobodyWaitsForIt()
    {
        var (slow, quick) = (new Watcher(), await WatchAsync());
        var hold = slow.Hold();
        await WatchAsync(slow);
        for (var item = 0; item < 100; item++)
        {
            await SetAsync($"t{item}", "{}");
        }

        await quick.Has(100);
        Assert.Single(slow.After);
        hold.SetResult();
        await slow.Has(100);
        AssertUnbroken(slow);
    }

    [Fact]
    public async Task Watcher_ThatTakesTooLittle_IsLetGo()
    {
        var (slow, quick) = (new Watcher(), await WatchAsync());
        var hold = slow.Hold();
        await WatchAsync(slow);
        var large = Bytes($"\"{new string('x', 900_000)}\"");
        for (var sent = 1; sent <= 20; sent++)
        {
            await Grain.Send(null, "large", large);
            await quick.Has(sent);
        }

        hold.SetResult();
        await slow.IsLost();
        Assert.Equal(0, quick.Losses);
        Assert.Single(slow.Changes);
    }

    [Fact]
    public async Task Watcher_ThatHasLeft_OrWasSilentForAMinute_GetsNoMore()
    {
        var (left, silent, there) = (new Watcher(), new Watcher(), new Watcher());
        var leaving = ReferenceTo(left);
        await Grain.Watch(leaving, "todos", "inbox", 0);
        await WatchAsync(silent);
        var reference = ReferenceTo(there);
        await Grain.Watch(reference, "todos", "inbox", 0);
        await Grain.Leave(leaving);
        await SetAsync("t0", "{}");
        await silent.Has(1);
        Time.Leap(TimeSpan.FromSeconds(61));
        await Grain.Watch(reference, "todos", "inbox", 0);
        await SetAsync("t1", "{}");
        await there.Has(2);

        Assert.Empty(left.Changes);
        Assert.Single(silent.Changes);
    }

    private static void AssertUnbroken(Watcher watcher)
    {
        var numbers = watcher.Changes.Select(change => change.Number).ToArray();
        Assert.Equal(numbers.Distinct().Order(), numbers);
        Assert.All(watcher.After.Skip(1), after => Assert.Contains(after, numbers));
    }
}
