using Orleans.Concurrency;

namespace Motia.OrleansConformance.Tests.Observers;

public interface IWatcher : IGrainObserver
{
    void Tell(int number);

    [OneWay]
    Task TellSlowly(int number);

    [ResponseTimeout("00:00:01")]
    Task<int> Ask(int number);

    Task Throw();
}
