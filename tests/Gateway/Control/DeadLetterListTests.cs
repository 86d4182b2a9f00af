using System.Text.Json.Nodes;

namespace Motia.Gateway.Tests.Control;

public sealed class DeadLetterListTests
{
    private const int LongestPage = 9 * 1024 * 1024;

    [Fact]
    public async Task List_OfLargeLetters_EndsPagesByTheirBytesAndHasEachOnce()
    {
        var data = new string('x', 900_000);
        var grains = new FakeGrains("One", "Two");
        grains["One", 0] = new() { Letters = [.. Enumerable.Range(0, 9).Select(number => ($"a{number}.1", data))] };
        grains["One", 1] = new() { Letters = [("b.1", "")] };
        grains["One", 7] = new() { Letters = [.. Enumerable.Range(0, 3).Select(number => ($"c{number}.1", data))] };
        grains["Two", 3] = new() { Letters = [.. Enumerable.Range(0, 8).Select(number => ($"d{number}.2", data))] };
        await using var host = await ControlHost.StartAsync(grains);
        var found = new List<string>();
        var pages = 0;
        for (string? after = ""; after is not null; pages++)
        {
            var text = await host.SendAsync($"GET /dead-letters?limit=1000&after={after}");
            Assert.InRange(text.Length, 0, LongestPage);
            var page = JsonNode.Parse(text)!;
            found.AddRange(page["deadLetters"]!.AsArray().Select(letter => (string)letter!["id"]!));
            after = (string?)page["next"];
        }

        Assert.Equal(
            ["a0.1", "a1.1", "a2.1", "a3.1", "a4.1", "a5.1", "a6.1", "a7.1", "a8.1", "b.1", "c0.1", "c1.1", "c2.1", "d0.2", "d1.2", "d2.2", "d3.2", "d4.2", "d5.2", "d6.2", "d7.2"],
            found);
        Assert.InRange(pages, 3, 10);
    }

    [Fact]
    public async Task List_WithALaneThatDoesNotAnswer_NamesItAndGoesOnBehindIt()
    {
        var grains = new FakeGrains("Step");
        grains["Step", 0] = new() { Letters = [("a.1", "")] };
        grains["Step", 3].IsSilent = true;
        grains["Step", 4] = new() { Letters = [("b.1", "")] };
        await using var host = await ControlHost.StartAsync(grains);

        var first = await host.JsonWithoutAsync("GET /dead-letters", grains["Step", 3]);
        var second = await host.JsonAsync($"GET /dead-letters?after={first["next"]}");

        Assert.Equal(["a.1"], first["deadLetters"]!.AsArray().Select(letter => (string)letter!["id"]!));
        var unreachable = Assert.Single(first["unreachable"]!.AsArray())!;
        Assert.Equal(("Step", 3), ((string)unreachable["step"]!, (int)unreachable["lane"]!));
        Assert.Equal(["b.1"], second["deadLetters"]!.AsArray().Select(letter => (string)letter!["id"]!));
        Assert.Empty(second["unreachable"]!.AsArray());
    }
}
