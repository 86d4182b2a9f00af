using System.Net.WebSockets;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Streams;

public sealed class ReconnectTests
{
    private const int Seed = 4;

    [Fact]
    public async Task Socket_ThatDisconnectsAtRandom200Times_EndsWithTheSameListAsOneThatNeverDid()
    {
        using var project = new ProjectFolder().Stream("Todos");
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        using var kept = await StreamSocketClient.OpenAsync(silo);
        await kept.JoinAsync("Todos", "g");
        var (keptList, list) = (new StreamList(), new StreamList());
        var random = new Random(Seed);
        var over = new TaskCompletionSource();
        var keeping = FollowAsync(kept, keptList, () => keptList.Items.Any(item => (string?)item["id"] == "end"));
        var changing = ChangeAsync(silo.Http, over.Task);
        for (var time = 0; time < 200; time++)
        {
            using var socket = await StreamSocketClient.OpenAsync(silo);
            await socket.JoinAsync("Todos", "g");
            var left = random.Next(40);
            await FollowAsync(socket, list, () => left-- <= 0);
            if (random.Next(2) == 0)
            {
                await socket.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            }
            else
            {
                socket.Socket.Abort();
            }
        }

        // Back for the last time while changes go on, so that what it ends with is not all in one frame.
        using var last = await StreamSocketClient.OpenAsync(silo);
        await last.JoinAsync("Todos", "g");
        list.Take((await last.ReceiveAsync())!);
        over.SetResult();
        await changing;
        await FollowAsync(last, list, () => list.Items.Any(item => (string?)item["id"] == "end"));
        await keeping;

        Assert.Equal(await silo.Http.DoAsync("Todos", "g", "list"), keptList.Text);
        Assert.Equal(keptList.Text, list.Text);
    }

    private static async Task ChangeAsync(HttpClient http, Task over)
    {
        for (var round = 0; !over.IsCompleted; round++)
        {
            await http.DoAsync("Todos", "g", "burst", body: """{"count":40,"items":10}""");
            await http.DoAsync("Todos", "g", "delete", $"t{round % 10}");
        }

        await http.SetAsync("Todos", "g", "end", """{"v":0}""");
    }

    private static async Task FollowAsync(StreamSocketClient socket, StreamList list, Func<bool> isEnough)
    {
        do
        {
            list.Take((await socket.ReceiveAsync())!);
        }
        while (!isEnough());
    }
}
