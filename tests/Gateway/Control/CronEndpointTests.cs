using System.Net;
using Motia.Grains;

namespace Motia.Gateway.Tests.Control;

/// <summary>Schedules that do not answer as one would like.</summary>
public sealed class CronEndpointTests
{
    private static readonly StepDescription Nightly = new() { Name = "Nightly", Type = StepKind.Cron, Language = "csharp", File = "nightly.step.cs", Cron = "0 3 * * *" };

    [Theory]
    [InlineData("GET /cron/ledger?step=Nightly", "Ask again; if it stays so, look at /__motia/logs.")]
    [InlineData("POST /cron/run?step=Nightly", "The run may be noted all the same, and then happens: look at /__motia/cron/ledger before you repeat the call.")]
    public async Task Schedule_ThatFails_Is503WithTheCauseInOneLine(string route, string advice)
    {
        await using var host = await ControlHost.StartAsync(new() { Cron = new() { Failure = "The silo is gone.\n   at Somewhere()" } }, Nightly);

        Assert.Equal(
            $"The schedule of \"Nightly\" does not answer: The silo is gone. {advice}",
            (string?)(await host.JsonAsync(route, HttpStatusCode.ServiceUnavailable))["error"]);
    }

    [Fact]
    public async Task Schedule_ThatFails_IsListedWithTheCause()
    {
        await using var host = await ControlHost.StartAsync(new() { Cron = new() { Failure = "The silo is gone." } }, Nightly);
        var step = (await host.JsonAsync("GET /cron"))["steps"]![0]!;

        Assert.Equal(("Nightly", "The silo is gone."), ((string?)step["step"], (string?)step["error"]));
    }

    [Fact]
    public async Task Run_OfAStepThatTheScheduleHasNotGot_Is503BecauseTheStepIsLoadedHere()
    {
        await using var host = await ControlHost.StartAsync(new() { Cron = new() { Answer = new(QueueOutcome.Missing) } }, Nightly);

        Assert.Contains("Nothing was run; repeat the call", (string?)(await host.JsonAsync("POST /cron/run?step=Nightly", HttpStatusCode.ServiceUnavailable))["error"], StringComparison.Ordinal);
        Assert.Contains("\"Other\" is loaded", (string?)(await host.JsonAsync("POST /cron/run?step=Other", HttpStatusCode.NotFound))["error"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CronOutcome.CaughtUp, "No silo that has the step decided it in time; it is caught up.")]
    [InlineData(CronOutcome.SkippedMissed, "No silo that has the step decided it in time (catchUp: none).")]
    [InlineData(CronOutcome.SkippedForLater, "No silo that has the step decided it in time, and a later one was due too (catchUp: last).")]
    [InlineData(CronOutcome.SkippedBeyondLimit, "No silo that has the step decided it in time, and 100 later ones were due too (catchUp: all).")]
    public async Task Ledger_OfWhatWasMissed_DoesNotSayThatNothingRan(CronOutcome outcome, string reason)
    {
        var due = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        await using var host = await ControlHost.StartAsync(new() { Cron = new() { Ledger = [new(0, due, due.AddSeconds(90), outcome, "", "", true, 1, due)] } }, Nightly);

        Assert.Equal(reason, (string?)(await host.JsonAsync("GET /cron/ledger?step=Nightly"))["ledger"]![0]!["reason"]);
    }
}
