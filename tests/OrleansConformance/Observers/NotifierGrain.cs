namespace Motia.OrleansConformance.Tests.Observers;

public sealed class NotifierGrain : Grain, INotifierGrain
{
    private readonly HashSet<IWatcher> _watchers = [];

    public Task Subscribe(IWatcher watcher)
    {
        _watchers.Add(watcher);
        return Task.CompletedTask;
    }

    public Task<int> Watchers() => Task.FromResult(_watchers.Count);

    public Task Tell(int from, int to)
    {
        for (var number = from; number <= to; number++)
        {
            foreach (var watcher in _watchers)
            {
                watcher.Tell(number);
            }
        }

        return Task.CompletedTask;
    }

    public async Task TellSlowly(int from, int to)
    {
        for (var number = from; number <= to; number++)
        {
            foreach (var watcher in _watchers)
            {
                await watcher.TellSlowly(number);
            }
        }
    }

    public Task<int> Ask(int number) => _watchers.Single().Ask(number);

    public Task AskToThrow() => _watchers.Single().Throw();

    public Task<string> MakeReference()
    {
        try
        {
            GrainFactory.CreateObjectReference<IWatcher>(new Watcher(this.GetPrimaryKeyString()));
            return Task.FromResult("made");
        }
        catch (InvalidOperationException)
        {
            return Task.FromResult("refused");
        }
    }
}
