using System.Net;
using Motia.Grains;

namespace Motia.Gateway.Tests.Control;

public sealed class RedriveAllTests
{
    private const string Redrive = "POST /dead-letters/redrive?step=Step";
    private readonly FakeGrains _grains = new("Step");

    [Fact]
    public async Task RedriveAll_OfManyLetters_GoesInSlices()
    {
        _grains["Step", 2] = new() { Letters = Letters(2_500) };
        await using var host = await ControlHost.StartAsync(_grains);

        Assert.Equal("""{"step":"Step","redriven":2500,"failed":0}""", await host.SendAsync(Redrive));

        Assert.InRange(_grains["Step", 2].MostAtOnce, 1, 100);
    }

    [Theory]
    [InlineData(QueueOutcome.Unavailable)]
    [InlineData(QueueOutcome.Running)]
    [InlineData(QueueOutcome.Overloaded)]
    [InlineData(QueueOutcome.Invalid)]
    public async Task RedriveAll_OfWhichSomeAreRefused_Is503ThatCountsThem(QueueOutcome outcome)
    {
        _grains["Step", 0] = new() { Letters = Letters(3) };
        _grains["Step", 5] = new()
        {
            Letters = Letters(10),
            Redriving = id => Task.FromResult(id is "4.1" or "7.1" ? new(outcome, $"No {id}.") : QueueAnswer.Done),
        };
        await using var host = await ControlHost.StartAsync(_grains);

        Assert.Equal(
            """{"step":"Step","redriven":11,"failed":2,"error":"Lane 5: No 4.1."}""", await host.SendAsync(Redrive, HttpStatusCode.ServiceUnavailable));
    }

    [Fact]
    public async Task RedriveAll_OfALaneThatStopsAnswering_CountsTheRestAsFailedAndGoesOnWithTheOthers()
    {
        _grains["Step", 1] = new()
        {
            Letters = Letters(1_000),
            Redriving = id => id == "50.1" ? Task.FromException<QueueAnswer>(new TimeoutException("No answer.")) : Task.FromResult(QueueAnswer.Done),
        };
        _grains["Step", 6] = new() { Letters = Letters(5) };
        await using var host = await ControlHost.StartAsync(_grains);

        Assert.Equal(
            """{"step":"Step","redriven":104,"failed":901,"error":"Lane 1: No answer."}""", await host.SendAsync(Redrive, HttpStatusCode.ServiceUnavailable));
    }

    [Fact]
    public async Task RedriveAll_OfALaneThatCanNotBeRead_SaysSoAndRedrivesTheOthers()
    {
        _grains["Step", 1].Failure = "The disk is gone.";
        _grains["Step", 6] = new() { Letters = Letters(5) };
        await using var host = await ControlHost.StartAsync(_grains);

        var answer = await host.JsonAsync(Redrive, HttpStatusCode.ServiceUnavailable);

        Assert.Equal(5, (int)answer["redriven"]!);
        Assert.Contains("Lane 1", (string?)answer["error"], StringComparison.Ordinal);
        Assert.Contains("The disk is gone.", (string?)answer["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task RedriveAll_OfALetterThatIsGoneMeanwhile_IsNoFailure()
    {
        _grains["Step", 1] = new() { Letters = Letters(2), Redriving = id => Task.FromResult(id == "0.1" ? QueueAnswer.Missing : QueueAnswer.Done) };
        await using var host = await ControlHost.StartAsync(_grains);

        Assert.Equal("""{"step":"Step","redriven":1,"failed":0}""", await host.SendAsync(Redrive));
    }

    private static (string Id, string Data)[] Letters(int count) => [.. Enumerable.Range(0, count).Select(number => ($"{number}.1", ""))];
}
