using System.Text.Json.Nodes;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Emits from outside, and what people do with queues at the control surface.</summary>
internal static class QueueControl
{
    /// <summary><c>POST /emit</c>; answers the trace id.</summary>
    public static async Task<string> EmitAsync(this HttpClient http, string topic, JsonNode? data, string? group = null)
    {
        var body = new JsonObject { ["topic"] = topic, ["data"] = data, ["messageGroupId"] = group };
        return (string)(await http.SendAsync("POST /emit", body.ToJsonString()).JsonAsync())!["traceId"]!;
    }

    /// <summary>A step's queue: how many deliveries wait, run, retry, are dead and done.</summary>
    public static async Task<JsonNode> QueueAsync(this HttpClient http, string step) =>
        (await http.SendAsync("GET /__motia/queues").JsonAsync())!["queues"]!.AsArray().Single(queue => (string?)queue!["step"] == step)!;

    /// <summary>A step's counts as <c>waiting running retrying dead done</c>.</summary>
    public static async Task<string> CountsAsync(this HttpClient http, string step)
    {
        var queue = await http.QueueAsync(step);
        return $"{queue["waiting"]} {queue["running"]} {queue["retrying"]} {queue["dead"]} {queue["done"]}";
    }

    /// <summary>Waits until a step's counts are <c>waiting running retrying dead done</c>.</summary>
    public static Task CountsBecomeAsync(this HttpClient http, string step, string counts, TimeSpan? limit = null) =>
        Eventually.Answers(() => http.CountsAsync(step), found => found == counts, limit);

    /// <summary>A step's deliveries that have not ended.</summary>
    public static async Task<IReadOnlyList<JsonNode>> DeliveriesAsync(this HttpClient http, string step, string status = "") =>
        [.. (await http.SendAsync($"GET /__motia/deliveries?step={step}&status={status}&limit=1000").JsonAsync())!["deliveries"]!.AsArray().Select(delivery => delivery!)];

    /// <summary>Waits until a step has so many deliveries with a status.</summary>
    public static Task<IReadOnlyList<JsonNode>> DeliveriesAsync(this HttpClient http, string step, string status, int count) =>
        Eventually.Finds(() => http.DeliveriesAsync(step, status), deliveries => deliveries.Count == count);

    /// <summary>A step's dead letters.</summary>
    public static async Task<IReadOnlyList<JsonNode>> DeadLettersAsync(this HttpClient http, string step) =>
        [.. (await http.SendAsync($"GET /__motia/dead-letters?step={step}&limit=1000").JsonAsync())!["deadLetters"]!.AsArray().Select(letter => letter!)];

    /// <summary>Waits until a step has so many dead letters that are in their place; a letter is listed a moment before its delivery has left the queue.</summary>
    public static Task<IReadOnlyList<JsonNode>> DeadLettersAsync(this HttpClient http, string step, int count) => Eventually.Finds<JsonNode>(
        async () =>
        {
            var letters = await http.DeadLettersAsync(step);
            var waiting = (await http.DeliveriesAsync(step)).Select(IdOf);
            return [.. letters.ExceptBy(waiting, IdOf)];
        },
        letters => letters.Count == count);

    private static string IdOf(JsonNode delivery) => (string)delivery["id"]!;
}
