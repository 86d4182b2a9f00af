using Motia.Silo.Records;

namespace Motia.Silo.Tests.Records;

public sealed class SaveLoopTests
{
    private readonly List<TaskCompletionSource> _saves = [];

    [Fact]
    public void Requests_DuringASave_ShareTheNext()
    {
        var loop = new SaveLoop(SaveAsync);
        var first = loop.RequestAsync();
        var (second, third) = (loop.RequestAsync(), loop.RequestAsync());
        Assert.Single(_saves);

        _saves[0].SetResult();
        Assert.True(first.IsCompleted);
        Assert.False(second.IsCompleted);
        Assert.Equal(2, _saves.Count);

        _saves[1].SetResult();
        Assert.True(second.IsCompleted);
        Assert.True(third.IsCompleted);
        Assert.Null(loop.Pending);
    }

    [Fact]
    public void Pending_WhileSomethingIsNotDurable_IsDoneWhenItIs()
    {
        var loop = new SaveLoop(SaveAsync);
        Assert.Null(loop.Pending);
        _ = loop.RequestAsync();
        var inFlight = loop.Pending!;
        _ = loop.RequestAsync();
        var waiting = loop.Pending!;

        _saves[0].SetResult();
        Assert.True(inFlight.IsCompleted);
        Assert.False(waiting.IsCompleted);
        _saves[1].SetResult();
        Assert.True(waiting.IsCompleted);
    }

    [Fact]
    public void Failure_OfASave_ReachesThoseWhoWaitAndThoseWhoCome()
    {
        var loop = new SaveLoop(SaveAsync);
        var (first, second) = (loop.RequestAsync(), loop.RequestAsync());

        _saves[0].SetException(new IOException());

        Assert.All([first, second, loop.RequestAsync(), loop.Pending!], task => Assert.IsType<IOException>(task.Exception?.InnerException));
        Assert.Single(_saves);
    }

    [Fact]
    public void Request_FromWhoeverASaveSetsFree_IsSaved()
    {
        var (simulation, saves) = (new Simulation(1), 0);
        var loop = new SaveLoop(() =>
        {
            saves++;
            return simulation.PauseAsync();
        });

        simulation.Run(async () =>
        {
            for (var time = 0; time < 3; time++)
            {
                await loop.RequestAsync();
            }
        });

        Assert.Equal(3, saves);
        Assert.Null(loop.Pending);
    }

    private Task SaveAsync()
    {
        _saves.Add(new());
        return _saves[^1].Task;
    }
}
