using Orleans.Concurrency;

namespace Motia.OrleansConformance.Tests.Timers;

public interface ITimerGrain : IGrainWithStringKey
{
    /// <summary>A timer that notes "tick" every few milliseconds.</summary>
    Task Start(bool interleave);

    /// <summary>A timer whose ticks wait at the gate "tick" after noting "tick", and note "tick ended".</summary>
    Task StartWaiting();

    /// <summary>A timer whose first tick throws.</summary>
    Task StartThrowing();

    /// <summary>A timer that notes "tick" once.</summary>
    Task StartOnce();

    Task Change(TimeSpan dueTime, TimeSpan period);

    [AlwaysInterleave]
    Task Stop();

    Task Pass(string name);

    Task Deactivate();

    Task<string> RegisterOutsideATurn();
}
