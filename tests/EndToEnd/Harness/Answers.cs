using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Sends requests and reads answers.</summary>
internal static class Answers
{
    /// <summary>Sends a request with a body of any content type.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient http, string route, byte[]? body = null, string? contentType = null, params (string Name, string Value)[] headers)
    {
        var at = route.IndexOf(' ', StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(route[..at]), new Uri(http.BaseAddress!, route[(at + 1)..]));
        if (body is { Length: > 0 } || contentType is not null)
        {
            request.Content = new ByteArrayContent(body ?? []);
            request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    public static Task<HttpResponseMessage> SendAsync(
        this HttpClient http, string route, string body, string contentType = "application/json", params (string Name, string Value)[] headers) =>
        http.SendAsync(route, Encoding.UTF8.GetBytes(body), contentType, headers);

    /// <summary>Sends a request without a body.</summary>
    public static Task<HttpResponseMessage> SendWithAsync(this HttpClient http, string route, params (string Name, string Value)[] headers) =>
        http.SendAsync(route, Array.Empty<byte>(), null, headers);

    /// <summary>Demands a status and answers the text.</summary>
    public static async Task<string> TextAsync(this Task<HttpResponseMessage> sending, int status = 200)
    {
        using var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        return response.StatusCode == (HttpStatusCode)status
            ? text
            : throw new XunitException($"The status is {(int)response.StatusCode} and not {status}; the body: {text}");
    }

    /// <summary>Sends a request without a body again and again, until it is answered with a status.</summary>
    public static Task StatusBecomesAsync(this HttpClient http, string route, int status) => Eventually.Answers(
        async () =>
        {
            using var response = await http.SendAsync(route);
            return (int)response.StatusCode;
        },
        found => found == status);

    /// <summary>Sends a request again and again, until it is answered with a status and a text: <c>200 hello</c>.</summary>
    public static Task AnswerBecomesAsync(this HttpClient http, string route, string statusAndText, string body = "", TimeSpan? limit = null) => Eventually.Answers(
        async () =>
        {
            using var response = await http.SendAsync(route, body);
            return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        },
        found => found == statusAndText,
        limit);

    /// <summary>Demands a status and answers the JSON.</summary>
    public static async Task<JsonNode?> JsonAsync(this Task<HttpResponseMessage> sending, int status = 200) => JsonNode.Parse(await sending.TextAsync(status));

    /// <summary>Demands a status and answers the JSON without any white space, to compare it with text.</summary>
    public static async Task<string> CompactAsync(this Task<HttpResponseMessage> sending, int status = 200) => (await sending.JsonAsync(status))?.ToJsonString(Relaxed) ?? "null";

    public static string Compact(this JsonNode? node) => node?.ToJsonString(Relaxed) ?? "null";

    public static string? Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join('|', values) : null;

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
