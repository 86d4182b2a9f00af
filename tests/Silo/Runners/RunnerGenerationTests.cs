using System.Text;
using Motia.Silo.Runners;
using Motia.Silo.Runners.Protocol;
using Motia.Silo.Steps;
using Motia.Silo.Tests.Compilation;

namespace Motia.Silo.Tests.Runners;

/// <summary>What is asked of a runner that is up, and what becomes of it.</summary>
public sealed class RunnerGenerationTests : RunnerScenario
{
    [Fact]
    public async Task Call_IsAnswered_EachByItsOwnResult()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var (first, second) = (CallAsync(runner, "1"), CallAsync(runner, "2"));
        var calls = new[] { await peer.ReceiveAsync(FrameKind.Call), await peer.ReceiveAsync(FrameKind.Call) };
        foreach (var call in calls.Reverse())
        {
            await peer.SendAsync(FrameKind.Result, call.Id, "{}", "to " + Encoding.UTF8.GetString(call.Body.Span));
        }

        Assert.Equal(["to 1", "to 2"], new[] { await first, await second }.Select(answer => Encoding.UTF8.GetString(answer.Body.Span)));
    }

    [Fact]
    public async Task Call_WhoseHandlerFails_ThrowsWhatItSaid()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var calling = CallAsync(runner);
        var call = await peer.ReceiveAsync(FrameKind.Call);
        await peer.SendAsync(FrameKind.Failed, call.Id, """{"error":{"name":"TypeError","message":"no","stack":"TypeError: no\n    at a.step.ts:3:1","code":"Overloaded"}}""");
        var failure = await Assert.ThrowsAsync<RunnerFailureException>(() => calling);
        Assert.Equal(("TypeError", "no", "Overloaded", "TypeError: no\n    at a.step.ts:3:1"), (failure.Name, failure.Message, failure.Code, failure.ToString()));
    }

    [Fact]
    public async Task Call_ThatIsCancelled_TellsTheRunner_AndItsAnswerIsStillWaitedFor()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        using var cancel = new CancellationTokenSource();
        var calling = CallAsync(runner, cancellationToken: cancel.Token);
        var call = await peer.ReceiveAsync(FrameKind.Call);
        await cancel.CancelAsync();
        Assert.Equal(call.Id, (await peer.ReceiveAsync(FrameKind.Cancel)).Id);
        await peer.SendAsync(FrameKind.Result, call.Id, "{}");
        Assert.Equal(FrameKind.Result, (await calling).Kind);
    }

    [Fact]
    public async Task End_OfTheProcess_LosesItsCalls_AndTakesNoMore()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var calling = CallAsync(runner);
        await peer.ReceiveAsync(FrameKind.Call);
        peer.End("signal 9");
        var lost = await Assert.ThrowsAsync<StepUnavailableException>(() => calling.WaitAsync(Patience));
        Assert.Equal(("its runner process ended: signal 9.", true, false), (lost.Message, lost.WasRunning, lost.IsOwnDoing));
        Assert.Equal("signal 9", await runner.Ended.WaitAsync(Patience));
        Assert.Equal([File], runner.Victims);
        Assert.False((await Assert.ThrowsAsync<StepUnavailableException>(() => CallAsync(runner))).WasRunning);
    }

    [Fact]
    public async Task End_OfAProcessOfOneStepAlone_IsThatStepsOwnDoing()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer, isAlone: true);
        var calling = CallAsync(runner);
        await peer.ReceiveAsync(FrameKind.Call);
        peer.End("exit code 3");
        Assert.True((await Assert.ThrowsAsync<StepUnavailableException>(() => calling.WaitAsync(Patience))).IsOwnDoing);
    }

    [Fact]
    public async Task Nonsense_EndsTheProcess_AndSaysSo()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        await peer.SendNonsenseAsync();
        Assert.StartsWith("it broke the protocol: A frame says that it has 4294967295 bytes", await runner.Ended.WaitAsync(Patience), StringComparison.Ordinal);
        Assert.True(peer.WasKilled);
    }

    [Theory]
    [InlineData("""{"level":"info","message":"half \ud83d","args":{"cut":"\ud83d"}}""")]
    [InlineData("""{"level":"info","message":7}""")]
    [InlineData("null")]
    public async Task Log_ThatCannotBeRead_IsToldAndCostsNothingElse(string line)
    {
        var peer = new Peer();
        var log = new RecordingLogger();
        await using var runner = await StartAsync(peer, logger: log);
        var calling = CallAsync(runner);
        var call = await peer.ReceiveAsync(FrameKind.Call);
        await peer.SendAsync(FrameKind.Log, 0, line);
        await peer.SendAsync(FrameKind.Result, call.Id, "{}");
        Assert.Equal(FrameKind.Result, (await calling.WaitAsync(Patience)).Kind);
        Assert.False(peer.WasKilled);
        Assert.StartsWith("A log line could not be read:", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failure_ThatCannotBeRead_FailsItsCall_AndCostsNothingElse()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var calling = CallAsync(runner);
        await peer.SendAsync(FrameKind.Failed, (await peer.ReceiveAsync(FrameKind.Call)).Id, """{"error":{"name":"SyntaxError","message":"Unexpected token '\ud83d'"}}""");
        Assert.Contains("cannot be read", (await Assert.ThrowsAsync<RunnerFailureException>(() => calling.WaitAsync(Patience))).Message, StringComparison.Ordinal);
        Assert.False(peer.WasKilled);
    }

    [Fact]
    public async Task Request_ThatCannotBeRead_EndsTheProcess_AndEveryCallWithIt()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var calling = CallAsync(runner);
        await peer.ReceiveAsync(FrameKind.Call);
        await peer.SendAsync(FrameKind.Request, 0x80000001, """{"call":1,"op":"state.get","group":"\ud83d"}""");
        await Assert.ThrowsAsync<StepUnavailableException>(() => calling.WaitAsync(Patience));
        Assert.Contains("it broke the protocol", await runner.Ended.WaitAsync(Patience), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WhoseRunIsOverBeforeItHasAPlace_WasNotRun()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        var running = Enumerable.Range(0, 100).Select(_ => CallAsync(runner)).ToArray();
        using var cancel = new CancellationTokenSource();
        var waiting = CallAsync(runner, cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        Assert.False((await Assert.ThrowsAsync<StepUnavailableException>(() => waiting.WaitAsync(Patience))).WasRunning);
        peer.End("signal 9");
        foreach (var call in running)
        {
            await Assert.ThrowsAsync<StepUnavailableException>(() => call.WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task Logs_AreWritten_AndCreditIsGivenBack()
    {
        var peer = new Peer();
        var log = new RecordingLogger();
        await using var runner = await StartAsync(peer, logger: log);
        for (var i = 0; i < 500; i++)
        {
            await peer.SendAsync(FrameKind.Log, 0, $$"""{"level":"warn","message":"line {{i}}","args":[{{i}}]}""");
        }

        Assert.Equal("""{"logs":250}""", Encoding.UTF8.GetString((await peer.ReceiveAsync(FrameKind.Credit)).Meta.Span));
        Assert.Equal("""{"logs":250}""", Encoding.UTF8.GetString((await peer.ReceiveAsync(FrameKind.Credit)).Meta.Span));
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"line {i}"), log.Lines);
    }

    [Fact]
    public async Task Request_OfACallThatThereIsNot_IsRefused()
    {
        var peer = new Peer();
        await using var runner = await StartAsync(peer);
        await peer.SendAsync(FrameKind.Request, 0x80000001, """{"call":99,"op":"state.get","group":"g","key":"k"}""");
        var reply = await peer.ReceiveAsync(FrameKind.Reply);
        Assert.Equal(0x80000001, reply.Id);
        Assert.Contains("The call 99 has ended", Encoding.UTF8.GetString(reply.Meta.Span), StringComparison.Ordinal);
    }
}
