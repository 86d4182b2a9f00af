namespace Motia.OrleansConformance.Tests.Observers;

public interface INotifierGrain : IGrainWithStringKey
{
    Task Subscribe(IWatcher watcher);

    /// <summary>How many different watchers there are.</summary>
    Task<int> Watchers();

    Task Tell(int from, int to);

    Task TellSlowly(int from, int to);

    Task<int> Ask(int number);

    Task AskToThrow();

    Task<string> MakeReference();
}
