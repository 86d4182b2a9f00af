using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Runners;
using Motia.Silo.Runners.Protocol;
using Motia.Silo.Steps;
using Motia.Silo.Tests.Compilation;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Runners;

/// <summary>How a runner that is up is looked after, and when it is ended.</summary>
public sealed class RunnerSupervisionTests : RunnerScenario
{
    [Fact]
    public async Task Ping_IsNotMissed_WhileTheSiloItselfIsSlowToAnswerRequests()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var (storage, asked) = (new TaskCompletionSource<ReadOnlyMemory<byte>>(), 0);
        var calling = CallAsync(runner, requests: new Requests(() =>
        {
            Interlocked.Increment(ref asked);
            return storage.Task;
        }));
        var call = await peer.ReceiveAsync(FrameKind.Call);
        for (var request = 0u; request < 4096; request++)
        {
            await peer.SendAsync(FrameKind.Request, 0x80000001 + request, $$"""{"call":{{call.Id}},"op":"state.get"}""");
        }

        await Eventually.Is(() => asked == 4096);
        runner.Check();
        Time.Advance(2 * Stuck);
        Assert.Null(runner.Check());
        Assert.False(peer.WasKilled);
        storage.SetResult(default);
        await peer.SendAsync(FrameKind.Result, call.Id, "{}");
        await calling.WaitAsync(Patience);
    }

    [Fact]
    public async Task Ping_ThatIsNotAnswered_EndsTheProcessAfterTheLimit_AndNotBefore()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        runner.Check();
        await peer.ReceiveAsync(FrameKind.Ping);
        Time.Advance(Stuck - TimeSpan.FromSeconds(1));
        Assert.Null(runner.Check());
        Assert.False(peer.WasKilled);
        Time.Advance(TimeSpan.FromSeconds(1));
        runner.Check();
        Assert.Contains("did not answer for 10 seconds", await runner.Ended.WaitAsync(Patience), StringComparison.Ordinal);
        Assert.True(peer.WasKilled);
    }

    [Fact]
    public async Task Ping_ThatIsAnswered_KeepsTheProcess()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        for (var round = 0; round < 30; round++)
        {
            Assert.Null(await AnswerPingAsync(peer, runner));
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.False(peer.WasKilled);
    }

    [Fact]
    public async Task Memory_AboveTheLimit_AsksForAnother_UnlessAStepMayHaveMore()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        Assert.Contains("it has 300 MB and may have 200", await MeasureAsync(peer, runner, 300), StringComparison.Ordinal);
        Assert.Null(await MeasureAsync(peer, runner, 200));
        runner.AllowMemory(512);
        Assert.Null(await MeasureAsync(peer, runner, 300));
        Assert.False(peer.WasKilled);
    }

    [Fact]
    public async Task Call_ThatGoesOnAfterItsTimeAndTheGrace_AsksForAnother()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var calling = CallAsync(runner, timeout: TimeSpan.FromSeconds(2));
        await peer.ReceiveAsync(FrameKind.Call);
        await AnswerPingAsync(peer, runner);
        Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Null(await AnswerPingAsync(peer, runner));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("the handler of a.step.ts goes on 5 seconds after its time was up", await AnswerPingAsync(peer, runner));
        peer.End("exit code 0");
        await Assert.ThrowsAsync<StepUnavailableException>(() => calling);
    }

    [Fact]
    public async Task Retired_ItsCallsMayEnd_UntilTheLimit()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var calling = CallAsync(runner);
        await peer.ReceiveAsync(FrameKind.Call);
        runner.Retire(TimeSpan.FromSeconds(30));
        Time.Advance(TimeSpan.FromSeconds(9));
        await AnswerPingAsync(peer, runner);
        Assert.False(calling.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(21));
        runner.Check();
        Assert.Contains("did not end in time", (await Assert.ThrowsAsync<StepUnavailableException>(() => calling.WaitAsync(Patience))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_TellsTheRunnerToStop_AndKillsItIfItDoesNot()
    {
        var peer = new Peer { EndsWhenTold = false };
        var runner = await StartAsync(peer);
        var disposing = runner.DisposeAsync();
        await peer.ReceiveAsync(FrameKind.Stop);
        Assert.False(peer.WasKilled);
        Time.Advance(TimeSpan.FromSeconds(5));
        await disposing;
        Assert.True(peer.WasKilled);
    }

    [Fact]
    public async Task Ping_ThatIsNotAnswered_CountsAlsoWhenTheRunnerReadsNoAnswers()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var large = new byte[1024 * 1024];
        var answered = 0;
        var calling = CallAsync(runner, requests: new Requests(() =>
        {
            Interlocked.Increment(ref answered);
            return Task.FromResult<ReadOnlyMemory<byte>>(large);
        }));
        var call = await peer.ReceiveAsync(FrameKind.Call);
        peer.StopReading();
        for (var request = 0u; request < 65; request++)
        {
            await peer.SendAsync(FrameKind.Request, 0x80000001 + request, $$"""{"call":{{call.Id}},"op":"state.get"}""");
        }

        // More than may wait for the runner, which does as one in an endless loop does.
        await Eventually.Is(() => answered >= 64);
        try
        {
            await Eventually.Is(() => peer.WasKilled, () =>
            {
                runner.Check();
                Time.Advance(TimeSpan.FromSeconds(1));
            });
        }
        finally
        {
            peer.End("exit code 0");
        }

        Assert.Contains("did not answer for 10 seconds", await runner.Ended.WaitAsync(Patience), StringComparison.Ordinal);
        await Assert.ThrowsAsync<StepUnavailableException>(() => calling);
    }

    [Fact]
    public async Task Memory_AboveTheLimitFromTheStart_IsToldOnce_AndNoReasonForAnother()
    {
        var peer = Peer.ThatHas(300);
        var log = new RecordingLogger();
        await using var runner = await StartAsync(peer, logger: log);
        runner.AllowMemory(0);
        Assert.Null(await MeasureAsync(peer, runner, 300));
        Assert.Null(await MeasureAsync(peer, runner, 450));
        Assert.Contains("A fresh runner process has 300 MB already, and may have 200; it may have 500 instead", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.Contains("it has 501 MB and may have 500", await MeasureAsync(peer, runner, 501), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Question_ThatIsNotAnswered_IsGivenUp_AndNoReasonForAnother()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var asking = new RunnerStep(runner, File).AskAsync("access", NullLogger.Instance, 0, static (_, _) => { }, default);
        var call = await peer.ReceiveAsync(FrameKind.Call);
        Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal("It did not answer within 15 seconds.", (await Assert.ThrowsAsync<TimeoutException>(() => asking.WaitAsync(Patience))).Message);
        Assert.Equal(call.Id, (await peer.ReceiveAsync(FrameKind.Cancel)).Id);
        Assert.Null(await AnswerPingAsync(peer, runner));
        Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Null(await AnswerPingAsync(peer, runner));

        // Its answer comes after all, and is nobody's.
        await peer.SendAsync(FrameKind.Result, call.Id, "{}", "true");
        await TakenAsync(peer, runner);
    }

    [Fact]
    public async Task Call_ThatComesWhenTheConnectionIsGone_HasNotRun_AndIsNoVictim()
    {
        var peer = new Peer { EndsWithItsConnection = false };
        await using var runner = await StartAsync(peer);
        peer.Disconnect();

        // It has some time to end without its connection.
        await Eventually.Is(() => Time.NextTimer is not null);
        var calling = CallAsync(runner);
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False((await Assert.ThrowsAsync<StepUnavailableException>(() => calling.WaitAsync(Patience))).WasRunning);
        await runner.Ended.WaitAsync(Patience);
        Assert.Empty(runner.Victims);
    }

    [Fact]
    public async Task Fault_IsToBlameForTheEnd_AndNotWhatRunsThen()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var calling = CallAsync(runner);
        await peer.ReceiveAsync(FrameKind.Call);
        await peer.SendAsync(FrameKind.Fault, 0, """{"file":"/p/b.step.ts"}""");
        await TakenAsync(peer, runner);
        peer.End("exit code 1");
        Assert.Equal("its runner process ended: exit code 1, by code that b.step.ts left behind.", (await Assert.ThrowsAsync<StepUnavailableException>(() => calling.WaitAsync(Patience))).Message);
        await runner.Ended.WaitAsync(Patience);
        Assert.Equal(["/p/b.step.ts"], runner.Victims);
    }
}
