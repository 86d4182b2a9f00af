using System.Net;
using System.Text.Json.Nodes;
using Motia.Grains;

namespace Motia.Gateway.Tests.Control;

/// <summary>What can be seen while lanes do not answer.</summary>
public sealed class UnreachableLaneTests
{
    private const string Silence = "It did not answer within 5 s.";
    private readonly FakeGrains _grains = new("Broken", "Sound");

    public UnreachableLaneTests()
    {
        foreach (var step in new[] { "Broken", "Sound" })
        {
            _grains[step, 6] = new()
            {
                Counts = [new($"{step}.topic", 1, 2, 3, 4, 5)],
                Deliveries = [new($"{step}.1", $"{step}.topic", "trace", "group", DeliveryStatus.Waiting, 0, DateTime.UnixEpoch, null)],
            };
        }

        _grains["Broken", 2].IsSilent = true;
        _grains["Sound", 1].IsSilent = true;
        _grains["Broken", 4].Failure = "The disk is gone.";
    }

    [Fact]
    public async Task Queues_SomeLanesDoNotAnswer_ShowsTheRestAndNamesThem()
    {
        var answer = JsonNode.Parse(await AskAsync("GET /queues"))!;

        Assert.Equal(["Broken 1 2 3 4 5", "Sound 1 2 3 4 5"], answer["queues"]!.AsArray().Select(queue =>
            $"{queue!["step"]} {queue["waiting"]} {queue["running"]} {queue["retrying"]} {queue["dead"]} {queue["done"]}"));
        AssertUnreachable(answer);
    }

    [Fact]
    public async Task Deliveries_SomeLanesDoNotAnswer_EndTheirPagesAndTheNextOnesHaveTheRest()
    {
        await using var host = await ControlHost.StartAsync(_grains);
        var pages = new List<string>();
        string? after = "";
        foreach (var silent in new FakeLane[][] { [_grains["Broken", 2]], [], [_grains["Sound", 1]], [] })
        {
            var page = await host.JsonWithoutAsync($"GET /deliveries?after={after}", silent);
            pages.Add(string.Join(
                ", ", page["deliveries"]!.AsArray().Select(delivery => (string)delivery!["id"]!).Concat(page["unreachable"]!.AsArray().Select(lane => $"{lane!["step"]} {lane["lane"]} {lane["error"]}"))));
            after = (string?)page["next"];
        }

        Assert.Equal([$"Broken 2 {Silence}", "Broken 4 The disk is gone.", $"Broken.1, Sound 1 {Silence}", "Sound.1"], pages);
        Assert.Null(after);
    }

    [Fact]
    public async Task StatusPage_SomeLanesDoNotAnswer_ShowsTheRestAndNamesThem()
    {
        var page = await AskAsync("GET /");

        Assert.All(["Sound.topic", "Broken.topic", $"<td>Broken</td><td>2</td><td>{Silence}</td>", "<td>Broken</td><td>4</td><td>The disk is gone.</td>", $"<td>Sound</td><td>1</td><td>{Silence}</td>"],
            part => Assert.Contains(part, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task StatusPage_SubscriptionsDoNotAnswer_ShowsTheRestAndSaysSo()
    {
        _grains.SubscriptionsFailure = "The table is gone.";
        await using var host = await ControlHost.StartAsync(_grains);

        var page = await host.SendAsync("GET /");

        Assert.All(["Routes", "The table is gone."], part => Assert.Contains(part, page, StringComparison.Ordinal));
        Assert.Contains("The table is gone.", (string?)(await host.JsonAsync("GET /queues", HttpStatusCode.ServiceUnavailable))["error"], StringComparison.Ordinal);
    }

    private static void AssertUnreachable(JsonNode answer) => Assert.Equal(
        [$"Broken 2 {Silence}", "Broken 4 The disk is gone.", $"Sound 1 {Silence}"],
        answer["unreachable"]!.AsArray().Select(lane => $"{lane!["step"]} {lane["lane"]} {lane["error"]}"));

    private async Task<string> AskAsync(string route)
    {
        await using var host = await ControlHost.StartAsync(_grains);
        return await host.SendWithoutAsync(route, _grains["Broken", 2], _grains["Sound", 1]);
    }
}
