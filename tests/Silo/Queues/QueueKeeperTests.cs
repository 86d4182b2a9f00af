using System.Collections.Immutable;
using System.Reflection;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Motia.Grains;
using Motia.Silo.Queues;
using Motia.Silo.Steps;
using Motia.Silo.Tests.Steps;
using Motia.Silo.Topics;
using Motia.Tests.Shared;

namespace Motia.Silo.Tests.Queues;

public sealed class QueueKeeperTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();
    private readonly StepRegistry _registry = new();
    private readonly SubscriptionTable _table = new();
    private readonly Subscriber _subscriber;
    private readonly QueueKeeper _keeper;
    private ImmutableArray<Subscription> _subscriptions = [new(1, "Hangs", "a", false, "", true), new(2, "Other", "a", false, "", true)];
    private bool _isBroken;

    public QueueKeeperTests()
    {
        var grains = FakeGrains.Make(Answer);
        _subscriber = new(grains, _table, new(), new HostingEnvironment(), NullLogger<Subscriber>.Instance);
        _keeper = new(grains, _registry, _subscriber, _table, _time, NullLogger<QueueKeeper>.Instance);
    }

    public void Dispose()
    {
        _keeper.Dispose();
        _subscriber.Dispose();
        _registry.Dispose();
    }

    [Fact]
    public async Task Renewal_ThatFails_IsRepeatedASecondLater()
    {
        _isBroken = true;
        await _keeper.StartAsync(CancellationToken.None);
        Assert.Equal(["Watch"], Calls());
        _isBroken = false;
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("Watch", await _calls.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        await _keeper.StopAsync(CancellationToken.None).WaitAsync(Patience);
    }

    [Fact]
    public async Task Lanes_ThatHang_DelayNoOtherStepAndAreNotAskedTwice()
    {
        await _keeper.StartAsync(CancellationToken.None);
        Assert.Equal(["Watch", .. Lanes8("Hangs"), .. Lanes8("Other")], Calls());
        _time.Advance(TimeSpan.FromSeconds(10));

        var next = new List<string>();
        while (next.Count < 1 + Lanes.Count)
        {
            next.Add(await _calls.Reader.ReadAsync().AsTask().WaitAsync(Patience));
        }

        Assert.Equal(["Watch", .. Lanes8("Other")], next);
        await _keeper.StopAsync(CancellationToken.None).WaitAsync(Patience);
    }

    [Fact]
    public async Task CronStep_HasItsScheduleAndItsOneLaneKeptUp()
    {
        _subscriptions = [new(1, "Nightly", CronTicks.Topic, true, "", true), new(2, "Was an event step", CronTicks.Topic, true, "", true), new(3, "Was an event step", "a", false, "", false)];
        _registry.Replace([new(new() { Name = "Nightly", Type = StepKind.Cron, Language = "csharp", File = "", Cron = "0 3 * * *" }, null!, null, null, null)]);
        await _keeper.StartAsync(CancellationToken.None);

        Assert.Equal(["Watch", GrainKeys.Lane("Nightly", CronTicks.Lane), .. Lanes8("Was an event step"), GrainKeys.Step("Nightly")], Calls());
        await _keeper.StopAsync(CancellationToken.None).WaitAsync(Patience);
    }

    private static IEnumerable<string> Lanes8(string step) => Enumerable.Range(0, Lanes.Count).Select(lane => GrainKeys.Lane(step, lane));

    private string[] Calls()
    {
        var calls = new List<string>();
        while (_calls.Reader.TryRead(out var call))
        {
            calls.Add(call);
        }

        return [.. calls];
    }

    private Task Answer(MethodInfo method, string key)
    {
        switch (method.Name)
        {
            case nameof(ISubscriptionGrain.Read):
                return Task.FromResult(_subscriptions);
            case nameof(IEventStepGrain.Ensure):
                _calls.Writer.TryWrite(key);
                return key.Contains("Hangs", StringComparison.Ordinal) ? new TaskCompletionSource().Task : Task.CompletedTask;
            default:
                _calls.Writer.TryWrite(method.Name);
                return _isBroken ? Task.FromException(new TimeoutException()) : Task.CompletedTask;
        }
    }
}
