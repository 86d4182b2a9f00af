using Motia.Grains;

namespace Motia.Silo.Tests.Streams;

/// <summary>The items of a group and the records that they leave.</summary>
public sealed class StreamGrainTests : StreamScenario
{
    [Theory]
    [InlineData("""{"text":"a"}""", """{"text":"a","id":"t1"}""")]
    [InlineData("""{"id":"t1","text":"a"}""", """{"id":"t1","text":"a"}""")]
    [InlineData("""{"id":"t2","text":{"id":"x"}}""", """{"text":{"id":"x"},"id":"t1"}""")]
    [InlineData("""{"id":1,"a":"é\n"}""", """{"a":"é\n","id":"t1"}""")]
    [InlineData("""{"id":"t1","a":1,"id":"t1"}""", """{"a":1,"id":"t1"}""")]
    [InlineData("{}", """{"id":"t1"}""")]
    public async Task Set_OfAnObject_GivesItItsId(string given, string kept)
    {
        Assert.Equal((StateOutcome.Found, kept), Parts(await SetAsync("t1", given)));
        await RestartAsync();
        Assert.Equal((StateOutcome.Found, kept), Parts(await Grain.Get("t1")));
    }

    [Theory]
    [InlineData("null", "The item is null; a stream's item must be an object.")]
    [InlineData("[1]", "The item is an array; a stream's item must be an object.")]
    [InlineData("{", "The item must be one JSON value")]
    public async Task Set_OfAnythingElse_IsInvalid(string json, string problem)
    {
        var answer = await SetAsync("t1", json);
        Assert.Equal(StateOutcome.Invalid, answer.Outcome);
        Assert.StartsWith(problem, answer.Message, StringComparison.Ordinal);
        Assert.Empty(Records.Names);
    }

    [Fact]
    public async Task Groups_OfStreamsWhoseNamesRunTogether_AreDifferentOnes()
    {
        (string Stream, string Group)[] groups = [("a", "b/c"), ("a/b", "c"), ("a", "b|c"), ("a b", "c")];
        foreach (var (stream, group) in groups)
        {
            await Silo.Stream(stream, group).Set(stream, group, "id", Bytes($$"""{"of":"{{stream}}+{{group}}"}"""));
        }

        foreach (var (stream, group) in groups)
        {
            Assert.Contains($"{stream}+{group}", Text((await Silo.Stream(stream, group).Get("id")).Value), StringComparison.Ordinal);
        }

        Assert.Equal(["a b|c", "a/b|c", "a|b/c", "a|b|c"], await Silo.GroupsAsync(DirectoryShards.StreamGroups));
    }

    [Fact]
    public async Task Group_WithTheLongestNames_IsListedAndReadAgain()
    {
        var (stream, group) = (new string('s', 128), new string('g', 512));
        Assert.Equal(StateOutcome.Found, (await Silo.Stream(stream, group).Set(stream, group, "id", Bytes("{}"))).Outcome);
        await RestartAsync();
        Assert.Equal(1, await Silo.Stream(stream, group).Count());
        Assert.Equal([GrainKeys.StreamGroup(stream, group)], await Silo.GroupsAsync(DirectoryShards.StreamGroups));
    }

    [Fact]
    public async Task List_AnswersItemsInTheOrderOfTheirCreation()
    {
        foreach (var id in new[] { "c", "a", "b" })
        {
            await SetAsync(id, "{}");
        }

        await SetAsync("c", """{"changed":true}""");
        await RestartAsync();
        Assert.Equal(["c", "a", "b"], (await Grain.List(0, 10)).Items.Select(item => item.Key));
    }

    [Fact]
    public async Task Group_ThatNobodyWatches_WritesNoNumbers()
    {
        await SetAsync("t1", "{}");
        Assert.DoesNotContain(Records.Names, name => name.StartsWith("stream-clock/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Group_ThatIsGone_LeavesNoRecord()
    {
        var time = new SetTime();
        await RestartAsync(time);
        await WatchAsync();
        await SetAsync("t1", "{}");
        await Grain.Delete("t1");
        await Records.When(names => names.All(name => name.StartsWith("stream-clock/", StringComparison.Ordinal)));
        time.Advance(TimeSpan.FromMinutes(2));
        await Silo.StopAsync();
        Assert.Empty(Records.Names);
    }

    [Fact]
    public async Task Group_ThatNeverHadAnItem_LeavesNoRecordOfWhoWatchedIt()
    {
        var time = new SetTime();
        await RestartAsync(time);
        await WatchAsync();
        Assert.Empty((await Grain.List(0, 10)).Items);
        time.Advance(TimeSpan.FromMinutes(2));
        await Silo.StopAsync();
        Assert.Empty(Records.Names);
    }

    private static (StateOutcome Outcome, string Value) Parts(StateAnswer answer) => (answer.Outcome, answer.Message ?? Text(answer.Value));
}
