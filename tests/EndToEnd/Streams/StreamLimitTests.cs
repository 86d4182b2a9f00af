using System.Net.WebSockets;
using System.Text;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Streams;

/// <summary>What a client does wrong or too much of harms nobody but itself.</summary>
public sealed class StreamLimitTests(StreamLimitTests.Shared shared) : IClassFixture<StreamLimitTests.Shared>
{
    public sealed class Shared : SharedSilo
    {
        protected override void Write(ProjectFolder project) => project.Stream("Todos");
    }

    [Theory]
    [InlineData("", "A frame must be one JSON object")]
    [InlineData("{", "A frame must be one JSON object")]
    [InlineData("nonsense", "A frame must be one JSON object")]
    [InlineData("1", "\"type\" is missing")]
    [InlineData("null", "\"type\" is missing")]
    [InlineData("[]", "\"type\" is missing")]
    [InlineData("{}", "\"type\" is missing")]
    [InlineData("""{"type":"ping"}""", "\"type\" is \"ping\"; it must be \"join\" or \"leave\".")]
    [InlineData("""{"type":7,"data":{}}""", "\"type\" is missing")]
    [InlineData("""{"type":"join"}""", "\"data\" must be an object")]
    [InlineData("""{"type":"join","data":[]}""", "\"data\" must be an object")]
    [InlineData("""{"type":"join","data":{"groupId":"g","subscriptionId":"s"}}""", "\"data.streamName\" must be")]
    [InlineData("""{"type":"join","data":{"streamName":"Todos","subscriptionId":"s"}}""", "The group is empty")]
    [InlineData("""{"type":"join","data":{"streamName":"Todos","groupId":"\ud800","subscriptionId":"s"}}""", "The group is empty")]
    [InlineData("""{"type":"join","data":{"streamName":"Todos","groupId":"g"}}""", "\"data.subscriptionId\" must be")]
    [InlineData("""{"type":"join","data":{"streamName":"Todos","groupId":"g","id":7,"subscriptionId":"s"}}""", "\"data.id\" must be a text")]
    [InlineData("""{"type":"join","data":{"streamName":"Todos","groupId":"g","id":"","subscriptionId":"s"}}""", "The id is empty")]
    [InlineData("""{"type":"join","data":[[[[[[[[[]]]]]]]]]}""", "A frame must be one JSON object")]
    public async Task BadFrame_GetsAnErrorEvent_AndTheSocketGoesOn(string frame, string problem)
    {
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo);
        await socket.SendAsync(frame);
        var error = await socket.ReceiveAsync();
        Assert.Equal("BAD_FRAME", (string?)error!["event"]!["event"]!["data"]!["code"]);
        Assert.StartsWith(problem, (string?)error["event"]!["event"]!["data"]!["message"], StringComparison.Ordinal);
        await socket.LeaveAsync("Todos", "never-joined");
        await socket.JoinAsync("Todos", "bad-frames");
        Assert.Equal("sync []", await socket.EventAsync());
    }

    [Fact]
    public async Task BinaryFrame_ClosesWith1003()
    {
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo);
        await socket.SendAsync("{}", WebSocketMessageType.Binary);
        Assert.Equal(WebSocketCloseStatus.InvalidMessageType, await socket.ClosedAsync());
    }

    [Fact]
    public async Task Frame_AtTheLimitIsRead_OverItClosesWith1009()
    {
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo);
        await socket.SendAsync(Encoding.UTF8.GetString([.. Enumerable.Repeat((byte)' ', (64 * 1024) - 2), .. "{}"u8.ToArray()]));
        Assert.Contains("BAD_FRAME", await socket.EventAsync(), StringComparison.Ordinal);
        await socket.SendAsync(new string(' ', (64 * 1024) + 1));
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await socket.ClosedAsync());
    }

    [Fact]
    public async Task HugeFrame_InManyParts_ClosesWith1009_BeforeItHasCome()
    {
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo);
        Assert.Equal(WebSocketCloseStatus.MessageTooBig, await ClosedAfterAsync(socket, new byte[16 * 1024], endOfMessage: false, most: 10_000));
    }

    [Fact]
    public async Task Joins_BeyondTheLimit_GetAnErrorEvent_TheOthersStay()
    {
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo);
        for (var join = 0; join < 1_000; join++)
        {
            await socket.JoinAsync("Todos", $"many-{join % 7}", subscription: $"s{join}");
        }

        for (var join = 0; join < 1_000; join++)
        {
            Assert.Equal("sync []", await socket.EventAsync());
        }

        await socket.JoinAsync("Todos", "many-8");
        Assert.Contains("TOO_MANY_SUBSCRIPTIONS", await socket.EventAsync(), StringComparison.Ordinal);
        await socket.LeaveAsync("Todos", "many-0", subscription: "s0");
        await socket.JoinAsync("Todos", "many-8");
        Assert.Equal("sync []", await socket.EventAsync());
        await shared.Http.SetAsync("Todos", "many-8", "t1", "{}");
        Assert.Equal("""create t1 {"id":"t1"}""", await socket.EventAsync());
    }

    [Fact]
    public async Task Flood_ClosesWith1008_AndOthersNoticeNothing()
    {
        using var other = await StreamSocketClient.JoinedAsync(shared.Silo, "Todos", "flood");
        using var socket = await StreamSocketClient.OpenAsync(shared.Silo);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, await ClosedAfterAsync(socket, "{}"u8.ToArray(), endOfMessage: true, most: 3_000_000));
        await shared.Http.SetAsync("Todos", "flood", "t1", "{}");
        Assert.Equal("""create t1 {"id":"t1"}""", await other.EventAsync());
    }

    [Fact]
    public async Task SlowSubscriber_IsCutOff_AndTheOthersGetEverything()
    {
        using var slow = await StreamSocketClient.JoinedAsync(shared.Silo, "Todos", "slow");
        using var quick = await StreamSocketClient.JoinedAsync(shared.Silo, "Todos", "slow");

        // More than what the kernel buffers for a socket that nobody reads.
        var large = $$"""{"type":"large","data":"{{new string('x', 200_000)}}"}""";
        const int Events = 100;
        for (var count = 0; count < Events; count++)
        {
            await shared.Http.DoAsync("Todos", "slow", "send", body: large);
            Assert.StartsWith("event large", await quick.EventAsync(), StringComparison.Ordinal);
        }

        var (closed, events) = (false, 0);
        try
        {
            while (await slow.ReceiveAsync() is not null)
            {
                events++;
            }

            closed = slow.Socket.CloseStatus == (WebSocketCloseStatus)1013;
        }
        catch (WebSocketException)
        {
            closed = true;
        }

        Assert.True(closed && events < Events, $"{events} events; {slow.Socket.CloseStatus}");
    }

    // Sends the same until the server closes; answers how it closed.
    private static async Task<WebSocketCloseStatus?> ClosedAfterAsync(StreamSocketClient socket, byte[] part, bool endOfMessage, int most)
    {
        var closed = socket.ClosedAsync();
        try
        {
            for (var sent = 0; !closed.IsCompleted; sent++)
            {
                Assert.True(sent < most, $"The server has taken {most:N0} times {part.Length} bytes.");
                await socket.Socket.SendAsync(part, WebSocketMessageType.Text, endOfMessage, CancellationToken.None);
            }
        }
        catch (WebSocketException)
        {
            // The server cut the connection while the client was still sending.
        }

        return await closed;
    }
}
