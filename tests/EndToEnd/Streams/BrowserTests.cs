using Microsoft.Playwright;
using Motia.EndToEnd.Tests.Harness;

namespace Motia.EndToEnd.Tests.Streams;

/// <summary>Streams in Chromium: the npm client for browsers, unchanged, and the page of the sample application.</summary>
public sealed class BrowserTests(Browser browser, NpmFolder npm) : IClassFixture<Browser>, IClassFixture<NpmFolder>
{
    private const string Page = """
        using Motia;

        public static class ShowPage
        {
            public static readonly ApiStep Config = new() { Name = "ShowPage", Method = "GET", Path = "/page" };

            public static ApiResponse Handler(ApiRequest request) => ApiResponse.Html(200, "<p id=list></p><p id=event></p>");
        }
        """;

    [BrowserFact]
    public async Task Group_OfTheBrowserClient_FollowsTheList()
    {
        using var project = Project();
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        await silo.Http.SetAsync("Todos", "g", "t1", """{"text":"a"}""");
        var page = await FollowAsync(silo);
        await HasAsync(page, """[{"text":"a","id":"t1"}]""");
        await silo.Http.SetAsync("Todos", "g", "t2", """{"text":"b"}""");
        await silo.Http.DoAsync("Todos", "g", "increment", "t1");
        await HasAsync(page, """[{"text":"a","id":"t1","count":1},{"text":"b","id":"t2"}]""");
        await silo.Http.DoAsync("Todos", "g", "send", body: """{"type":"typing","data":"ann"}""");
        await Assertions.Expect(page.Locator("#event")).ToHaveTextAsync("ann");
        await silo.Http.DoAsync("Todos", "g", "delete", "t1");
        await HasAsync(page, """[{"text":"b","id":"t2"}]""");
    }

    [BrowserFact]
    public async Task BrowserClient_CutOff_RejoinsAndHasWhatItMissed()
    {
        using var project = Project();
        await using var silo = await SiloProcess.StartAsync(project, "--data", ":memory:");
        var page = await FollowAsync(silo);
        await HasAsync(page, "[]");
        await page.RunAndWaitForWebSocketAsync(() => page.EvaluateAsync("cut()"));
        await silo.Http.SetAsync("Todos", "g", "t1", "{}");
        await HasAsync(page, """[{"id":"t1"}]""");
    }

    [BrowserFact]
    public async Task BrowserClient_WhoseSiloWasKilled_RejoinsTheNextOne()
    {
        using var project = Project();
        await using var first = await SiloProcess.StartAsync(project);
        await first.Http.SetAsync("Todos", "g", "t1", "{}");
        var page = await FollowAsync(first);
        await HasAsync(page, """[{"id":"t1"}]""");
        await first.KillAsync();
        await using var second = await SiloProcess.StartAsync(project, "--port", $"{first.Address.Port}");
        await second.Http.SetAsync("Todos", "g", "t2", "{}");
        await HasAsync(page, """[{"id":"t1"},{"id":"t2"}]""");
    }

    [BrowserFact]
    public async Task BoardOfTheSample_OpenTwice_ShowsInBothWhatIsDoneInOne()
    {
        using var project = new ProjectFolder();
        await using var silo = await SiloProcess.StartInAsync(project.Root, ["--data", ":memory:"]);
        var one = await browser.OpenAsync(new(silo.Address, "/board/kitchen"));
        var other = await browser.OpenAsync(new(silo.Address, "/board/kitchen"));
        await Assertions.Expect(one.Locator("#state")).ToHaveTextAsync("live");
        await Assertions.Expect(other.Locator("#state")).ToHaveTextAsync("live");

        await one.Locator("#text").FillAsync("Buy <b>milk</b>");
        await one.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Assertions.Expect(other.Locator("li")).ToContainTextAsync("somebody: Buy <b>milk</b>");
        await other.GetByRole(AriaRole.Button, new() { Name = "♥ 0" }).ClickAsync();
        await Assertions.Expect(one.GetByRole(AriaRole.Button, new() { Name = "♥ 1" })).ToBeVisibleAsync();
        await one.GetByRole(AriaRole.Button, new() { Name = "×" }).ClickAsync();
        await Assertions.Expect(other.Locator("li")).ToHaveCountAsync(0);
    }

    private static ProjectFolder Project() => new ProjectFolder().Stream("Todos").Write("steps/ShowPage.step.cs", Page);

    private async Task<IPage> FollowAsync(SiloProcess silo)
    {
        var page = await browser.OpenAsync(new(silo.Address, "/page"));
        await page.AddScriptTagAsync(new() { Path = npm.PageScript });
        await page.EvaluateAsync("follow('Todos', 'g')");
        return page;
    }

    private static Task HasAsync(IPage page, string list) =>
        Assertions.Expect(page.Locator("#list")).ToHaveTextAsync(list, new() { Timeout = (float)Eventually.Limit.TotalMilliseconds });
}
