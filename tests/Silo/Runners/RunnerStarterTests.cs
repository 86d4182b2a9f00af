using Motia.Silo.Runners;
using Motia.Silo.Runners.Protocol;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Runners;

/// <summary>What a process must do to become a runner.</summary>
public sealed class RunnerStarterTests : RunnerScenario
{
    [Theory]
    [InlineData(2, "node", "22.1.0", "speaks version 2")]
    [InlineData(1, "python", "3.12", "for \"python\"")]
    [InlineData(1, "node", "18.19.1", "version 18.19.1; install Node.js 20.12 or later")]
    public async Task Hello_OfAnotherKindOrVersion_IsRefused(int protocol, string language, string version, string why)
    {
        var peer = new Peer
        {
            Begin = async peer =>
            {
                await peer.HelloAsync(protocol, language, version);
                await peer.LoadedAsync();
            },
        };
        var refused = await Assert.ThrowsAsync<RunnerStartException>(() => StartAsync(peer));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.True(peer.WasKilled);
    }

    [Fact]
    public async Task Hello_OfTheOldestVersionThatWorks_IsTaken()
    {
        var peer = new Peer
        {
            Begin = async peer =>
            {
                await peer.HelloAsync(version: "v20.12.0");
                await peer.LoadedAsync();
            },
        };
        await using var runner = await StartAsync(peer);
        Assert.False(runner.Ended.IsCompleted);
    }

    [Fact]
    public async Task Hello_ThatDoesNotComeInTime_EndsTheStart()
    {
        var peer = new Peer { Begin = _ => Task.CompletedTask, LastErrors = "SyntaxError: old" };
        var starting = StartAsync(peer);
        await Eventually.Is(() => Time.NextTimer is not null || starting.IsCompleted);
        Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(
            "the runner process did not say hello: it took more than 10 seconds. It wrote:\nSyntaxError: old", (await Assert.ThrowsAsync<RunnerStartException>(() => starting)).Message);
        Assert.True(peer.WasKilled);
    }

    [Fact]
    public async Task Process_ThatEndsWhileItLoads_EndsTheStart_WithWhatItWrote()
    {
        var peer = new Peer
        {
            LastErrors = "giving up",
            Begin = async peer =>
            {
                await peer.HelloAsync();
                await peer.ReceiveAsync(FrameKind.Load);
                peer.End("exit code 7");
            },
        };
        var refused = await Assert.ThrowsAsync<RunnerStartException>(() => StartAsync(peer));
        Assert.Equal("the runner process did not load the steps: it ended with exit code 7. It wrote:\ngiving up", refused.Message);
    }
}
