using Orleans.Concurrency;

namespace Motia.OrleansConformance.Tests.Turns;

public interface ITurnGrain : IGrainWithStringKey
{
    /// <summary>Notes the name, waits at the gate of that name, notes "name ended".</summary>
    Task Pass(string name);

    [AlwaysInterleave]
    Task PassAlways(string name);

    [ResponseTimeout("00:00:02")]
    Task CallBackThrough(ITurnGrain other);

    Task CallBack(ITurnGrain caller);

    [ResponseTimeout("00:00:02")]
    Task CallSelf();

    /// <summary>What broke the rule that everything after an await is back in the grain; empty when nothing did.</summary>
    Task<string> WhereAwaitsContinue();

    Task<bool> SeesCallersAsyncLocal();

    /// <summary>Does so many things with awaits between them; the grain notes when two overlap.</summary>
    Task<int> Work(int seed);

    Task<int> Overlaps();
}
