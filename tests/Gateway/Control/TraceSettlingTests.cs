using Motia.Grains;

namespace Motia.Gateway.Tests.Control;

/// <summary>Runs that seem to be under way, whose lanes are asked.</summary>
public sealed class TraceSettlingTests
{
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string Id = FakeGrains.IdIn(lane: 5);
    private readonly FakeGrains _grains = new("Step")
    {
        Traces = new() { Runs = [new("trace", "topic", "running", LongAgo, LongAgo, [new("Step", Id, "topic", RunNoteKind.Accepted, LongAgo, null, 0, null)])] },
    };

    [Theory]
    [InlineData("GET /traces", 0)]
    [InlineData("GET /traces/trace", 0)]
    [InlineData("GET /traces", 5)]
    [InlineData("GET /traces/trace", 5)]
    public async Task Read_OfARunWhoseLanesDoNotAllAnswer_ShowsItAsItIsAndNamesTheStep(string route, int silent)
    {
        _grains["Step", silent].IsSilent = true;
        await using var host = await ControlHost.StartAsync(_grains);

        var answer = await host.JsonWithoutAsync(route, _grains["Step", silent]);

        Assert.Equal("running", (string?)(answer["traces"]?[0] ?? answer)["status"]);
        Assert.Equal("Step", (string?)Assert.Single(answer["unreachable"]!.AsArray())!["step"]);
        Assert.Empty(_grains.Traces.Notes);
    }

    [Fact]
    public async Task Read_OfARunThatNoLaneKnows_NotesThatItIsLost()
    {
        await using var host = await ControlHost.StartAsync(_grains);

        var answer = await host.JsonAsync("GET /traces/trace");

        Assert.Equal((RunNoteKind.Lost, Id), _grains.Traces.Notes.Select(note => (note.Kind, note.DeliveryId)).Single());
        Assert.Empty(answer["unreachable"]!.AsArray());
    }
}
