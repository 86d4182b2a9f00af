using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Motia.Docs.Tests;

public sealed class LanguagesPageTests
{
    private static readonly string[] Fences = ["ts", "js", "python"];
    private static readonly Page Languages = Page.Read("docs/languages.md");

    [Fact]
    public async Task Snippets_OfLanguagesPage_AreOneFlow()
    {
        using var project = new TemporaryProject();
        foreach (var snippet in Fences.SelectMany(Languages.Blocks))
        {
            var path = snippet[..snippet.IndexOf('\n', StringComparison.Ordinal)].TrimStart('/', '#', ' ');
            Assert.StartsWith("steps/", path, StringComparison.Ordinal);
            project.Write(path, snippet);
        }

        await using var silo = await RunningSteps.StartAsync(project.Steps);
        var catalog = await silo.Client.GetFromJsonAsync<JsonNode>("/__motia/catalog");
        Assert.Empty(catalog!["errors"]!.AsArray());
        Assert.Equal(["javascript", "python", "typescript"], catalog["steps"]!.AsArray().Select(step => (string)step!["language"]!).Order());

        using var taken = await silo.Client.PostAsJsonAsync("/orders", new { item = "soup" });
        Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        var order = (string)(await taken.Content.ReadFromJsonAsync<JsonNode>())!["order"]!;
        await Soon.Contains("""{"item":"soup","cooked":true}""", async () => await (await silo.Client.GetAsync($"/orders/{order}")).Content.ReadAsStringAsync());

        using var none = await silo.Client.GetAsync("/orders/none");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        using var refused = await silo.Client.PostAsJsonAsync("/orders", new { });
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }
}
