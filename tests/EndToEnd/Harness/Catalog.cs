using System.Text.Json.Nodes;

namespace Motia.EndToEnd.Tests.Harness;

/// <summary>Reads what the silo serves at the control surface.</summary>
internal static class Catalog
{
    public static async Task<JsonNode> CatalogAsync(this HttpClient http) => (await http.SendAsync("GET /__motia/catalog").JsonAsync())!;

    /// <summary>The mistakes in step files, each as <c>file:line: message</c>, or <c>file: message</c> if the line is not known.</summary>
    public static async Task<IReadOnlyList<string>> StepErrorsAsync(this HttpClient http) =>
        [.. (await http.CatalogAsync())["errors"]!.AsArray().Select(error => $"{error!["file"]}:{(error["line"] is { } line ? $"{line}:" : "")} {error["message"]}")];

    /// <summary>The one step of a name.</summary>
    public static async Task<JsonNode> CatalogStepAsync(this HttpClient http, string name) =>
        (await http.CatalogAsync())["steps"]!.AsArray().Single(step => (string?)step!["name"] == name)!;
}
