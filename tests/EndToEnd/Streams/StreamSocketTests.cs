using System.Net.WebSockets;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Streams;

public sealed class StreamSocketTests(StreamSocketTests.Shared shared) : IClassFixture<StreamSocketTests.Shared>
{
    private static int _groups;
    private readonly string _group = $"g{Interlocked.Increment(ref _groups)}";

    private SiloProcess Silo => shared.Silo;

    private HttpClient Http => shared.Http;

    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project.Stream("Todos");
    }

    [Fact]
    public async Task GroupJoin_GetsTheItems_ThenEachChange()
    {
        await Http.SetAsync("Todos", _group, "t1", """{"text":"a"}""");
        using var socket = await StreamSocketClient.OpenAsync(Silo);
        await socket.JoinAsync("Todos", _group);
        Assert.Equal("""sync [{"text":"a","id":"t1"}]""", await socket.EventAsync());

        Assert.Equal("""{"text":"b","id":"t2"}""", await Http.SetAsync("Todos", _group, "t2", """{"text":"b"}"""));
        await Http.SetAsync("Todos", _group, "t1", """{"text":"c"}""");
        await Http.DoAsync("Todos", _group, "increment", "t1");
        await Http.DoAsync("Todos", _group, "send", body: """{"type":"typing","data":"ann"}""");
        await Http.DoAsync("Todos", _group, "send", "t1", """{"type":"seen","data":null}""");
        await Http.DoAsync("Todos", _group, "delete", "t2");
        Assert.Equal("""create t2 {"text":"b","id":"t2"}""", await socket.EventAsync());
        Assert.Equal("""update t1 {"text":"c","id":"t1"}""", await socket.EventAsync());
        Assert.Equal("""update t1 {"text":"c","id":"t1","count":1}""", await socket.EventAsync());
        Assert.Equal("""event typing "ann" """.TrimEnd(), await socket.EventAsync());
        Assert.Equal("event t1 seen null", await socket.EventAsync());
        Assert.Equal("""delete t2 {"text":"b","id":"t2"}""", await socket.EventAsync());
    }

    [Fact]
    public async Task Frames_AreExactlyThoseOfTheProtocol()
    {
        using var socket = await StreamSocketClient.OpenAsync(Silo, "/any/path?at=all");
        await socket.JoinAsync("Todos", _group);
        var sync = await socket.ReceiveAsync();
        await Http.SetAsync("Todos", _group, "t1", "{}");
        var create = await socket.ReceiveAsync();

        var (first, second) = ((long)sync!["timestamp"]!, (long)create!["timestamp"]!);
        Assert.Equal($$$"""{"timestamp":{{{first}}},"streamName":"Todos","groupId":"{{{_group}}}","event":{"type":"sync","data":[]}}""", sync.Compact());
        Assert.Equal($$$$"""{"timestamp":{{{{second}}}},"streamName":"Todos","groupId":"{{{{_group}}}}","id":"t1","event":{"type":"create","data":{"id":"t1"}}}""", create.Compact());
        Assert.True(second > first);
        Assert.InRange(first, DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task ItemJoin_GetsTheItemIfThereIsOne_AndOnlyItsChanges()
    {
        await Http.SetAsync("Todos", _group, "t1", "{}");
        using var socket = await StreamSocketClient.OpenAsync(Silo);
        await socket.JoinAsync("Todos", _group, "t1");
        Assert.Equal("""sync t1 {"id":"t1"}""", await socket.EventAsync());
        await socket.JoinAsync("Todos", _group, "t2");

        // The same item of another group is another one.
        await Http.SetAsync("Todos", _group + "-other", "t1", "{}");
        await Http.SetAsync("Todos", _group, "t3", "{}");
        await Http.DoAsync("Todos", _group, "send", body: """{"type":"for-the-group","data":null}""");
        await Http.SetAsync("Todos", _group, "t1", """{"a":1}""");
        Assert.Equal("""update t1 {"a":1,"id":"t1"}""", await socket.EventAsync());
        await Http.DoAsync("Todos", _group, "delete", "t1");
        await Http.DoAsync("Todos", _group, "delete", "t1");
        await Http.SetAsync("Todos", _group, "t1", """{"a":2}""");
        Assert.Equal("""delete t1 {"a":1,"id":"t1"}""", await socket.EventAsync());
        Assert.Equal("""create t1 {"a":2,"id":"t1"}""", await socket.EventAsync());
    }

    [Fact]
    public async Task Change_GoesOnceToEachSubscription()
    {
        using var socket = await StreamSocketClient.OpenAsync(Silo);
        await socket.JoinAsync("Todos", _group, subscription: "a");
        await socket.JoinAsync("Todos", _group, subscription: "b");
        Assert.Equal(["sync []", "sync []"], [await socket.EventAsync(), await socket.EventAsync()]);
        await socket.JoinAsync("Todos", _group, subscription: "b");
        Assert.Equal("sync []", await socket.EventAsync());
        await Http.SetAsync("Todos", _group, "t1", "{}");
        await Http.DoAsync("Todos", _group, "send", body: """{"type":"end","data":null}""");
        Assert.Equal(
            ["""create t1 {"id":"t1"}""", """create t1 {"id":"t1"}""", "event end null", "event end null"],
            [await socket.EventAsync(), await socket.EventAsync(), await socket.EventAsync(), await socket.EventAsync()]);
    }

    [Fact]
    public async Task Leave_EndsTheSubscriptionAlone()
    {
        using var socket = await StreamSocketClient.OpenAsync(Silo);
        await socket.JoinAsync("Todos", _group, subscription: "a");
        await socket.JoinAsync("Todos", _group, subscription: "b");
        Assert.Equal(["sync []", "sync []"], [await socket.EventAsync(), await socket.EventAsync()]);
        await socket.LeaveAsync("Todos", _group, subscription: "a");
        await socket.JoinAsync("Todos", _group + "-other");
        Assert.Equal("sync []", await socket.EventAsync());
        await Http.SetAsync("Todos", _group, "t1", "{}");
        await Http.SetAsync("Todos", _group + "-other", "t2", "{}");
        Assert.Equal(["""create t1 {"id":"t1"}""", """create t2 {"id":"t2"}"""], [await socket.EventAsync(), await socket.EventAsync()]);
    }

    [Fact]
    public async Task Join_WhileItemsChange_LosesNothingBetweenTheItemsAndTheFirstChange()
    {
        const int Changes = 2_000;
        var changing = Http.DoAsync("Todos", _group, "burst", body: $$"""{"count":{{Changes}},"items":40}""");
        var following = new List<Task<int>>();
        while (following.Count < 50)
        {
            following.Add(FollowAsync(await StreamSocketClient.OpenAsync(Silo)));
        }

        await changing;
        var changes = await Task.WhenAll(following);
        Assert.Contains(changes, seen => seen is > 0 and < Changes);

        // How many changes it saw after its first frame.
        async Task<int> FollowAsync(StreamSocketClient socket)
        {
            using var _ = socket;
            await socket.JoinAsync("Todos", _group);
            var list = new StreamList();
            list.Take((await socket.ReceiveAsync())!);
            var seen = 0;
            for (; list.Highest < Changes - 1; seen++)
            {
                list.Take((await socket.ReceiveAsync())!);
            }

            Assert.Equal(Enumerable.Range(Changes - 40, 40).Select(v => (int?)v), list.Items.Select(item => (int?)item["v"]));
            return seen;
        }
    }

    [Fact]
    public async Task Subprotocol_ThatIsOfferedFirst_IsEchoed()
    {
        using var socket = await StreamSocketClient.OpenAsync(Silo, configure: options =>
        {
            options.AddSubProtocol("Authorization");
            options.AddSubProtocol("token");
        });
        Assert.Equal("Authorization", socket.Socket.SubProtocol);
    }

    [Fact]
    public async Task Stop_ClosesTheSockets()
    {
        using var project = new ProjectFolder().Stream("Todos");
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        using var socket = await StreamSocketClient.JoinedAsync(silo, "Todos", "g");
        var stopping = silo.StopAsync();
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await socket.ClosedAsync());
        await socket.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        Assert.Equal(0, (await stopping).ExitCode);
    }

    [Fact]
    public async Task Items_AreThereAfterAKill_AndTheNumbersGoOn()
    {
        using var project = new ProjectFolder().Stream("Todos");
        long last;
        await using (var silo = await SiloProcess.StartAsync(project))
        {
            using var socket = await StreamSocketClient.OpenAsync(silo);
            await socket.JoinAsync("Todos", "g");
            await socket.ReceiveAsync();
            await silo.Http.SetAsync("Todos", "g", "t1", "{}");
            last = (long)(await socket.ReceiveAsync())!["timestamp"]!;
            await silo.KillAsync();
        }

        await using var next = await SiloProcess.StartAsync(project);
        using var again = await StreamSocketClient.OpenAsync(next);
        await again.JoinAsync("Todos", "g");
        var sync = await again.ReceiveAsync();
        Assert.Equal("""sync [{"id":"t1"}]""", StreamSocketClient.Describe(sync!));
        Assert.True((long)sync!["timestamp"]! > last);
    }

    [Fact]
    public async Task Operations_OutOfTheRules_SayWhy()
    {
        Assert.Equal("null", await Http.DoAsync("Todos", _group, "get", "none"));
        Assert.Equal("[]", await Http.DoAsync("Todos", _group, "list"));
        Assert.Contains("No stream is named \\\"Other\\\"; loaded are \\\"Todos\\\"", await Http.DoAsync("Other", _group, "get", "a", status: 422), StringComparison.Ordinal);
        Assert.Contains("a stream's item must be an object", await Http.DoAsync("Todos", _group, "set", "a", "[1]", 422), StringComparison.Ordinal);
    }
}
