using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Gateway.Streams;
using Motia.Tests.Shared;

namespace Motia.Gateway.Tests.Streams;

/// <summary>What subscribers of a group see when pushes get lost between the grain and the gateway.</summary>
public sealed class WatchedGroupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly FakeStream _grain = new();
    private readonly ManualTime _time = new();
    private readonly WatchedGroup _group;

    public WatchedGroupTests() => _group = new("todos", "g", _grain.Factory, _time, NullLogger.Instance);

    [Fact]
    public async Task Subscriber_GetsTheItems_ThenTheChanges()
    {
        await _grain.SetAsync("a", 1);
        var outlet = Subscribe();
        Assert.Equal("sync [a1]", await NextAsync(outlet));
        await _grain.SetAsync("b", 2);
        Assert.Equal("create b2", await NextAsync(outlet));
    }

    [Fact]
    public async Task Gap_GivesEverySubscriberTheItemsAnew_AndOfAnItemThatWentItsEnd()
    {
        await _grain.SetAsync("a", 1);
        var (group, item, other) = (Subscribe(), Subscribe("a"), Subscribe("b"));
        Assert.Equal(["sync [a1]", "sync a1"], [await NextAsync(group), await NextAsync(item)]);
        await _grain.DeleteAsync("a", isLost: true);
        await _grain.SetAsync("c", 3);
        Assert.Equal("sync [c3]", await NextAsync(group));
        Assert.Equal("delete a", await NextAsync(item));
        await _grain.SetAsync("b", 4);
        Assert.Equal(["create b4", "create b4"], [await NextAsync(group), await NextAsync(other)]);
    }

    [Fact]
    public async Task Renewal_ThatFindsTheGrainNew_GivesEverySubscriberTheItemsAnew()
    {
        var outlet = Subscribe();
        Assert.Equal("sync []", await NextAsync(outlet));
        _grain.Forget();
        await _grain.SetAsync("a", 1);
        _group.Renew();
        Assert.Equal("sync [a1]", await NextAsync(outlet));
        await _grain.SetAsync("a", 2);
        Assert.Equal("update a2", await NextAsync(outlet));
    }

    [Fact]
    public async Task Renewal_OfAWatchThatStands_SendsNothing()
    {
        var outlet = Subscribe();
        Assert.Equal("sync []", await NextAsync(outlet));
        _group.Renew();
        await _grain.SetAsync("a", 1);
        Assert.Equal("create a1", await NextAsync(outlet));
    }

    [Fact]
    public async Task Loss_ThatTheGrainTells_GivesEverySubscriberTheItemsAnew()
    {
        var outlet = Subscribe();
        Assert.Equal("sync []", await NextAsync(outlet));
        _grain.Forget();
        await _grain.SetAsync("a", 1);
        await _grain.Watcher.Lost();
        Assert.Equal("sync [a1]", await NextAsync(outlet));
    }

    [Fact]
    public async Task Change_ThatOvertakesTheAnswerToTheWatch_IsNotLost()
    {
        _grain.BeforeAnswer = () => _grain.SetAsync("a", 1);
        var outlet = Subscribe();
        Assert.Equal("sync [a1]", await NextAsync(outlet));
        Assert.Equal("create a1", await NextAsync(outlet));
    }

    [Fact]
    public async Task Watch_ThatFails_IsTriedAgain()
    {
        var failures = 0;
        _grain.BeforeAnswer = () => failures++ == 0 ? throw new TimeoutException("as thrown") : Task.CompletedTask;
        var outlet = Subscribe();
        var sync = NextAsync(outlet);
        await Eventually.Is(() => sync.IsCompleted, () => _time.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal("sync []", await sync);
    }

    [Fact]
    public async Task Subscriber_ThatWasTakenOut_GetsNoMore_AndTheLastEndsTheWatch()
    {
        var (stays, goes) = (new StreamOutlet(_ => { }), new StreamOutlet(_ => { }));
        var (staying, going) = (new StreamSubscriber(new("todos", "g", null), "s", stays), new StreamSubscriber(new("todos", "g", null), "s", goes));
        _group.Add(staying);
        _group.Add(going);
        Assert.Equal(["sync []", "sync []"], [await NextAsync(stays), await NextAsync(goes)]);
        Assert.False(_group.Remove(going));
        await _grain.SetAsync("a", 1);
        Assert.Equal("create a1", await NextAsync(stays));
        Assert.False(goes.Frames.TryRead(out _));
        Assert.True(_group.Remove(staying));
        _group.Close();
        await Eventually.Is(() => _grain.HasLeft);
    }

    [Fact]
    public async Task Leaver_WhileOthersAreServed_IsNotTheLast()
    {
        var (isAsked, mayAnswer) = (new TaskCompletionSource(), new TaskCompletionSource());
        _grain.BeforeAnswer = () =>
        {
            isAsked.TrySetResult();
            return mayAnswer.Task;
        };
        var staying = Subscribe();
        await isAsked.Task.WaitAsync(Patience);
        var leaving = new StreamSubscriber(new("todos", "g", null), "s", new(_ => { }));
        _group.Add(leaving);
        Assert.False(_group.Remove(leaving));
        Assert.False(_group.Remove(leaving));
        mayAnswer.SetResult();

        Assert.Equal("sync []", await NextAsync(staying));
        await _grain.SetAsync("a", 1);
        Assert.Equal("create a1", await NextAsync(staying));
    }

    [Fact]
    public async Task Subscriber_WhoseLastFrameIsNotKnownAnyMore_GetsTheItemsWithTheOthers()
    {
        await _grain.SetAsync("a", 1);
        var outlet = new StreamOutlet(_ => { });
        _group.Add(new(new("todos", "g", null), "s", outlet, since: 1));
        Assert.Equal("sync [a1]", await NextAsync(outlet));
        await _grain.SetAsync("b", 2);
        Assert.Equal("create b2", await NextAsync(outlet));
    }

    private static async Task<string> NextAsync(StreamOutlet outlet)
    {
        var frame = JsonNode.Parse((await outlet.Frames.ReadAsync().AsTask().WaitAsync(Patience)).Json.Span)!["event"]!;
        var text = frame["data"] is JsonArray items ? $"[{string.Join(",", items.Select(Text))}]" : Text(frame["data"]);
        return $"{(string?)frame["type"]} {text}";
    }

    private static string Text(JsonNode? item) => $"{(string?)item!["id"]}{item["v"]}";

    private StreamOutlet Subscribe(string? id = null)
    {
        var outlet = new StreamOutlet(_ => { });
        _group.Add(new(new("todos", "g", id), "s", outlet));
        return outlet;
    }
}
