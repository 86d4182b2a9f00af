using Motia.Silo.Tests.Records;

namespace Motia.Silo.Tests.Topics;

/// <summary>Silos with other versions of a step: each event finds whoever subscribes to it in any of them.</summary>
public sealed class SubscriptionTests : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(61);

    private readonly MemoryRecords _records = new();
    private readonly LeapingTime _time = new();
    private readonly List<SubscribingSilo> _silos = [];
    private RecordSilo _runtime = null!;

    public async Task InitializeAsync() => _runtime = await RecordSilo.StartAsync(_records, _time);

    public async Task DisposeAsync()
    {
        _silos.ForEach(silo => silo.Dispose());
        await _runtime.DisposeAsync();
    }

    [Fact]
    public async Task Topic_SubscribedInOneSilo_IsKnownInEveryOther()
    {
        var (first, second) = (NewSilo(), NewSilo());
        await first.LoadAsync("a");
        await second.LoadAsync("a", "b");

        Assert.True(first.Knows("b"));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Renewal_OfAnOlderVersion_TakesNothingFromANewerOne(string environment)
    {
        var (older, newer) = (NewSilo(environment), NewSilo(environment));
        await older.LoadAsync("a");
        await newer.LoadAsync("a", "b");
        _time.Leap(Lease);
        await newer.RenewAsync();
        await older.RenewAsync();

        Assert.True(newer.Knows("a") && newer.Knows("b") && older.Knows("b"));
    }

    [Fact]
    public async Task Start_OfAnOlderVersion_TakesNothingFromANewerOne()
    {
        var (newer, older) = (NewSilo(), NewSilo());
        await newer.LoadAsync("b");
        _time.Leap(Lease);
        await newer.RenewAsync();
        await older.LoadAsync("a");

        Assert.True(newer.Knows("a") && newer.Knows("b"));
    }

    [Fact]
    public async Task Topic_OfAVersionThatIsUp_StaysHowLongItMayTake()
    {
        var (older, newer) = (NewSilo(), NewSilo());
        await older.LoadAsync("a");
        await newer.LoadAsync("b");
        for (var i = 0; i < 10; i++)
        {
            _time.Leap(Lease / 3);
            await newer.RenewAsync();
            await older.RenewAsync();
        }

        Assert.True(newer.Knows("a") && newer.Knows("b"));
    }

    [Fact]
    public async Task Topic_ThatNoVersionHasAnyMore_IsGoneAMinuteAfterTheLastThatHadIt()
    {
        var (older, newer) = (NewSilo(), NewSilo());
        await older.LoadAsync("a");
        await newer.LoadAsync("b");
        _time.Leap(Lease * 0.9);
        await newer.RenewAsync();
        Assert.True(newer.Knows("a"));

        _time.Leap(Lease * 0.2);
        await newer.RenewAsync();
        Assert.False(newer.Knows("a"));
        Assert.True(newer.Knows("b"));
    }

    [Fact]
    public async Task Topic_WhenTheGrainCameUpAnew_StaysUntilEverySiloHadTimeToSayThatItIsUp()
    {
        await NewSilo().LoadAsync("a");
        await NewSilo().LoadAsync("b");
        await _runtime.DisposeAsync();
        _runtime = await RecordSilo.StartAsync(_records, _time);
        var next = NewSilo();
        await next.LoadAsync("b");
        await next.RenewAsync();
        Assert.True(next.Knows("a"));

        _time.Leap(Lease);
        await next.RenewAsync();
        Assert.False(next.Knows("a"));
    }

    [Fact]
    public async Task Step_ThatNoSiloHas_KeepsItsSubscriptions()
    {
        await NewSilo().LoadAsync("a");
        var next = NewSilo();
        await next.LoadNothingAsync();
        _time.Leap(Lease);
        await next.RenewAsync();

        Assert.True(next.Knows("a"));
    }

    [Fact]
    public async Task Load_InDevelopment_TakesAwayAtOnceWhatTheStepHasNoMore()
    {
        var silo = NewSilo("Development");
        await silo.LoadAsync("a");
        await silo.LoadAsync("b");
        await silo.RenewAsync();
        Assert.True(!silo.Knows("a") && silo.Knows("b"));

        await silo.LoadNothingAsync();
        await silo.RenewAsync();
        Assert.False(silo.Knows("b"));
    }

    [Fact]
    public async Task Renewal_OfAnOlderVersion_DoesNotChangeHowTheQueueIsSpread()
    {
        var (older, newer) = (NewSilo(), NewSilo());
        await older.LoadAsync("a");
        await newer.LoadAsync(QueueType.Fifo, "a");
        await older.RenewAsync();

        Assert.True(older.Table.Of("a").Single().IsFifo);
    }

    [Fact]
    public async Task Load_ThatTheStoreRefuses_CanBeRepeated()
    {
        var silo = NewSilo();
        _records.Fails = _ => true;
        await Assert.ThrowsAnyAsync<Exception>(() => silo.LoadAsync("a"));
        _records.Fails = _ => false;
        await silo.LoadAsync("a");

        Assert.True(silo.Knows("a"));
    }

    private SubscribingSilo NewSilo(string environment = "Production")
    {
        _silos.Add(new(_runtime.Grains, environment));
        return _silos[^1];
    }
}
