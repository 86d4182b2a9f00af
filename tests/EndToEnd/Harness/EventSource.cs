using System.Text;
using System.Text.Json.Nodes;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Reads server-sent events.</summary>
internal sealed class EventSource : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventSource(HttpResponseMessage response, Stream body) => (_response, _reader) = (response, new(body, Encoding.UTF8));

    public HttpResponseMessage Response => _response;

    /// <summary>The id of the last event; what a browser sends when it comes back.</summary>
    public string LastEventId { get; private set; } = "";

    public static async Task<EventSource> OpenAsync(HttpClient http, string query, string? lastEventId = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(http.BaseAddress!, $"/_streams/sse?{query}"));
        foreach (var (name, value) in lastEventId is null ? headers : [.. headers, ("Last-Event-ID", lastEventId)])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).WaitAsync(Patience);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The next frame; null at the end.</summary>
    public async Task<JsonNode?> ReceiveAsync()
    {
        var data = new StringBuilder();
        while (await _reader.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.Length == 0 && data.Length > 0)
            {
                return JsonNode.Parse(data.ToString());
            }

            var (field, value) = line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var at ? (line[..at], line[(at + 2)..]) : ("", "");
            LastEventId = field == "id" ? value : LastEventId;
            data.Append(field == "data" ? value + "\n" : "");
        }

        return null;
    }

    /// <summary>The next frame's event, as <see cref="StreamSocketClient.EventAsync"/> tells it.</summary>
    public async Task<string> EventAsync() => await ReceiveAsync() is { } frame ? StreamSocketClient.Describe(frame) : "end";

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
