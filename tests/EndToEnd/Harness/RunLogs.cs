using System.Text.Json.Nodes;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Reads the record and the log of a run at the control surface.</summary>
internal static class RunLogs
{
    /// <summary>Waits until a run has so many lines; answers them, oldest first, as <c>level step message arguments</c>.</summary>
    public static Task<IReadOnlyList<string>> LogsAsync(this HttpClient http, string traceId, int count) => Eventually.Finds<string>(
        async () =>
        {
            var logs = (await http.SendAsync($"GET /__motia/logs?traceId={traceId}&limit=1000").JsonAsync())!["logs"]!.AsArray();
            return [.. logs.Reverse().Select(line => Describe(line!))];
        },
        lines => lines.Count == count);

    /// <summary>Waits until the record of a run is there and right.</summary>
    public static async Task<JsonNode> TraceAsync(this HttpClient http, string traceId, Func<JsonNode, bool> isRight) => (await Eventually.Answers(
        async () =>
        {
            using var answer = await http.SendAsync($"GET /__motia/traces/{traceId}");
            return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
        },
        run => run is not null && isRight(run)))!;

    private static string Describe(JsonNode line) => $"{line["level"]} {line["step"]} {line["message"]} {line["args"]?.Compact()}".TrimEnd();
}
