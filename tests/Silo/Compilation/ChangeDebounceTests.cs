using System.Threading.Channels;
using Motia.Silo.Compilation;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Compilation;

public sealed class ChangeDebounceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly Channel<TaskCompletionSource> _calls = Channel.CreateUnbounded<TaskCompletionSource>();

    [Fact]
    public async Task Signal_SeveralInARow_MakeOneCallAfterTheQuietTime()
    {
        await using var debounce = new ChangeDebounce(HoldAsync, _time);
        debounce.Signal();
        _time.Advance(TimeSpan.FromMilliseconds(59));
        debounce.Signal();
        _time.Advance(TimeSpan.FromMilliseconds(59));
        Assert.Equal(0, _calls.Reader.Count);

        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await NextAsync()).SetResult();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, _calls.Reader.Count);
    }

    [Fact]
    public async Task Signal_NeverQuiet_CallsAfterTheLongestTime()
    {
        await using var debounce = new ChangeDebounce(HoldAsync, _time);
        for (var at = 0; at < 300; at += 50)
        {
            debounce.Signal();
            Assert.Equal(0, _calls.Reader.Count);
            _time.Advance(TimeSpan.FromMilliseconds(50));
        }

        (await NextAsync()).SetResult();
    }

    [Fact]
    public async Task Signal_WhileTheCallRuns_MakesOneMoreCallAndNoneAtTheSameTime()
    {
        await using var debounce = new ChangeDebounce(HoldAsync, _time);
        debounce.Signal();
        _time.Advance(ChangeDebounce.Quiet);
        var first = await NextAsync();

        for (var i = 0; i < 5; i++)
        {
            debounce.Signal();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(0, _calls.Reader.Count);
        first.SetResult();
        var second = await NextWhileAdvancingAsync();
        second.SetResult();
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(0, _calls.Reader.Count);
    }

    [Fact]
    public async Task Signal_AfterACallThatThrew_CallsAgain()
    {
        await using var debounce = new ChangeDebounce(HoldAsync, _time);
        debounce.Signal();
        _time.Advance(ChangeDebounce.Quiet);
        (await NextAsync()).SetException(new InvalidOperationException("broken"));

        debounce.Signal();

        (await NextWhileAdvancingAsync()).SetResult();
    }

    [Fact]
    public async Task Dispose_WhileTheCallRuns_CancelsItAndWaits()
    {
        var debounce = new ChangeDebounce(cancel => HoldAsync(cancel), _time);
        debounce.Signal();
        _time.Advance(ChangeDebounce.Quiet);
        var running = await NextAsync();

        await debounce.DisposeAsync();

        Assert.True(running.Task.IsCanceled);
        debounce.Signal();
    }

    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        var call = new TaskCompletionSource();
        await using var cancel = cancellationToken.Register(() => call.TrySetCanceled(cancellationToken));
        await _calls.Writer.WriteAsync(call, CancellationToken.None);
        await call.Task;
    }

    private Task<TaskCompletionSource> NextAsync() => _calls.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    // The end of a call arms the timer in a thread of its own, so the clock is moved until the call is there.
    private async Task<TaskCompletionSource> NextWhileAdvancingAsync()
    {
        var next = NextAsync();
        await Eventually.Is(() => next.IsCompleted, () => _time.Advance(ChangeDebounce.Quiet));
        return await next;
    }
}
