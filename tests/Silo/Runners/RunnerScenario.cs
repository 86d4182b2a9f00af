using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Silo.Runners;
using Motia.Silo.Runners.Protocol;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Runners;

/// <summary>One runner from its start to its end, with a peer that does what the test says, by a clock that the test moves.</summary>
public abstract class RunnerScenario
{
    private protected const string File = "/p/a.step.ts";
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private protected static readonly TimeSpan Stuck = TimeSpan.FromSeconds(10);

    private protected ManualTime Time { get; } = new();

    private protected Task<RunnerGeneration> StartAsync(Peer peer, bool isAlone = false, ILogger? logger = null) =>
        new RunnerStarter(RunnerLanguage.Node, peer, Time, logger ?? NullLogger.Instance)
            .StartAsync(new RunnerPlan("/p", [File], null, isAlone, 100, Stuck, 200 * RunnerPlan.Megabyte), CancellationToken.None);

    /// <summary>Has the runner say how many MB it has.</summary>
    /// <returns>Why another should take its place.</returns>
    private protected static async Task<string?> MeasureAsync(Peer peer, RunnerGeneration runner, long megabytes)
    {
        await AnswerPingAsync(peer, runner, megabytes * RunnerPlan.Megabyte);
        return runner.Check();
    }

    private protected static async Task<string?> AnswerPingAsync(Peer peer, RunnerGeneration runner, long memory = 1)
    {
        var answer = runner.Check();
        await peer.SendAsync(FrameKind.Pong, (await peer.ReceiveAsync(FrameKind.Ping)).Id, $$"""{"memory":{{memory}}}""");
        await TakenAsync(peer, runner);
        return answer;
    }

    // Messages are taken in order: when a request has its reply, what was sent before it is taken.
    private protected static async Task TakenAsync(Peer peer, RunnerGeneration runner)
    {
        Assert.False(runner.Ended.IsCompleted);
        await peer.SendAsync(FrameKind.Request, 0x80000009, """{"call":99,"op":"none"}""");
        await peer.ReceiveAsync(FrameKind.Reply);
    }

    private protected sealed class Requests(Func<Task<ReadOnlyMemory<byte>>> answer) : IRunnerRequests
    {
        public Task<ReadOnlyMemory<byte>> AnswerAsync(RequestMeta request, ReadOnlyMemory<byte> body) => answer();
    }

    private protected Task<RunnerMessage> CallAsync(RunnerGeneration runner, string body = "", TimeSpan? timeout = null, IRunnerRequests? requests = null, CancellationToken cancellationToken = default) => runner.CallAsync(
        new RunnerCall(File, timeout ?? TimeSpan.FromMinutes(5), NullLogger.Instance, requests ?? new Requests(() => Task.FromResult(default(ReadOnlyMemory<byte>)))) { Began = Time.GetTimestamp() }, MetaJson.Empty, Encoding.UTF8.GetBytes(body), cancellationToken);
}
