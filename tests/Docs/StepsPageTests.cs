using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Motia.Docs.Tests;

public sealed class StepsPageTests
{
    [Fact]
    public async Task Snippets_OfStepsPage_DoWhatItSays()
    {
        using var project = new TemporaryProject();
        foreach (var snippet in Page.Read("docs/steps.md").Blocks("csharp"))
        {
            var path = snippet[3..snippet.IndexOf('\n', StringComparison.Ordinal)];
            Assert.StartsWith("steps/", path, StringComparison.Ordinal);
            project.Write(path, snippet);
        }

        await using var silo = await RunningSteps.StartAsync(project.Steps);
        var catalog = await silo.Client.GetFromJsonAsync<JsonNode>("/__motia/catalog");
        Assert.Empty(catalog!["errors"]!.AsArray());

        using var added = await silo.Client.PostAsJsonAsync("/guests", new { name = "Ada", seats = 2 });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        using var refused = await silo.Client.PostAsJsonAsync("/guests", new { name = "", seats = 11 });
        var details = (await refused.Content.ReadFromJsonAsync<JsonNode>())!["details"]!.AsArray();
        Assert.Equal(["name", "seats"], details.Select(detail => (string)detail!["path"]!).Order());

        using var seated = await silo.Client.PostAsync("/guests/Ada/seat", null);
        Assert.Equal("""{"name":"Ada","seats":1,"note":"seated"}""", await seated.Content.ReadAsStringAsync());

        using var invited = await silo.Client.PostAsync("/guests/Ada/invite", null);
        Assert.Equal(HttpStatusCode.Accepted, invited.StatusCode);
        await Soon.Contains("\"attempt\":1", () => silo.Client.GetStringAsync("/__motia/state?group=invitations"));

        using var counted = await silo.Client.PostAsync("/__motia/cron/run?step=CountGuests", null);
        Assert.Equal(HttpStatusCode.OK, counted.StatusCode);
        await Soon.Contains("\"guests\"", () => silo.Client.GetStringAsync("/__motia/state?group=counts"));
        Assert.Contains("manual", await silo.Client.GetStringAsync("/__motia/cron/ledger?step=CountGuests"), StringComparison.Ordinal);

        var time = await silo.Client.GetFromJsonAsync<JsonNode>("/door-time");
        Assert.InRange((DateTimeOffset)time!["now"]!, DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddMinutes(1));

        using var taken = await silo.Client.PutAsync("/tables/t1/Ada", null);
        Assert.Equal("""[{"seats":4,"guest":"Ada","id":"t1"}]""", await taken.Content.ReadAsStringAsync());
        using var kitchen = await silo.Client.GetAsync("/_streams/sse?name=tables&group=kitchen", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.Forbidden, kitchen.StatusCode);
        using var cook = await silo.Client.GetAsync("/_streams/sse?name=tables&group=kitchen&authToken=cook", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, cook.StatusCode);
        using var wrong = await silo.Client.GetAsync("/_streams/sse?name=tables&group=hall&authToken=wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);

        using var unauthorized = await silo.Client.DeleteAsync("/guests");
        Assert.Equal(HttpStatusCode.Unauthorized, unauthorized.StatusCode);
        using var clear = new HttpRequestMessage(HttpMethod.Delete, "/guests") { Headers = { { "x-key", "1" } } };
        using var cleared = await silo.Client.SendAsync(clear);
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
    }
}
