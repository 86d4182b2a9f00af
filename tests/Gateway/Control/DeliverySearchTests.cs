using System.Net;
using Motia.Grains;

namespace Motia.Gateway.Tests.Control;

public sealed class DeliverySearchTests
{
    private static readonly string Id = FakeGrains.IdIn(lane: 5);
    private readonly FakeGrains _grains = new("Step");

    [Fact]
    public async Task Read_ADeliveryOfAStandardQueue_AsksItsLaneAlone()
    {
        _grains["Step", Lanes.Of(Id)] = new() { Letters = [(Id, "")] };
        await using var host = await ControlHost.StartAsync(_grains);

        Assert.Equal("dead", (string?)(await host.JsonAsync($"GET /deliveries/{Id}"))["status"]);
        await host.SendAsync($"GET /dead-letters/{Id}");

        Assert.All(Lanes.All.Where(lane => lane != Lanes.Of(Id)), lane => Assert.Empty(_grains["Step", lane].Asked));
    }

    [Fact]
    public async Task Read_ADeliveryOfAnotherLane_IsFound()
    {
        _grains["Step", (Lanes.Of(Id) + 3) % Lanes.Count] = new() { Deliveries = [new(Id, "topic", "trace", "group", DeliveryStatus.Retrying, 1, DateTime.UnixEpoch, "no")] };
        await using var host = await ControlHost.StartAsync(_grains);

        Assert.Equal("retrying", (string?)(await host.JsonAsync($"GET /deliveries/{Id}"))["status"]);
        await host.SendAsync("GET /deliveries/other.1", HttpStatusCode.NotFound);
    }
}
