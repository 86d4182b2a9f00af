using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>A WebSocket of the streams, frame by frame.</summary>
internal sealed class StreamSocketClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public ClientWebSocket Socket => _socket;

    public static async Task<StreamSocketClient> OpenAsync(SiloProcess silo, string path = "/", Action<ClientWebSocketOptions>? configure = null)
    {
        var client = new StreamSocketClient();
        configure?.Invoke(client._socket.Options);
        try
        {
            await client._socket.ConnectAsync(new UriBuilder(new Uri(silo.Address, path)) { Scheme = "ws" }.Uri, CancellationToken.None).WaitAsync(Patience);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Opens one and joins a group that has no items.</summary>
    public static async Task<StreamSocketClient> JoinedAsync(SiloProcess silo, string stream, string group)
    {
        var client = await OpenAsync(silo);
        await client.JoinAsync(stream, group);
        Assert.Equal("sync []", await client.EventAsync());
        return client;
    }

    /// <summary>Sends a text frame.</summary>
    public Task SendAsync(string frame, WebSocketMessageType type = WebSocketMessageType.Text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(frame), type, true, CancellationToken.None).WaitAsync(Patience);

    public Task JoinAsync(string stream, string group, string? id = null, string subscription = "s1") => SendAsync(Frame("join", stream, group, id, subscription));

    public Task LeaveAsync(string stream, string group, string? id = null, string subscription = "s1") => SendAsync(Frame("leave", stream, group, id, subscription));

    /// <summary>The next frame; null when the server closes.</summary>
    public async Task<JsonNode?> ReceiveAsync()
    {
        var text = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(), CancellationToken.None).AsTask().WaitAsync(Patience);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            await text.WriteAsync(_buffer.AsMemory(0, part.Count));
            if (part.EndOfMessage)
            {
                return JsonNode.Parse(text.ToArray());
            }
        }
    }

    /// <summary>The next frame's event: <c>update t1 {"id":"t1"}</c>, <c>sync [..]</c>, <c>event typing "ann"</c>.</summary>
    public async Task<string> EventAsync()
    {
        var frame = await ReceiveAsync() ?? throw new XunitException($"The server has closed: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
        return Describe(frame);
    }

    /// <summary>Reads until the server closes.</summary>
    public async Task<WebSocketCloseStatus?> ClosedAsync()
    {
        while (await ReceiveAsync() is not null)
        {
        }

        return _socket.CloseStatus;
    }

    public static string Describe(JsonNode frame)
    {
        var what = frame["event"]!;
        var about = frame["id"] is { } id ? $"{id} " : "";
        return (string)what["type"]! == "event"
            ? $"event {about}{(string?)what["event"]!["type"]} {what["event"]!["data"].Compact()}"
            : $"{(string?)what["type"]} {about}{what["data"].Compact()}";
    }

    public void Dispose() => _socket.Dispose();

    private static string Frame(string type, string stream, string group, string? id, string subscription)
    {
        var data = new JsonObject { ["streamName"] = stream, ["groupId"] = group, ["subscriptionId"] = subscription };
        if (id is not null)
        {
            data["id"] = id;
        }

        return new JsonObject { ["type"] = type, ["data"] = data }.ToJsonString();
    }
}
